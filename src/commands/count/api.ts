import type { FileExchange } from "../../fixture/fixture.ts";
import { problem, type Problem } from "../../problem.ts";
import type { TokenApi } from "../../tokens/token-api.ts";

/** The exchange with what the API said of it, where it said something. */
export interface AskedExchange extends FileExchange {
  readonly fresh: boolean;
}

/**
 * Requests under way at once: the endpoint has a limit of its own, and the SDK waits where it is
 * met.
 */
const concurrency = 4;

/**
 * Asks `count_tokens` for every exchange, several at once. After a refusal that holds for all (no
 * key, no right) the rest is not asked.
 */
export async function askApi(
  exchanges: readonly FileExchange[],
  api: TokenApi,
): Promise<{
  readonly exchanges: readonly AskedExchange[];
  readonly problems: readonly Problem[];
}> {
  const asked: AskedExchange[] = exchanges.map((exchange) => ({ ...exchange, fresh: false }));
  const problems: Problem[] = [];
  let next = 0;
  let stopped = false;
  const work = async (): Promise<void> => {
    while (next < asked.length && !stopped) {
      const index = next;
      next += 1;
      const recording = asked[index];
      if (recording === undefined || recording.endpoint === "count_tokens") continue;
      const { exchange } = recording;
      const { id, place, inputHash } = exchange;
      if (!isSendable(recording)) {
        problems.push(problem("count-api-unsendable", place, { exchange: id }));
        continue;
      }
      const answer = await api.countTokens(exchange.request.body, exchange.betas);
      if (typeof answer === "number") {
        const counted = { inputHash, tokens: answer };
        asked[index] = { ...recording, exchange: { ...exchange, counted }, fresh: true };
        continue;
      }
      const { status, kind } = answer;
      // 3xx: a redirect that is not followed.
      const isForAll =
        status === null || status === 401 || status === 403 || (status >= 300 && status < 400);
      if (isForAll) stopped = true;
      problems.push(problem("count-api-refused", place, { exchange: id, status, kind }));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return { exchanges: asked, problems };
}

/** A request with a declared block or an unfilled variable has no text that could be sent. */
function isSendable({ exchange, body }: FileExchange): boolean {
  return (
    body === "whole" &&
    exchange.request.placeholders.every(
      (placeholder) => placeholder.tokens === null && !placeholder.undeclared,
    )
  );
}
