/** What a replay asks of the world: implemented in `io/anthropic/` and `io/replay/`. */
import type { FixtureFiles } from "../fixture/keeping/keep-in-files.ts";
import type { JsonObject } from "../json.ts";
import type { Problem } from "../problem.ts";
import type { ApiRefusal, TokenApi } from "../tokens/token-api.ts";
import type { JournalEntry } from "./journal/entry.ts";
import type { Journal, LinePlace } from "./journal/journal.ts";

/** What a replay asks of the world; each part is opened when it is needed. */
export interface ReplayPorts extends Clocks {
  /** `running`: the file that says that another replay is at work. */
  readonly openJournal: () =>
    | OpenJournal
    | { readonly failed: true }
    | { readonly running: string };
  /** A problem where nothing can be sent with the key and the address that are set. */
  readonly connect: () => Promise<ReplayApi | Problem>;
  /** `onStop`: called once the user wants no more requests sent. */
  readonly watchInterrupts: (onStop: () => void) => Interrupts & { readonly end: () => void };
  readonly files: FixtureFiles;
  /** How wide the terminal is that progress is shown on; null: it is no terminal. */
  readonly columns: () => number | null;
  readonly warn: (text: string) => void;
}

/** What tells the time. */
export interface Clocks {
  /** Milliseconds since 1970, by a clock that may be moved at any time. */
  readonly now: () => number;
  /** Milliseconds since some moment, by one that is not; it may stand still in a suspend. */
  readonly elapsed: () => number;
}

/** A journal while a replay writes to it. */
export interface OpenJournal {
  /** What counts of the calls before this one. */
  readonly before: Journal;
  /**
   * Writes an entry, which outlives this process then, and gives its place; null where the system
   * does not take it.
   */
  readonly append: (entry: JournalEntry) => LinePlace | null;
  /** The text of a line; null where it stands there no more, as it was. */
  readonly readLine: (place: LinePlace) => string | null;
  /**
   * Ends a replay. The answers of runs that are not `done` (by `runText`) stay written down, so
   * that they are not paid for again; gives how many those are.
   */
  readonly close: (done: ReadonlySet<string>) => { readonly answers: number };
  /** Ends without touching what is written, after an error that nobody foresaw. */
  readonly abandon: () => void;
}

/** The Claude API, reached with one key. */
export interface ReplayApi extends TokenApi {
  /** Tells the account apart from others, without anything of its key. */
  readonly account: string;
  /** Sends one request, once. */
  readonly send: (body: JsonObject, betas: readonly string[]) => Promise<SendResult>;
  readonly batches: BatchApi;
}

/** What became of one request. */
export type SendResult =
  | {
      readonly kind: "answered";
      readonly response: JsonObject;
      readonly requestId: string | null;
      /** When it began, milliseconds since 1970; null: nobody saw it. */
      readonly begunAt: number | null;
    }
  | { readonly kind: "failed"; readonly failure: Failure };

/** What the API, or the connection to it, said of a request that got no answer. */
export interface Failure {
  /** Null: no answer came, or not all of it. */
  readonly status: number | null;
  readonly type: string | null;
  /** The API's own words. They may quote the request: shown only through `withoutQuotes`. */
  readonly message: string | null;
  /** `error.details.error_code`. */
  readonly code: string | null;
  /** What `retry-after` asks for, milliseconds. */
  readonly retryAfterMs: number | null;
  /** Whether a 200 had come before: tokens may have been made. */
  readonly begun: boolean;
  /** No connection was made: the request never left. */
  readonly unreached: boolean;
  /** For how long nothing but pings had come when it was given up; null: it was not. Milliseconds. */
  readonly silentMs: number | null;
}

/**
 * The Message Batches API. Asking after batches is free, and the implementation repeats what fails;
 * creating one is tried once.
 */
export interface BatchApi {
  readonly create: (
    requests: readonly BatchRequest[],
    betas: readonly string[],
  ) => Promise<{ readonly id: string } | { readonly failure: Failure }>;
  readonly retrieve: (id: string) => Promise<ListedBatch | ApiRefusal>;
  /** What the list begins with now. Tried once, and not for long. */
  readonly mark: () => Promise<BatchMark>;
  /** The batches that came after the one with this id; all where that is null or listed no more. */
  readonly list: (until: string | null) => Promise<BatchList | ApiRefusal>;
  /** Hands over the results of an ended batch one by one, as long as `each` gives true. */
  readonly results: (
    id: string,
    each: (item: BatchItem) => boolean,
  ) => Promise<ResultsEnd | ApiRefusal>;
}

/** Where in the API's own order of things a batch is sent, whatever our clock says. */
export interface BatchMark {
  /** Id of the newest batch there is; null: there is none, or nobody says. */
  readonly newest: string | null;
  /** The API's own clock, milliseconds since 1970; null: it does not say. */
  readonly at: number | null;
}

/** What the API lists of an account's batches. */
export interface BatchList {
  /** The newest first. */
  readonly batches: readonly ListedBatch[];
  /** False where some of it could not be read. */
  readonly whole: boolean;
  /** When the list was given, as `BatchMark`. */
  readonly at: number | null;
}

/** How results ended that were read. */
export interface ResultsEnd {
  /** Lines that do not say of which request they are. */
  readonly unreadable: number;
}

/** A request as it goes into a batch. */
export interface BatchRequest {
  readonly customId: string;
  readonly body: JsonObject;
}

/** A batch as the API lists it. */
export interface ListedBatch {
  readonly id: string;
  /** ISO. */
  readonly createdAt: string;
  readonly ended: boolean;
  /** Requests, by what became of them. */
  readonly counts: Readonly<
    Record<"processing" | "succeeded" | "errored" | "canceled" | "expired", number>
  >;
}

/** What became of one request of a batch. What has no answer was not billed (billing.md §3). */
export interface BatchItem {
  readonly customId: string;
  readonly result:
    | { readonly kind: "succeeded"; readonly response: JsonObject }
    | { readonly kind: "errored"; readonly type: string; readonly message: string | null }
    | { readonly kind: "canceled" | "expired" }
    /** The result cannot be read. */
    | { readonly kind: "unreadable" };
}

/** Pauses, and the user who may stop a replay. */
export interface Interrupts {
  /** Ended early when the user wants no more requests sent. `why`: what is waited for. */
  readonly wait: (ms: number, why?: PauseReason) => Promise<void>;
  /** True once the user wants no more requests sent. */
  readonly isStopped: () => boolean;
  /** Calls `work` again and again, every so many milliseconds, until what it gives is called. */
  readonly every: (ms: number, work: () => void) => () => void;
}

/** Why a replay waits: the API has no room for a request, or its run has a gap there. */
export type PauseReason = "refused" | "gap";
