import { shownFile, shownId, shownName } from "./shown-name.ts";

/**
 * How a detail is shown, by its name: what others wrote goes through the gate. All other details
 * are words of our own.
 */
const gates = {
  model: shownName,
  key: shownId,
  name: shownId,
  kind: shownId,
  value: shownId,
  member: shownId,
  parameter: shownId,
  zone: shownName,
  variable: shownId,
  emitter: shownId,
  counter: shownId,
  version: shownId,
  asked: shownId,
  shown: shownId,
  exchange: shownId,
  id: shownId,
  run: shownId,
  scenario: shownId,
  nearest: shownFile,
  known: shownId,
  file: shownFile,
  folder: shownFile,
  glob: shownFile,
  written: shownFile,
  pointer: shownFile,
  other: shownFile,
  others: shownFile,
} as const satisfies Readonly<Record<string, (text: string) => string>>;

/** The details of a problem as they may be shown. */
export function shownDetails<Details>(details: Details): Details {
  if (typeof details !== "object" || details === null) return details;
  const changed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(details)) {
    const shown = isGated(key) ? gated(value, gates[key]) : value;
    if (shown !== value) changed[key] = shown;
  }
  return Object.assign({ ...details }, changed);
}

function isGated(key: string): key is keyof typeof gates {
  return Object.hasOwn(gates, key);
}

function gated(value: unknown, gate: (text: string) => string): unknown {
  if (typeof value === "string") return gate(value);
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown) => (typeof item === "string" ? gate(item) : item));
}
