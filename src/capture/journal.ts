/** What a replay has done so far, line by line, so that after a kill no answered request is sent again. */
import { isDocument, type JsonObject } from "../json.ts";
import type { Pico } from "../money.ts";

/** One request: its scenario, run and place, and the body it has. */
export interface JournalKey {
  readonly scenario: string;
  readonly run: string;
  readonly index: number;
  /** Which of several times the run is sent; counts from 0. */
  readonly sample: number;
  /** Of the whole body and its betas. */
  readonly body: string;
}

export interface Answered {
  /** `model`, `usage`, `stop_reason`, `content`. */
  readonly response: JsonObject;
  readonly requestId: string | null;
  /** When it was sent, ISO. */
  readonly at: string;
  /** Pico-dollars. */
  readonly usd: Pico;
  /** Whether it went in a batch. */
  readonly batch: boolean;
}

/** Sent, and nobody knows yet what became of it. */
export interface Unknown {
  readonly key: JournalKey;
  /** Pico-dollars: its bound. */
  readonly usd: Pico;
  /** The batch it went in, as the journal calls it. */
  readonly batch: string | null;
}

/** A message batch: as the journal calls it, when it was sent, how many requests it holds, and its id once the API gave one. */
export interface SentBatch {
  readonly name: string;
  /** ISO. */
  readonly at: string;
  readonly size: number;
  readonly id: string | null;
  /** Tells the account it was sent from, and nothing of its key: another one does not list it. */
  readonly account: string;
}

export type JournalEntry =
  /** Written before a request leaves; `usd` is its bound. */
  | ({ readonly kind: "sent" } & Unknown)
  | { readonly kind: "answered"; readonly key: JournalKey; readonly answered: Answered }
  /** Not billed. */
  | { readonly kind: "refused"; readonly key: JournalKey }
  /** Written before the requests that go in it are, and again when it has its id. */
  | ({ readonly kind: "batch" } & SentBatch);

export interface Journal {
  readonly answered: ReadonlyMap<string, Answered>;
  readonly unknown: ReadonlyMap<string, Unknown>;
  /** A batch some of whose requests are not written down was never sent, and is not among them. */
  readonly batches: ReadonlyMap<string, SentBatch>;
  /** Pico-dollars: answered, and unknown in full. */
  readonly spent: Pico;
  /** Runs it speaks of, by `runText`. */
  readonly runs: ReadonlySet<string>;
  /** First answers, by `keptName`: their run, by `runText`, and when they were asked for. */
  readonly firsts: ReadonlyMap<string, { readonly run: string; readonly at: string }>;
}

export const noJournal: Journal = {
  answered: new Map(),
  unknown: new Map(),
  batches: new Map(),
  spent: 0n,
  runs: new Set(),
  firsts: new Map(),
};

export const keyText = ({ scenario, run, index, sample, body }: JournalKey): string => JSON.stringify([scenario, run, index, sample, body]);

/** One line, with its line break. */
export const writeEntry = (entry: JournalEntry): string =>
  `${JSON.stringify(entry, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value))}\n`;

const readKey = (value: unknown): JournalKey | null => {
  if (typeof value !== "object" || value === null) return null;
  const { scenario, run, index, sample, body } = { scenario: null, run: null, index: null, sample: null, body: null, ...value };
  if (
    typeof scenario !== "string" ||
    typeof run !== "string" ||
    typeof index !== "number" ||
    typeof sample !== "number" ||
    typeof body !== "string"
  )
    return null;
  return { scenario, run, index, sample, body };
};

const readUsd = (value: unknown): Pico | null => (typeof value === "string" && /^\d+$/.test(value) ? BigInt(value) : null);

const readAnswered = (value: unknown): Answered | null => {
  if (typeof value !== "object" || value === null) return null;
  const { response, requestId, at, usd, batch } = { response: null, requestId: null, at: null, usd: null, batch: null, ...value };
  const amount = readUsd(usd);
  return isDocument(response) && typeof at === "string" && amount !== null
    ? { response, requestId: typeof requestId === "string" ? requestId : null, at, usd: amount, batch: batch === true }
    : null;
};

const readBatch = ({ name, at, size, id, account }: JsonObject): SentBatch | null =>
  typeof name === "string" && typeof at === "string" && typeof size === "number" && typeof account === "string"
    ? { name, at, size, id: typeof id === "string" ? id : null, account }
    : null;

