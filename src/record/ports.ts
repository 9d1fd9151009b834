/** What `record` asks of the world: implemented in `io/proxy/`. */
import type { CapturedCall } from "./captured-call.ts";

/** What `record` asks of the world; each part is opened when it is needed. */
export interface RecordPorts {
  readonly startProxy: (options: ProxyOptions) => Promise<RecordProxy | ProxyFailure>;
  readonly runCommand: (options: CommandOptions) => Promise<CommandEnd>;
  /**
   * `redact`: what is done to every text before it is written. `running`: the file that says that
   * another `record` is at work.
   */
  readonly openCaptures: (
    redact: Redact,
  ) => OpenCaptures | { readonly failed: true } | { readonly running: string };
}

/** A call that the stub is to answer. */
export interface StubCall extends Pick<
  CapturedCall,
  "pass" | "endpoint" | "request" | "betas" | "scenario" | "run" | "customId"
> {}

/** What the stub says: the text of an answer's body, a stream of events where one was asked for. */
export interface StubAnswer {
  readonly status: number;
  readonly contentType: "application/json" | "text/event-stream";
  readonly text: string;
  /** Nobody recorded it: its length says nothing of what the API would answer. */
  readonly isMadeUp?: boolean;
}

/**
 * Answers a call without an upstream; null: it has no answer, which the client is told as an error
 * of the API (404), or which the upstream has (`unanswered`). An item of a batch (`customId`) is
 * answered as a message that does not stream.
 */
export type Answerer = (call: StubCall) => StubAnswer | null;

export interface ProxyOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Null: requests go to the caller's own `ANTHROPIC_BASE_URL`, or to the API. */
  readonly answer: Answerer | null;
  /** What becomes of a call that `answer` has no answer to; other paths of the API alike. */
  readonly unanswered: "refuse" | "pass-on";
  /**
   * A call that has ended, before its last bytes go on to the client. Calls end in another order
   * than they start in: `startedMs` says when that was.
   */
  readonly onCall: (call: CapturedCall) => void;
}

/** Why there is no proxy. */
export type ProxyFailure =
  /** It cannot listen where it was told to; the system's code: `EADDRINUSE` where another does. */
  | { readonly failed: "port"; readonly port: number; readonly why: string }
  /** The caller's own base URL is none; the variable that has it. */
  | { readonly failed: "base-url"; readonly variable: string };

/** The proxy, listening. */
export interface RecordProxy {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Where the Node programs of a command note calls to other vendors; gone once it is closed. */
  readonly elsewhereFile: string;
  /** From now on calls belong to this run of the command, and its clock starts. */
  readonly startPass: (pass: number) => void;
  /** Throws what `answer` or `onCall` threw. */
  readonly facts: () => ProxyFacts;
  /** Waits until calls whose client is gone are over and written down, a second at most. */
  readonly settle: () => Promise<void>;
  /** Ends the connections too. */
  readonly close: () => Promise<void>;
}

/** What went through the proxy, or past it, and is no call. */
export interface ProxyFacts {
  /** Requests to other paths of the API, passed on and not kept. */
  readonly passedOn: number;
  /** Calls with no answer, because the upstream could not be reached. */
  readonly unreached: readonly Unreached[];
  /**
   * Calls whose requests could not be read, and so are not among those captured, or whose answers
   * could not: those are captured as `cut`.
   */
  readonly unreadable: number;
  /** Calls that Node programs sent to other vendors and platforms, by their names. */
  readonly elsewhere: ReadonlyMap<string, number>;
}

export interface Unreached {
  readonly origin: string;
  /** The system's code: `ECONNREFUSED`. */
  readonly why: string;
  readonly calls: number;
}

export interface CommandOptions {
  /** The program and its arguments; no shell reads them. */
  readonly words: readonly string[];
  readonly proxy: RecordProxy;
  /** Nothing leaves the machine: where there is no key, clients get one that is plainly none. */
  readonly stub: boolean;
  /** After so many seconds it is ended, with what it started; null: never. */
  readonly timeoutSeconds: number | null;
  /** Where its standard output goes. Its errors go to ours. */
  readonly output: "stdout" | "stderr";
}

/** How a command ended. */
export type CommandEnd =
  /** By itself, or by a signal it was sent. */
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "killed"; readonly signal: string }
  | { readonly kind: "timed-out" }
  /** The user stopped it: Ctrl-C, or a signal to `record`. */
  | { readonly kind: "stopped"; readonly signal: string }
  | { readonly kind: "not-found" }
  /** The system would not run it; its code (`EACCES`). */
  | { readonly kind: "not-started"; readonly why: string };

/** The file calls are written to as they end, so that what was answered outlives the process. */
export interface OpenCaptures {
  /** Paid answers of an earlier `record` that ended before it wrote its fixtures, in order. */
  readonly before: readonly CapturedCall[];
  /** Writes a call, its texts redacted; false where the system does not take it. */
  readonly append: (call: CapturedCall) => boolean;
  /** The calls of this `record`, by pass and start. */
  readonly calls: () => readonly CapturedCall[];
  /** Ends; `done`: the fixtures are written, nothing of the file is needed any more. */
  readonly close: (done: boolean) => void;
}

/**
 * Takes what may not be kept out of a whole text: a string or a key of a request or an answer,
 * never a piece of one.
 */
export type Redact = (text: string) => string;
