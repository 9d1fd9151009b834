import type { MeasuredExchange, MeasuredScenario } from "../projection/projection.ts";

/** What a batch refuses of a request (billing.md §3), in words; null: nothing. */
const refusal = ({ prompt, speed }: MeasuredExchange): string | null => {
  const { body } = prompt.request;
  if (speed === "fast") return "a batch refuses fast mode";
  if (body["max_tokens"] === 0) return "a batch refuses `max_tokens: 0`";
  for (const key of ["fallbacks", "thread", "store", "previous_thread_event_id", "cache_hint", "context_hint"]) {
    if (key in body) return `a batch refuses \`${key}\``;
  }
  return null;
};

/** Why a scenario cannot go into a batch: an exchange waits for the answer of the one before, or a batch refuses it. Null: it can. */
export const refusesBatch = (scenario: MeasuredScenario): string | null => {
  for (const { run, exchanges } of scenario.runs) {
    if (exchanges.some(({ exchange }) => exchange.needsPrevious)) return `${run.id} needs an answer before its next request`;
    for (const exchange of exchanges) {
      const why = refusal(exchange);
      if (why !== null) return why;
    }
  }
  return null;
};