const readLine = (line: string): JsonObject | null => {
  try {
    const value: unknown = JSON.parse(line);
    return isDocument(value) ? value : null;
  } catch {
    return null;
  }
};

/** The run an entry belongs to, whichever of several times. */
export const runText = ({ scenario, run }: Pick<JournalKey, "scenario" | "run">): string => JSON.stringify([scenario, run]);

const lineOf = (text: string): JsonObject | null => (text === "" ? null : readLine(text));

/**
 * The lines of a journal without those of runs that are done: their answers are in the fixtures. A batch stays while a line
 * speaks of it. `read` gives the lines, without their breaks, each time it is called.
 */
export function* pruneJournal(read: () => Iterable<string>, done: ReadonlySet<string>): Generator<string> {
  const isKept = (entry: JsonObject | null): boolean => {
    const key = readKey(entry?.["key"]);
    return key !== null && !done.has(runText(key));
  };
  const named = new Set<string>();
  for (const line of read()) {
    const entry = lineOf(line);
    if (isKept(entry) && typeof entry?.["batch"] === "string") named.add(entry["batch"]);
  }
  for (const line of read()) {
    const entry = lineOf(line);
    if (entry?.["kind"] === "batch" ? named.has(readBatch(entry)?.name ?? "") : isKept(entry)) yield line;
  }
}

/** Reads the lines of a journal. A last one that a kill cut off was never acted on, and is left out; so is what makes no sense. */
export const readJournal = (lines: Iterable<string>): Journal => {
  const answered = new Map<string, Answered>();
  const runs = new Set<string>();
  const firsts = new Map<string, { run: string; at: string }>();
  const unknown = new Map<string, Unknown>();
  const batches = new Map<string, SentBatch>();
  const shipped = new Map<string, number>();
  let lost = 0n;
  for (const line of lines) {
    const entry = lineOf(line);
    const batch = entry?.["kind"] === "batch" ? readBatch(entry) : null;
    if (batch !== null) {
      batches.set(batch.name, batch);
      shipped.set(batch.name, 0);
    }
    const key = readKey(entry?.["key"]);
    if (entry === null || key === null) continue;
    const name = keyText(key);
    runs.add(runText(key));
    if (entry["kind"] === "sent") {
      const usd = readUsd(entry["usd"]);
      const inBatch = typeof entry["batch"] === "string" ? entry["batch"] : null;
      // Sent once more though nobody knows what became of it the first time: that one stays spent.
      lost += unknown.get(name)?.usd ?? 0n;
      if (usd !== null) unknown.set(name, { key, usd, batch: inBatch });
      if (inBatch !== null) shipped.set(inBatch, (shipped.get(inBatch) ?? 0) + 1);
    } else if (entry["kind"] === "refused") unknown.delete(name);
    else {
      const found = readAnswered(entry["answered"]);
      if (found === null) continue;
      unknown.delete(name);
      answered.set(name, found);
      if (key.sample === 0) firsts.set(keptName(key), { run: runText(key), at: found.at });
    }
  }
  for (const { name, size, id } of batches.values()) if (id === null && (shipped.get(name) ?? 0) < size) batches.delete(name);
  for (const [name, one] of unknown) if (one.batch !== null && !batches.has(one.batch)) unknown.delete(name);
  let spent = lost;
  for (const one of answered.values()) spent += one.usd;
  for (const one of unknown.values()) spent += one.usd;
  return { answered, unknown, batches, spent, runs, firsts };
};

/** When the first answer to each exchange was asked for, as the fixtures say, by run and place: `keptName`. */
export type KeptAnswers = ReadonlyMap<string, string>;

export const keptName = ({ scenario, run, index }: Pick<JournalKey, "scenario" | "run" | "index">): string =>
  JSON.stringify([scenario, run, index]);

/** Runs of a journal that are done: nothing of them is unknown, and the fixtures hold the very answers it speaks of. */
export const runsKept = ({ unknown, runs, firsts }: Journal, kept: KeptAnswers): ReadonlySet<string> => {
  const done = new Set(runs);
  for (const { key } of unknown.values()) done.delete(runText(key));
  for (const [name, { run, at }] of firsts) if (kept.get(name) !== at) done.delete(run);
  return done;
};
