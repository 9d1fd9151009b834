/**
 * How long the API may say nothing before a call is given up. The SDK's own limit ends with the
 * first byte, and a stream may be kept open by pings for ever.
 */

/** How long each kind of call may stay without a word, milliseconds. */
export interface Patience {
  /** A free question, and each result or page of a list. */
  readonly questionMs: number;
  /** A batch: the API has 10 minutes to take it. */
  readonly batchMs: number;
  /** What an answer may stay without an event that is no ping, however little it may say. */
  readonly answerMs: number;
  /** Whatever is asked: how long nothing at all may come, not even a ping. */
  readonly quietMs: number;
}

export const usualPatience: Patience = {
  questionMs: 60_000,
  batchMs: 10 * 60_000,
  answerMs: 5 * 60_000,
  quietMs: 5 * 60_000,
};

/** Output tokens in an hour at the slowest that the SDK reckons with (`_calculateNonstreamingTimeout`). */
const tokensPerHour = 128_000;

/**
 * How long an answer may stay without an event: a model that thinks without showing it says nothing
 * meanwhile, so as long as all of its `max_tokens` take, and never less than `answerMs`.
 */
export function answerSilenceMs(maxTokens: unknown, { answerMs }: Patience): number {
  const longestMs = typeof maxTokens === "number" ? (maxTokens * 3_600_000) / tokensPerHour : 0;
  return Math.ceil(Math.max(answerMs, Math.min(longestMs, 3_600_000)));
}

/** What ends a call that stays silent. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Something was said. */
  readonly renew: () => void;
  /** The call is over. */
  readonly end: () => void;
}

/** Does a call that ends where the API stays silent. `stopped` ends it too, where it is given. */
export async function withinSilence<Result>(
  limits: { readonly ms: number; readonly stopped?: AbortSignal | undefined },
  call: (watch: Watch) => Promise<Result>,
): Promise<Result> {
  const watch = watchSilence(limits.ms, limits.stopped);
  try {
    return await call(watch);
  } finally {
    watch.end();
  }
}

/** Watches a call; `stopped` ends it too, where it is given. */
export function watchSilence(ms: number, stopped?: AbortSignal): Watch {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), ms);
  const signal = stopped === undefined ? silent.signal : AbortSignal.any([silent.signal, stopped]);
  return { signal, renew: () => timer.refresh(), end: () => clearTimeout(timer) };
}

/** An answer whose reader is told where nothing of it comes for so long, milliseconds. */
export function endQuietAnswer(answer: Response, quietMs: number): Response {
  const { body, status, statusText, headers } = answer;
  if (body === null) return answer;
  const reader = body.getReader();
  const watched = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await withinSilence({ ms: quietMs }, ({ signal }) => {
        signal.addEventListener("abort", () => void reader.cancel(signal.reason));
        return reader.read().finally(() => signal.throwIfAborted());
      });
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(watched, { status, statusText, headers });
}
