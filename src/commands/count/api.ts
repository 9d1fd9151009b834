import type { FileExchange } from "../../fixture/files/exchanges.ts";
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
const AT_ONCE = 4;

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
  const asked: AskedExchange[] = exchanges.map((one) => ({ ...one, fresh: false }));
  const problems: Problem[] = [];
  let next = 0;
  let stopped = false;
  const work = async (): Promise<void> => {
    while (next < asked.length && !stopped) {
      const at = next;
      next += 1;
      const one = asked[at];
      if (one === undefined || one.endpoint === "count_tokens") continue;
      const { exchange } = one;
      if (!isSendable(one)) {
        problems.push(problem("count-api-unsendable", exchange.place, { exchange: exchange.id }));
        continue;
      }
      const answer = await api.countTokens(exchange.request.body, exchange.betas);
      if (typeof answer === "number") {
        asked[at] = {
          ...one,
          exchange: { ...exchange, counted: { inputHash: exchange.inputHash, tokens: answer } },
          fresh: true,
        };
        continue;
      }
      if (answer.status === 401 || answer.status === 403 || answer.status === null) stopped = true;
      problems.push(
        problem("count-api-refused", exchange.place, {
          exchange: exchange.id,
          status: answer.status,
          kind: answer.kind,
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
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
