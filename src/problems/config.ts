import { listNames, text } from "./text.ts";

export const configProblems = {
  "config-unknown-key": text(
    "error",
    (details: { key: string; known: readonly string[] }) => `\`${details.key}\` is not a key here.`,
    (details) => (details.known.length === 0 ? "Take it out." : `Did you mean ${listNames(details.known.map((name) => `\`${name}\``))}?`),
  ),
} as const;
