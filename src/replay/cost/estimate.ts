/** Our own count of a request's input: in place of `count_tokens`, and beside it. */
import type { Exchange } from "../../fixture/fixture.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { Measurer } from "../../projection/measure.ts";
import type { Count } from "../../tokens/count.ts";
import { computedEvidence } from "../../tokens/witness/evidence.ts";
import { isPlausibleTotal } from "../../tokens/witness/plausible.ts";
import type { JsonObject } from "../../json.ts";
import { attemptsOf } from "./attempts.ts";
import type { CountedAttempt } from "./maximum-cost.ts";

/** What a model is asked, counted by ourselves. */
export interface EstimatedAttempt {
  readonly body: JsonObject;
  readonly prompt: Prompt;
  readonly count: Count;
}

/**
 * What a request may become (`attemptsOf`), counted by ourselves. Where the attempts are not known,
 * the request as it stands.
 */
export function estimateAttempts(
  exchange: Exchange,
  measurer: Pick<Measurer, "exchange">,
): readonly EstimatedAttempt[] {
  const known = attemptsOf(exchange.request.body);
  const [own = exchange.request.body, ...fallbacks] = "bodies" in known ? known.bodies : [];
  return [
    { body: own, ...measurer.exchange(exchange, { output: null }) },
    ...fallbacks.map((body) => ({
      body,
      ...measurer.exchange(
        { ...exchange, request: { ...exchange.request, body }, recorded: null, counted: null },
        { output: null, evidence: computedEvidence },
      ),
    })),
  ];
}

/** With the most input tokens that our own counter allows for. */
export function withUpperEstimate({ body, count }: EstimatedAttempt): CountedAttempt {
  return { body, tokens: count.high };
}

/**
 * With what `count_tokens` says; with our own upper estimate where that is less than such a body
 * can have, as where it leaves out what an earlier turn thought (billing.md §4).
 */
export function withCount(attempt: EstimatedAttempt, said: number): CountedAttempt {
  const { body, count } = attempt;
  const isTooLow = said < count.total && !isPlausibleTotal(said, attempt, null);
  return { body, tokens: isTooLow ? Math.max(said, count.high) : said };
}
