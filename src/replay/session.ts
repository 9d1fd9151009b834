/** What a replay works with: its options, the world it is given, and what it knows so far. */
import type { ListedBatch } from "./batches/pack.ts";
import type { Cap } from "./cap.ts";
import type { Answered, Journal, JournalEntry, JournalKey, SentBatch, Unknown } from "./journal.ts";
import type { Failure } from "./failure.ts";
import type { PlannedRun, ReplayPlan } from "./plan.ts";
import type { Predictions } from "./prediction.ts";
import type { Digest } from "../digest.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { digestText } from "../fixture/reread.ts";
import { writeSent } from "../fixture/sent.ts";
import type { JsonObject } from "../json.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Pico } from "../money.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import type { ApiRefusal, TokenApi } from "../tokens/token-api.ts";
import { keepInFiles, type FixtureFiles } from "../fixture/files/keep-files.ts";
import type { EvaluationContext } from "../evaluation/context.ts";

export type Sent =
  | { readonly kind: "answered"; readonly response: JsonObject; readonly requestId: string | null }
  | { readonly kind: "failed"; readonly failure: Failure };

export interface BatchRequest {
  readonly customId: string;
  readonly body: JsonObject;
}

/** What became of one request of a batch. What has no answer was not billed (billing.md §3). */
export interface BatchItem {
  readonly customId: string;
  readonly result:
    | { readonly kind: "succeeded"; readonly response: JsonObject }
    | { readonly kind: "errored"; readonly type: string; readonly message: string | null }
    | { readonly kind: "canceled" | "expired" }
    /** Nothing that can be read. */
    | { readonly kind: "unreadable" };
}

/**
 * The Message Batches API. Asking after batches is free and repeated by the SDK; creating one is
 * tried once.
 */
export interface BatchApi {
  readonly create: (
    requests: readonly BatchRequest[],
    betas: readonly string[],
  ) => Promise<{ readonly id: string } | { readonly failure: Failure }>;
  readonly retrieve: (id: string) => Promise<ListedBatch | ApiRefusal>;
  /** Batches that were created at a time or later, in milliseconds. */
  readonly list: (sinceMs: number) => Promise<readonly ListedBatch[] | ApiRefusal>;
  /** Hands over the results of an ended batch one by one; null when all were. */
  readonly results: (id: string, each: (item: BatchItem) => void) => Promise<ApiRefusal | null>;
}

export interface ReplayApi extends TokenApi {
  /** Tells the account apart from others, and nothing of its key. */
  readonly account: string;
  /** Sends one request, once. */
  readonly send: (body: JsonObject, betas: readonly string[]) => Promise<Sent>;
  readonly batches: BatchApi;
}

/** A run that is sent, and which of several times this is. */
export interface Job {
  readonly planned: PlannedRun;
  /** Counts from 0. */
  readonly sample: number;
}

/** What becomes of an answer in its fixture. */
export interface KeptAnswer {
  readonly exchange: Exchange;
  /** Of the file it was read from: one that says something else by now keeps nothing. */
  readonly text: string;
  readonly recorded: JsonObject;
}

/** What a replay is given of the world. */
export interface ReplayWorld {
  readonly api: ReplayApi;
  /** Writes an entry that outlives this process when this returns true. */
  readonly append: (entry: JournalEntry) => boolean;
  /** Writes answers into their fixtures, each file once; gives those it could not write. */
  readonly keep: (answers: readonly KeptAnswer[]) => readonly KeptAnswer[];
  /** Milliseconds. */
  readonly now: () => number;
  /** Cut short when the user wants no more requests sent. */
  readonly wait: (ms: number) => Promise<void>;
  /** Never cut short. */
  readonly sleep: (ms: number) => Promise<void>;
  /** True once the user wants no more requests sent. */
  readonly isStopped: () => boolean;
  readonly tell: (progress: {
    readonly done: number;
    readonly of: number;
    readonly spent: Pico;
    readonly cap: Pico;
  }) => void;
}

export interface ReplayOptions {
  readonly plan: ReplayPlan;
  readonly journal: Journal;
  readonly context: EvaluationContext;
  readonly book: PriceBook;
  readonly maxUsd: Pico;
  readonly concurrency: number;
  /** How often each run is sent. */
  readonly times: number;
  /** Without the runs' own gaps. */
  readonly fast: boolean;
  /** Through the Message Batches API. */
  readonly batch: boolean;
  readonly keepsAnswers: boolean;
  readonly resendsUnknown: boolean;
  /** Scenarios whose requests may be sent though nothing bounds what they cost. */
  readonly unbounded: ReadonlySet<string>;
}

/** What one replay knows so far. */
export interface Session {
  readonly options: ReplayOptions;
  readonly world: ReplayWorld;
  readonly cap: Cap;
  readonly predictions: Predictions;
  /** By `keyText`: of earlier calls and of this one's batches. */
  readonly answered: Map<string, Answered>;
  readonly unknown: Map<string, Unknown>;
  readonly batches: Map<string, SentBatch>;
  /** By what they ask: what an earlier call was answered, and what nobody knows the end of. */
  readonly orphans: Map<string, JournalKey[]>;
  readonly lostOrphans: Map<string, JournalKey[]>;
  /** Runs whose answers are some other run's now, by `runText`. */
  readonly adopted: Set<string>;
  readonly problems: Problem[];
  /** What many requests meet alike: said once, with how many more. */
  readonly repeated: Map<string, { readonly say: (more: number) => Problem; more: number }>;
}

/** Says something of one request, once for all that are alike by `key`. */
export function repeat(session: Session, key: string, say: (more: number) => Problem): void {
  const known = session.repeated.get(key);
  if (known === undefined) session.repeated.set(key, { say, more: 0 });
  else known.more += 1;
}

/** Writes answers into their fixtures, each file once; gives those it could not write. */
export function keepAnswers(
  answers: readonly KeptAnswer[],
  { files, digest }: { readonly files: FixtureFiles; readonly digest: Digest },
): readonly KeptAnswer[] {
  const isAsSent = (file: string, text: string): boolean => {
    const now = digestText(text, digest);
    return answers.every((one) => one.exchange.place.file !== file || one.text === now);
  };
  const members = answers.map(({ exchange, recorded }) => ({
    exchange,
    key: "recorded" as const,
    value: recorded,
  }));
  const lost = new Set(keepInFiles(members, { ...files, isAsSent }));
  return answers.filter(({ exchange }) => lost.has(exchange));
}

export function keyOf(
  { planned: { scenario, id }, sample }: Job,
  exchange: Exchange,
  context: EvaluationContext,
): JournalKey {
  return {
    scenario: scenario.id,
    run: id,
    index: exchange.index,
    sample,
    body: context.digest(writeSent(exchange)),
  };
}

/** No request will be taken until something is mended. */
export function stopDenied(session: Session, status: number, kind: string): void {
  return stopFor(session, problem("replay-denied", nowhere, { status, kind }));
}

/** Stops everything and says why, once, whatever number of requests meets it. */
function stopFor(session: Session, found: Problem): void {
  session.cap.stop();
  if (!session.problems.some(({ code }) => code === found.code)) session.problems.push(found);
}

/** What is sent must be written down before: where it cannot be, nothing more is sent. */
export function stopUnwritten(session: Session): void {
  return stopFor(session, problem("replay-journal-failed", nowhere, {}));
}
