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
  /** Every request it speaks of, by `keyText`. */
  readonly keys: ReadonlyMap<string, JournalKey>;
}

export const noJournal: Journal = {
  answered: new Map(),
  unknown: new Map(),
  unknownBefore: new Map(),
  batches: new Map(),
  spent: 0n,
  keys: new Map(),
};

/**
 * Reads the lines of a journal. The last line is left out where a kill cut it off, since nothing
 * was done after it; so is any other line that cannot be read. `config`: path of the one that is
 * replayed; what belongs to others is known by their names.
 */
export function readJournal(lines: Iterable<JournalLine>, config: string = usualConfig): Journal {
  const answered = new Map<string, SettledAnswer>();
  // Each time: an answer that was not kept whole may have been paid for anew.
  let spent = 0n;
  const keys = new Map<string, JournalKey>();
  // The times a request was sent that have no outcome yet, the latest last.
  const underWay = new Map<string, readonly UnknownOutcome[]>();
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
    const name = keyText(key);
    keys.set(name, key);
    const before = underWay.get(name) ?? [];
    if (entry["kind"] === "sent") {
      const usd = readPico(entry["usd"]);
      const inBatch = typeof entry["batch"] === "string" ? entry["batch"] : null;
      const firm = entry["firm"] !== false;
      if (usd !== null) underWay.set(name, [...before, { key, usd, batch: inBatch, firm }]);
      if (inBatch !== null) requestsWritten.set(inBatch, (requestsWritten.get(inBatch) ?? 0) + 1);
    } else {
      const answer = entry["kind"] === "refused" ? null : readAnswer(entry["answered"]);
      if (answer === null && entry["kind"] !== "refused") continue;
      // The outcome is that of the latest time; any earlier one stays unknown.
      underWay.set(name, before.slice(0, -1));
      if (answer === null) continue;
      if (key.config === undefined) spent += answer.usd;
      answered.set(name, { ...answer, response: place() });
    }
  }
  for (const { name, size, id } of batches.values())
    if (id === null && (requestsWritten.get(name) ?? 0) < size) batches.delete(name);
  const unknown = new Map<string, UnknownOutcome>();
  const unknownBefore = new Map<string, readonly UnknownOutcome[]>();
  for (const [name, outcomes] of underWay) {
    const sent = outcomes.filter(({ batch }) => batch === null || batches.has(batch));
    for (const { key, usd } of sent) if (key.config === undefined) spent += usd;
    const last = sent.at(-1);
    if (last === undefined || answered.has(name)) continue;
    unknown.set(name, last);
    if (sent.length > 1) unknownBefore.set(name, sent.slice(0, -1));
  }
  return { answered, unknown, unknownBefore, batches, spent, keys };
}
