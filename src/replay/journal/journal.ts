/**
 * What a replay has done so far, read from the journal's lines: after a kill no request that was
 * answered is sent again, and what was spent counts on.
 */
import { usualConfig } from "../../config/paths.ts";
import type { JsonObject } from "../../json.ts";
import type { Pico } from "../../money.ts";
import {
  keyText,
  parseLine,
  readAnswer,
  readBatch,
  readKey,
  readPico,
  type JournaledAnswer,
  type JournalKey,
  type SentBatch,
  type UnknownOutcome,
} from "./entry.ts";

/** Where a line of the journal's file is. */
export interface LinePlace {
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes, without the line break. */
  readonly length: number;
  /** Of its text: what stands there now is the line only where it has this digest. */
  readonly digest: string;
}

/** A line of the journal's file. */
export interface JournalLine {
  /** Without the line break. */
  readonly text: string;
  readonly place: () => LinePlace;
}

/**
 * An answer that is written down: what settles it. Its response is read again from the journal when
 * it is needed (`answers/settled.ts`), so that memory does not grow with what is answered.
 */
export interface SettledAnswer extends Omit<JournaledAnswer, "response"> {
  /** The response itself only where the journal did not take it. */
  readonly response: LinePlace | { readonly unwritten: JsonObject };
}

/** What the lines of a journal come to. */
export interface Journal {
  /** By `keyText`. */
  readonly answered: ReadonlyMap<string, SettledAnswer>;
  /** By `keyText`; the last time a request was sent, where that has no answer. */
  readonly unknown: ReadonlyMap<string, UnknownOutcome>;
  /** By `keyText`; earlier times a request of `unknown` was sent, the latest last. */
  readonly unknownBefore: ReadonlyMap<string, readonly UnknownOutcome[]>;
  /**
   * By name. A batch is sent only once all its requests are written down; one with fewer was never
   * sent, and is not among them.
   */
  readonly batches: ReadonlyMap<string, SentBatch>;
  /**
   * Pico-dollars: answers by what they cost, unknown outcomes by their bounds; without those of
   * other configs, which have caps of their own.
   */
  readonly spent: Pico;
  /** Every request it speaks of, by `keyText`; without those that were moved. */
  readonly keys: ReadonlyMap<string, JournalKey>;
  /** Requests that were moved, by `keyText`: where to, and that one may have been in its turn. */
  readonly moved: ReadonlyMap<string, Move>;
}

/** That what is known of a request counts for another one that asks the same. */
interface Move {
  readonly key: JournalKey;
  readonly to: JournalKey;
}

export const noJournal: Journal = {
  answered: new Map(),
  unknown: new Map(),
  unknownBefore: new Map(),
  batches: new Map(),
  spent: 0n,
  keys: new Map(),
  moved: new Map(),
};

/** A time a request was sent that has no outcome yet. */
interface SentTime extends UnknownOutcome {
  /** Whether the config that is replayed sent it: then its bound is in that one's cap. */
  readonly isOwn: boolean;
}

/** What the lines that are read so far say of requests, by `keyText`. */
interface ReadSoFar {
  readonly answered: Map<string, SettledAnswer>;
  /** The latest last. */
  readonly underWay: Map<string, readonly SentTime[]>;
  readonly keys: Map<string, JournalKey>;
  readonly moved: Map<string, Move>;
}

/**
 * Reads the lines of a journal. The last line is left out where a kill cut it off, since nothing
 * was done after it; so is any other line that cannot be read. `config`: path of the one that is
 * replayed; what belongs to others is known by their names.
 */
export function readJournal(lines: Iterable<JournalLine>, config: string = usualConfig): Journal {
  const soFar: ReadSoFar = {
    answered: new Map(),
    underWay: new Map(),
    keys: new Map(),
    moved: new Map(),
  };
  const { answered, underWay, keys, moved } = soFar;
  // Each time: an answer that was not kept whole may have been paid for anew.
  let spent = 0n;
  const batches = new Map<string, SentBatch>();
  const requestsWritten = new Map<string, number>();
  for (const { text, place } of lines) {
    const entry = parseLine(text);
    const batch = entry?.["kind"] === "batch" ? readBatch(entry) : null;
    if (batch !== null) {
      batches.set(batch.name, batch);
      requestsWritten.set(batch.name, 0);
    }
    const key = readKey(entry?.["key"], config);
    if (entry === null || key === null) continue;
    if (entry["kind"] === "moved") {
      const to = readKey(entry["to"], config);
      if (to !== null) move(soFar, { key, to });
      continue;
    }
    const name = keyText(key);
    keys.set(name, key);
    moved.delete(name);
    const before = underWay.get(name) ?? [];
    const isOwn = key.config === undefined;
    if (entry["kind"] === "sent") {
      const usd = readPico(entry["usd"]);
      const inBatch = typeof entry["batch"] === "string" ? entry["batch"] : null;
      const firm = entry["firm"] !== false;
      if (usd !== null) underWay.set(name, [...before, { key, usd, batch: inBatch, firm, isOwn }]);
      if (inBatch !== null) requestsWritten.set(inBatch, (requestsWritten.get(inBatch) ?? 0) + 1);
    } else {
      const answer = entry["kind"] === "refused" ? null : readAnswer(entry["answered"]);
      if (answer === null && entry["kind"] !== "refused") continue;
      // The outcome is that of the latest time; any earlier one stays unknown.
      underWay.set(name, before.slice(0, -1));
      if (answer === null) continue;
      if (isOwn) spent += answer.usd;
      answered.set(name, { ...answer, response: place() });
    }
  }
  for (const { name, size, id } of batches.values())
    if (id === null && (requestsWritten.get(name) ?? 0) < size) batches.delete(name);
  const unknown = new Map<string, UnknownOutcome>();
  const unknownBefore = new Map<string, readonly UnknownOutcome[]>();
  for (const [name, times] of underWay) {
    const sent = times.filter(({ batch }) => batch === null || batches.has(batch));
    for (const { isOwn, usd } of sent) if (isOwn) spent += usd;
    const outcomes = sent.map(({ key, usd, batch, firm }): UnknownOutcome => {
      return { key, usd, batch, firm };
    });
    const last = outcomes.at(-1);
    if (last === undefined || answered.has(name)) continue;
    unknown.set(name, last);
    if (outcomes.length > 1) unknownBefore.set(name, outcomes.slice(0, -1));
  }
  return { answered, unknown, unknownBefore, batches, spent, keys, moved };
}

/** Lets what is known of one request count for another. */
function move({ answered, underWay, keys, moved }: ReadSoFar, { key, to }: Move): void {
  const [from, name] = [keyText(key), keyText(to)];
  if (from === name) return;
  const answer = answered.get(from);
  if (answer !== undefined) answered.set(name, answer);
  const times = [...(underWay.get(name) ?? []), ...(underWay.get(from) ?? [])];
  underWay.set(
    name,
    times.map((time) => ({ ...time, key: to })),
  );
  for (const map of [answered, underWay, keys]) map.delete(from);
  keys.set(name, to);
  // What stands there now moved nowhere: following moves comes to an end.
  moved.set(from, { key, to });
  moved.delete(name);
}
