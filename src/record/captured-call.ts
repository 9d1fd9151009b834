import type { JsonObject } from "../json.ts";

/** How a call that went through the proxy ended. */
export const callOutcomes = {
  /** An answer with its usage, whole. */
  answered: "answered",
  /** The API refused it: 4xx, 5xx, an `error` event. Clients send such a call again as a new one. */
  refused: "refused",
  /** The stream or the connection ended before the answer did. */
  cut: "cut",
  /** The client went away before the answer was whole. */
  aborted: "aborted",
} as const;

/** One call of the API that went through the proxy. No header but these is ever kept. */
export interface CapturedCall {
  /** Which run of the command sent it: 0 the first, 1 the second. */
  readonly pass: number;
  /** Milliseconds from the start of that run to its arrival; calls are listed in this order. */
  readonly startedMs: number;
  /** When its answer was whole; null: it never was. */
  readonly endedMs: number | null;
  readonly endpoint: "messages" | "count_tokens";
  /** The body as sent, numbers with their text. */
  readonly request: JsonObject;
  /** The `anthropic-beta` header, sorted. */
  readonly betas: readonly string[];
  /** The headers `x-promptcost-scenario` and `x-promptcost-run`; they are not passed on. */
  readonly scenario: string | null;
  readonly run: string | null;
  /** An item of a batch: its `custom_id`; null: sent by itself. */
  readonly customId: string | null;
  readonly outcome: keyof typeof callOutcomes;
  /** HTTP status; null: there was no answer at all. */
  readonly status: number | null;
  /** The answer, a stream folded; null unless `answered`. Of `count_tokens` its `input_tokens`. */
  readonly response: JsonObject | null;
  /**
   * Something of its body was replaced by a redactor before it was kept: what it cost is not what
   * this body costs. Left out: nothing was.
   */
  readonly redacted?: boolean;
  /** The stub's own answer, which nobody recorded. */
  readonly isMadeUp?: boolean;
  /** Wall-clock time of arrival, ISO in UTC; null for a stub's answers, which nobody paid for. */
  readonly at: string | null;
}
