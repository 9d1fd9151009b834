/** What of a journal is over: it counts no more, and its lines can go. */
import { usualConfig } from "../../config/paths.ts";
import type { JsonObject } from "../../json.ts";
import { groupBy } from "../../order.ts";
import type { RecordedRuns } from "../plan/recorded-runs.ts";
import { keyText, parseLine, readBatch, readKey, runText } from "./entry.ts";
import { noJournal, readJournal, type Journal, type JournalLine } from "./journal.ts";

/**
 * What counts for the next replay: where every run of its config is over, what the journal holds of
 * other configs alone.
 */
export function unfinishedJournal(journal: Journal, recorded: RecordedRuns): Journal {
  const over = runsOver(journal, recorded);
  const own = [...journal.keys.values()].filter(({ config }) => config === undefined);
  // What another config has taken over is not over before that one has kept it.
  const isTaken = [...journal.moved.values()].some(
    ({ key, to }) => key.config === undefined && to.config !== undefined,
  );
  return !isTaken && own.every((key) => over.has(runText(key))) ? withoutOwn(journal) : journal;
}

function withoutOwn(journal: Journal): Journal {
  const { keys, answered, unknown, unknownBefore, batches } = journal;
  const isOther = (name: string): boolean => keys.get(name)?.config !== undefined;
  const others = <Value>(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
    new Map([...map].filter(([name]) => isOther(name)));
  return {
    ...noJournal,
    keys: others(keys),
    answered: others(answered),
    unknown: others(unknown),
    unknownBefore: others(unknownBefore),
    batches,
  };
}

/**
 * Runs of a journal that are over, by `runText`: the fixtures hold the very answers it speaks of,
 * or all that was sent of them was refused.
 */
export function runsOver(journal: Journal, recorded: RecordedRuns): ReadonlySet<string> {
  return new Set([...runsKept(journal, recorded), ...runsRefused(journal)]);
}

/** Runs of which no outcome is unknown, and whose fixtures hold the very answers. */
function runsKept(
  { answered, unknown, keys }: Journal,
  recorded: RecordedRuns,
): ReadonlySet<string> {
  const kept = new Set([...keys.values()].map(runText).filter((run) => recorded.has(run)));
  for (const { key } of unknown.values()) kept.delete(runText(key));
  // Of which samples a fixture holds the answers it does not say: how many, and which is the first.
  const answers = groupBy(
    [...answered].flatMap(([name, { at }]) => {
      const key = keys.get(name);
      return key === undefined ? [] : [{ run: runText(key), index: key.index, at }];
    }),
    ({ run, index }) => `${String(index)} ${run}`,
  );
  for (const [first, ...more] of answers.values()) {
    if (first === undefined) continue;
    const held = recorded.get(first.run)?.get(first.index);
    const isHeld =
      held !== undefined &&
      1 + more.length <= held.samples &&
      [first, ...more].some(({ at }) => at === held.at);
    if (!isHeld) kept.delete(first.run);
  }
  return kept;
}

/** Runs of which nothing was answered and no outcome is unknown. */
function runsRefused({ answered, unknown, keys }: Journal): ReadonlySet<string> {
  const refused = new Set([...keys.values()].map(runText));
  for (const [name, key] of keys)
    if (answered.has(name) || unknown.has(name)) refused.delete(runText(key));
  return refused;
}

/**
 * The lines of a journal that the next replay needs: without those of runs that are over, and of
 * runs that are `done` (by `runText`). `read` gives the lines each time it is called; what it throws
 * is thrown on.
 */
export function remainingLines(
  read: () => Iterable<JournalLine>,
  ended: {
    readonly recorded: RecordedRuns;
    readonly done: ReadonlySet<string>;
    readonly config: string;
  },
): Iterable<string> {
  const { recorded, done, config } = ended;
  const journal = readJournal(read(), config);
  const over = runsOver(journal, recorded);
  const { moved } = journal;
  return pruneJournal(read, new Set([...over, ...done]), { moved, config });
}

/**
 * The lines of a journal without those of some runs, by `runText`. A line is of the run that its
 * request was moved to. A batch's own lines stay while a request of it does.
 */
export function* pruneJournal(
  read: () => Iterable<Pick<JournalLine, "text">>,
  without: ReadonlySet<string>,
  { moved, config }: Pick<Journal, "moved"> & { readonly config: string } = {
    moved: noJournal.moved,
    config: usualConfig,
  },
): Generator<string> {
  const isKept = (entry: JsonObject | null): boolean => {
    const isMove = entry?.["kind"] === "moved";
    let key = readKey(entry?.[isMove ? "to" : "key"], config);
    for (let next = key; next !== null; next = moved.get(keyText(next))?.to ?? null) key = next;
    return key !== null && !without.has(runText(key));
  };
  const batches = new Set<string>();
  for (const { text } of read()) {
    const entry = parseLine(text);
    if (isKept(entry) && typeof entry?.["batch"] === "string") batches.add(entry["batch"]);
  }
  for (const { text } of read()) {
    const entry = parseLine(text);
    if (entry?.["kind"] === "batch" ? batches.has(readBatch(entry)?.name ?? "") : isKept(entry))
      yield text;
  }
}
