import { modelOf } from "../api/model.ts";
import { isFast } from "../api/request.ts";
import { usageMember, webSearches } from "../api/response.ts";
import type { Exchange, Scenario } from "../fixture/fixture.ts";
import { findModel } from "../models/lookup.ts";
import type { BlockTable } from "../prompt/block-table.ts";
import { readPrompt } from "../prompt/blocks.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { Counter } from "../tokens/count.ts";
import { countOutputOf } from "../tokens/output.ts";
import { countWithEvidence, ownEvidence, pairEvidence } from "../tokens/witness/choice.ts";
import { computedEvidence, type Evidence } from "../tokens/witness/evidence.ts";
import type { MeasuredExchange, MeasuredRun, MeasuredScenario } from "./projection.ts";

/** What is known of an exchange besides itself. */
export interface MeasureOptions {
  /** The scenario's `output:`, tokens. */
  readonly output: number | null;
  /** Decides the witness; by default the exchange's own best. */
  readonly evidence?: Evidence;
  /** The same exchange in the tree it is compared with. */
  readonly other?: Exchange | null;
}

/** Counts exchanges. One per command: it remembers the prompts it has read. */
export interface Measurer {
  /**
   * All exchanges of a scenario, each by its own witnesses. `other`: the same scenario in the tree
   * it is compared with, whose bodies some recordings are of.
   */
  readonly scenario: (scenario: Scenario, other?: Scenario | null) => MeasuredScenario;
  readonly exchange: (exchange: Exchange, options: MeasureOptions) => MeasuredExchange;
  /** The same kind of witness for both sides of an exchange and every request in between. */
  readonly pairEvidence: (pair: {
    readonly head: Exchange;
    readonly base: Exchange | null;
  }) => Evidence;
}

/** A measurer over one counter and one block table. */
export function createMeasurer(options: {
  readonly counter: Counter;
  readonly table: BlockTable;
  /** Counts input as if nothing were recorded. */
  readonly dry?: boolean;
}): Measurer {
  const { counter, table, dry = false } = options;
  const prompts = new WeakMap<Exchange, Prompt>();
  const promptOf = (exchange: Exchange): Prompt => {
    const known = prompts.get(exchange);
    if (known !== undefined) return known;
    const prompt = readPrompt({ request: exchange.request, betas: exchange.betas, table });
    prompts.set(exchange, prompt);
    return prompt;
  };
  const evidenceOptions = { counter, promptOf };

  const measure = (
    exchange: Exchange,
    { output, evidence, other = null }: MeasureOptions,
  ): MeasuredExchange => {
    const prompt = promptOf(exchange);
    const chosen = dry
      ? computedEvidence
      : (evidence ?? ownEvidence(exchange, { ...evidenceOptions, other }));
    return {
      exchange,
      prompt,
      count: countWithEvidence(prompt, chosen, counter),
      output: countOutputOf({ exchange, other, scenarioOutput: output, counter }),
      // Of the recorded answer: the only ones that are known (billing.md §1.5).
      webSearches: webSearches(exchange.recorded?.response ?? null),
      speed: isFast(exchange.request.body) ? "fast" : "standard",
      geo: geoOf(exchange),
    };
  };

  return {
    exchange: measure,
    pairEvidence: (pair) => (dry ? computedEvidence : pairEvidence(pair, evidenceOptions)),
    scenario: (scenario, other = null) => {
      const otherRuns = new Map(other?.runs.map((run) => [run.id, run]));
      return {
        id: scenario.config.id,
        runs: scenario.runs.map((run): MeasuredRun => {
          const otherRun = otherRuns.get(run.id);
          return {
            run,
            weight: run.weight,
            exchanges: run.exchanges.map((exchange, index) =>
              measure(exchange, {
                output: scenario.config.output,
                other: otherRun === run ? null : (otherRun?.exchanges[index] ?? null),
              }),
            ),
          };
        }),
        traffic: scenario.config.traffic,
        shared: scenario.config.traffic?.shared ?? {},
        tier: "standard",
        batchHitShare: scenario.config.batchHitShare,
      };
    },
  };
}

/**
 * What is asked for; where the request leaves it to the workspace, what the recorded answer was
 * billed at.
 */
function geoOf(exchange: Exchange): MeasuredExchange["geo"] {
  const { body } = exchange.request;
  const asked =
    body["inference_geo"] ?? usageMember(exchange.recorded?.response ?? null, "inference_geo");
  if (asked === "us") return "us";
  const named = findModel(modelOf(body) ?? "");
  return named?.regional === true ? "regional" : "global";
}
