import { completesInput } from "../api/completed-input.ts";
import { inputTotal } from "../api/response.ts";
import type { Exchange, Recorded } from "../fixture/fixture.ts";
import type { JsonObject } from "../json.ts";
import type { EvaluationContext } from "./context.ts";

/**
 * How far the input total of an answer lies from our own count of the exchange's request, tokens;
 * null where the answer says no total, or where the API completes the input itself.
 */
export function residualOf(
  exchange: Exchange,
  response: JsonObject,
  { measurer, counter }: Pick<EvaluationContext, "measurer" | "counter">,
): Recorded["residual"] {
  const total = inputTotal(response)?.total ?? null;
  if (total === null || completesInput(exchange.request.body)) return null;
  const own = measurer.exchange({ ...exchange, recorded: null, counted: null }, { output: null });
  return { counter: counter.id, tokens: total - own.count.total };
}
