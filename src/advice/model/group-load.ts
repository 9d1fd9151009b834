import type { Ledger } from "../../billing/ledger/ledger.ts";
import { sumQuantities } from "../../billing/ledger/ledger.ts";
import type { ModelGroup, RateLimits } from "../../models/limits/rate-limits.ts";
import { modelGroupOf } from "../../models/limits/rate-limits.ts";
import { ratio, ratioToNumber } from "../../money.ts";
import type { MeasuredScenario, Projection } from "../../projection/projection.ts";
import type { MinuteLoads } from "../../traffic/peak.ts";

/** What a scenario's runs ask of one group of models, minute by minute from their start. */
export type GroupLoad = { readonly [Limit in keyof RateLimits]: MinuteLoads };

const minuteMs = 60_000;

/**
 * What a run asks of each group of models, on the mean over the scenario's runs: requests; input
 * tokens, with those written to the cache and without those read; output tokens (billing.md §7).
 * Fast mode has limits of its own that nobody published: its requests are in no group.
 */
export function groupLoads(
  scenario: MeasuredScenario,
  projection: Projection,
): ReadonlyMap<ModelGroup, GroupLoad> {
  const loads = new Map<ModelGroup, Record<keyof RateLimits, number[]>>();
  const projected = projection.exchanges[Symbol.iterator]();
  for (const { exchanges } of scenario.runs)
    for (const { exchange, prompt, speed } of exchanges) {
      const { value } = projected.next();
      const group = modelGroupOf(prompt.model);
      if (value === undefined || group === null || speed === "fast") continue;
      const load = loads.get(group) ?? { requests: [], inputTokens: [], outputTokens: [] };
      loads.set(group, load);
      const minute = Math.floor(exchange.offsetMs / minuteMs);
      const share = ratioToNumber(value.share);
      const { input, output } = limitedTokens(value.ledger);
      addTo(load.requests, minute, share);
      addTo(load.inputTokens, minute, share * input);
      addTo(load.outputTokens, minute, share * output);
    }
  return loads;
}

function limitedTokens(ledger: Ledger): { readonly input: number; readonly output: number } {
  const { input, cacheWrite5m, cacheWrite1h, output } = sumQuantities(ledger);
  return {
    input: ratioToNumber(ratio(input + cacheWrite5m + cacheWrite1h, ledger.divisor)),
    output: ratioToNumber(ratio(output, ledger.divisor)),
  };
}

function addTo(minutes: number[], minute: number, amount: number): void {
  while (minutes.length <= minute) minutes.push(0);
  minutes[minute] = (minutes[minute] ?? 0) + amount;
}
