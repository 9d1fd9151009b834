/** Our own count of a request's input, where `count_tokens` is not asked. */
import type { Exchange } from "../../fixture/fixture.ts";
import type { Measurer } from "../../projection/measure.ts";
import { computedEvidence } from "../../tokens/witness/evidence.ts";
import { attemptsOf } from "./attempts.ts";
import type { CountedAttempt } from "./maximum-cost.ts";

/**
 * What a request may become (`attemptsOf`), each with the most input tokens our own counter allows
 * for. Where the attempts are not known, the request as it stands.
 */
export function countAttempts(
  exchange: Exchange,
  measurer: Pick<Measurer, "exchange">,
): readonly CountedAttempt[] {
  const known = attemptsOf(exchange.request.body);
  const [own = exchange.request.body, ...fallbacks] = "bodies" in known ? known.bodies : [];
  return [
    { body: own, tokens: measurer.exchange(exchange, { output: null }).count.high },
    ...fallbacks.map((body) => ({
      body,
      tokens: measurer.exchange(
        { ...exchange, request: { ...exchange.request, body }, recorded: null, counted: null },
        { output: null, evidence: computedEvidence },
      ).count.high,
    })),
  ];
}
