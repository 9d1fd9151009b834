/** How often what stands in a placeholder changes, by all that was seen of it in a scenario. */
import type { Changes } from "../../config/config.ts";
import type { ChangingSpan } from "./changing-spans.ts";

/** One text with its placeholders, seen in one exchange. */
export interface Seen {
  readonly run: string;
  readonly startedMs: number | null;
  /** Of the text in the body, as the API writes it: `system.0.text`. */
  readonly path: string;
  /** Equal where all of the text but what changes is. */
  readonly skeleton: number;
  readonly spans: readonly ChangingSpan[];
  /** What the first pass has in each span. */
  readonly values: readonly string[];
}

/** A clock of seconds that stands still for so long is read once a run. */
const stillMs = 1500;

/**
 * How often each span of a text changes. Of system prompt and tools: with every request where it
 * differs within a run, or is a clock of seconds that nobody saw stand still; else with every run.
 * What messages bring is sent again as it was, so it changes with the run, unless a later request
 * says it otherwise. A date of today changes with the day.
 */
export function findFrequencies(
  seen: readonly Seen[],
): (text: Pick<Seen, "path" | "skeleton">, index: number) => Changes {
  const inRun = new Map<string, { readonly startedMs: number | null; readonly value: string }[]>();
  const spans = new Map<string, ChangingSpan>();
  const runsOf = new Map<string, Set<string>>();
  for (const { run, startedMs, path, skeleton, values, spans: own } of seen) {
    for (const [index, value] of values.entries()) {
      const key = keyOf({ path, skeleton }, index);
      const runKey = JSON.stringify([key, run]);
      const span = own[index];
      if (span !== undefined) spans.set(key, span);
      addTo(inRun, runKey, { startedMs, value });
      runsOf.set(key, (runsOf.get(key) ?? new Set()).add(runKey));
    }
  }
  const found = new Map<string, Changes>();
  for (const [key, span] of spans) {
    const each = [...(runsOf.get(key) ?? [])].map((run) =>
      changesIn(inRun.get(run) ?? [], span, key.startsWith("messages")),
    );
    const level = levelKey(key);
    const all = [found.get(level) ?? "never", ...each];
    found.set(level, often.find((changes) => all.includes(changes)) ?? "run");
  }
  return (text, index) => found.get(levelKey(keyOf(text, index))) ?? "run";
}

const often: readonly Changes[] = ["request", "run", "day"];

function changesIn(
  seen: readonly { readonly startedMs: number | null; readonly value: string }[],
  { kind, why, hasSeconds }: ChangingSpan,
  isMessage: boolean,
): Changes {
  if (kind === "date" && why === "now") return "day";
  if (new Set(seen.map(({ value }) => value)).size > 1) return "request";
  if (isMessage || !hasSeconds) return "run";
  const times = seen.flatMap(({ startedMs }) => startedMs ?? []);
  return times.length > 1 && Math.max(...times) - Math.min(...times) >= stillMs ? "run" : "request";
}

function keyOf({ path, skeleton }: Pick<Seen, "path" | "skeleton">, index: number): string {
  return `${path} ${String(skeleton)} ${String(index)}`;
}

/** A key without the place within its level: the same text anywhere in it changes as often. */
function levelKey(key: string): string {
  const [path = "", ...rest] = key.split(" ");
  return [path.split(".")[0], ...rest].join(" ");
}

function addTo<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
