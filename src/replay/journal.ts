/**
 * What a replay has done so far, line by line, so that after a kill no answered request is sent
 * again.
 */
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
  /** False: its bound is what was expected, since nobody can say what it may cost. */
  readonly firm: boolean;
}

/**
 * A message batch: as the journal calls it, when it was sent, how many requests it holds, and its
 * id once the API gave one.
 */
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
  /** All it speaks of, by `keyText`. */
  readonly keys: ReadonlyMap<string, JournalKey>;
}

export const noJournal: Journal = {
  answered: new Map(),
  unknown: new Map(),
  batches: new Map(),
  spent: 0n,
  keys: new Map(),
};

export function keyText({ scenario, run, index, sample, body }: JournalKey): string {
  return JSON.stringify([scenario, run, index, sample, body]);
}

/** One line, with its line break. */
export function writeEntry(entry: JournalEntry): string {
  return `${JSON.stringify(entry, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value))}\n`;
}

/** The run an entry belongs to, whichever of several times. */
export function runText({ scenario, run }: Pick<JournalKey, "scenario" | "run">): string {
  return JSON.stringify([scenario, run]);
}

/**
 * The lines of a journal without those of runs that are done: their answers are in the fixtures. A
 * batch stays while a line speaks of it. `read` gives the lines, without their breaks, each time it
 * is called.
 */
export function* pruneJournal(
  read: () => Iterable<string>,
  done: ReadonlySet<string>,
): Generator<string> {
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
    if (entry?.["kind"] === "batch" ? named.has(readBatch(entry)?.name ?? "") : isKept(entry))
      yield line;
  }
}

function readKey(value: unknown): JournalKey | null {
  if (typeof value !== "object" || value === null) return null;
  const { scenario, run, index, sample, body } = {
    scenario: null,
    run: null,
    index: null,
    sample: null,
    body: null,
    ...value,
  };
  if (
    typeof scenario !== "string" ||
    typeof run !== "string" ||
    typeof index !== "number" ||
    typeof sample !== "number" ||
    typeof body !== "string"
  )
    return null;
  return { scenario, run, index, sample, body };
}

function lineOf(text: string): JsonObject | null {
  return text === "" ? null : readLine(text);
}

function readLine(line: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(line);
    return isDocument(value) ? value : null;
  } catch {
    return null;
  }
}

function readBatch({ name, at, size, id, account }: JsonObject): SentBatch | null {
  return typeof name === "string" &&
    typeof at === "string" &&
    typeof size === "number" &&
    typeof account === "string"
    ? { name, at, size, id: typeof id === "string" ? id : null, account }
    : null;
}

/** What of one request is under way, the latest last. */
type Open = readonly Unknown[];

/**
 * Reads the lines of a journal. A last one that a kill cut off was never acted on, and is left out;
 * so is what makes no sense.
 */
export function readJournal(lines: Iterable<string>): Journal {
  const answered = new Map<string, Answered>();
  const keys = new Map<string, JournalKey>();
  const open = new Map<string, Open>();
  const batches = new Map<string, SentBatch>();
  const shipped = new Map<string, number>();
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
    keys.set(name, key);
    const before = open.get(name) ?? [];
    if (entry["kind"] === "sent") {
      const usd = readUsd(entry["usd"]);
      const inBatch = typeof entry["batch"] === "string" ? entry["batch"] : null;
      if (usd !== null)
        open.set(name, [...before, { key, usd, batch: inBatch, firm: entry["firm"] !== false }]);
      if (inBatch !== null) shipped.set(inBatch, (shipped.get(inBatch) ?? 0) + 1);
    } else {
      const found = entry["kind"] === "refused" ? null : readAnswered(entry["answered"]);
      if (found === null && entry["kind"] !== "refused") continue;
      // Either is said of the latest; what was sent before that, nobody knows all the same.
      open.set(name, before.slice(0, -1));
      if (found !== null) answered.set(name, found);
    }
  }
  for (const { name, size, id } of batches.values())
    if (id === null && (shipped.get(name) ?? 0) < size) batches.delete(name);
  const unknown = new Map<string, Unknown>();
  let spent = 0n;
  for (const [name, all] of open) {
    const real = all.filter(({ batch }) => batch === null || batches.has(batch));
    spent += sumOf(real);
    const last = real.at(-1);
    if (last !== undefined && !answered.has(name)) unknown.set(name, last);
  }
  for (const one of answered.values()) spent += one.usd;
  return { answered, unknown, batches, spent, keys };
}

function readUsd(value: unknown): Pico | null {
  return typeof value === "string" && /^\d+$/.test(value) ? BigInt(value) : null;
}

function readAnswered(value: unknown): Answered | null {
  if (typeof value !== "object" || value === null) return null;
  const { response, requestId, at, usd, batch } = {
    response: null,
    requestId: null,
    at: null,
    usd: null,
    batch: null,
    ...value,
  };
  const amount = readUsd(usd);
  return isDocument(response) && typeof at === "string" && amount !== null
    ? {
        response,
        requestId: typeof requestId === "string" ? requestId : null,
        at,
        usd: amount,
        batch: batch === true,
      }
    : null;
}

function sumOf(open: Open): Pico {
  return open.reduce((sum, { usd }) => sum + usd, 0n);
}

/**
 * What the fixture of a run holds of one of its exchanges: when the first answer was asked for, and
 * how many there are.
 */
export interface KeptAnswer {
  readonly at: string;
  readonly samples: number;
}

/** Runs that are recorded whole, by `runText`, each with what it holds, by place. */
export type KeptRuns = ReadonlyMap<string, ReadonlyMap<number, KeptAnswer>>;

/**
 * Runs of a journal that are done: nothing of them is unknown, and the fixtures hold the very
 * answers it speaks of.
 */
export function runsKept(
  { answered, unknown, keys }: Journal,
  kept: KeptRuns,
): ReadonlySet<string> {
  const done = new Set([...keys.values()].map(runText).filter((run) => kept.has(run)));
  for (const { key } of unknown.values()) done.delete(runText(key));
  for (const [name, { at }] of answered) {
    const key = keys.get(name);
    if (key === undefined) continue;
    const held = kept.get(runText(key))?.get(key.index);
    if (held === undefined || key.sample >= held.samples || (key.sample === 0 && held.at !== at))
      done.delete(runText(key));
  }
  return done;
}

/**
 * Runs of a journal of which nothing was answered and nothing is unknown: all that was sent of them
 * was refused.
 */
export function runsRefused({ answered, unknown, keys }: Journal): ReadonlySet<string> {
  const left = new Set([...keys.values()].map(runText));
  for (const [name, key] of keys)
    if (answered.has(name) || unknown.has(name)) left.delete(runText(key));
  return left;
}
