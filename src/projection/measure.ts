import { modelOf } from "../api/model.ts";
import { isFast } from "../api/request.ts";
import { usageMember } from "../api/response.ts";
import type { Digest } from "../digest.ts";
import type { Exchange, Recorded, Run, Scenario } from "../fixture/fixture.ts";
import { writeJson, type JsonObject } from "../json.ts";
import { minimumOf } from "../models/cache-minimum.ts";
import { findModel } from "../models/lookup.ts";
import type { BlockTable } from "../prompt/block-table.ts";
import { readPrompt } from "../prompt/blocks.ts";
import type { Prompt } from "../prompt/prompt.ts";
import { tokensUpTo, type Counter } from "../tokens/count.ts";
import { createEarnedBodies } from "../tokens/answers/earned-body.ts";
import { countOutputOf } from "../tokens/output.ts";
import { countWithEvidence, ownEvidence, pairEvidence } from "../tokens/witness/choice.ts";
import { computedEvidence, isSameRecording, type Evidence } from "../tokens/witness/evidence.ts";
import { addedNow, takePasses, type PromptSize, type RecordedPasses } from "./passes.ts";
import type { MeasuredExchange, MeasuredRun, MeasuredScenario } from "./projection.ts";

/** What is known of an exchange besides itself. */
export interface MeasureOptions {
  /** The scenario's `output:`, tokens. */
  readonly output: number | null;
  /** Decides the witness; by default the exchange's own best. */
  readonly evidence?: Evidence;
  /** The same exchange in the tree it is compared with, whose recordings are that tree's. */
  readonly other?: Exchange | null;
  /** The body that earned its recorded answer; by default the one that its trees show. */
  readonly earned?: JsonObject;
}

/** Counts exchanges. One per command: it remembers the prompts it has read. */
export interface Measurer {
  /**
   * All exchanges of a scenario, each by its own witnesses. `others`: of each run its counterpart in
   * the tree it is compared with, whose bodies some recordings are of. Main's side has none: a
   * change says nothing of what main's recordings are worth.
   */
  readonly scenario: (scenario: Scenario, others?: ReadonlyMap<Run, Run>) => MeasuredScenario;
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
  readonly digest: Digest;
  /** Counts input as if nothing were recorded. */
  readonly dry?: boolean;
}): Measurer {
  const { counter, table, digest, dry = false } = options;
  const earnedBody = createEarnedBodies(digest);
  const prompts = new WeakMap<Exchange, Prompt>();
  const promptOf = (exchange: Exchange): Prompt => {
    const known = prompts.get(exchange);
    if (known !== undefined) return known;
    const prompt = readPrompt({ request: exchange.request, betas: exchange.betas, table });
    prompts.set(exchange, prompt);
    return prompt;
  };
  const evidenceOptions = { counter, promptOf };

  /** How large the prompt is that earned an exchange's recording. */
  const earnedSize = (exchange: Exchange, other: Exchange | null): PromptSize => {
    const isOthers =
      other !== null &&
      exchange.recorded?.inputHash !== exchange.inputHash &&
      isSameRecording(exchange, other);
    const prompt = promptOf(isOthers ? other : exchange);
    const count = counter.count(prompt);
    const minimum = minimumOf(prompt.model);
    const ends = prompt.breakpoints.map(({ block }) => tokensUpTo(count, block));
    const deepest = ends.at(-1) ?? null;
    const cached = deepest === null || deepest >= minimum ? deepest : 0;
    return { total: count.total, cached, minimum };
  };
  const passesOf = (
    exchange: Exchange,
    other: Exchange | null,
    earned = earnedBody(exchange, other),
  ): RecordedPasses | null =>
    exchange.recorded === null
      ? null
      : takePasses(exchange.recorded, { body: earned, size: () => earnedSize(exchange, other) });
  /** An exchange with another recording of the same body. */
  const withRecording = (exchange: Exchange, recorded: Recorded | undefined): Exchange => {
    if (recorded === undefined || recorded === exchange.recorded) return exchange;
    const changed = { ...exchange, recorded };
    prompts.set(changed, promptOf(exchange));
    return changed;
  };
  /**
   * Both sides as if only the first pass of a recording had been made: what the API added later says
   * nothing of a prompt. One recording that both show stays one.
   */
  const firstPasses = (
    exchange: Exchange,
    other: Exchange | null,
    own: RecordedPasses | null,
  ): readonly [Exchange, Exchange | null] => {
    const first = withRecording(exchange, own?.first);
    if (other === null) return [first, null];
    const ofOther = isSameRecording(exchange, other) ? own : passesOf(other, null);
    return [first, withRecording(other, ofOther?.first)];
  };

  const measure = (
    exchange: Exchange,
    { output, evidence, other = null, earned = earnedBody(exchange, other) }: MeasureOptions,
  ): MeasuredExchange => {
    const prompt = promptOf(exchange);
    const passes = passesOf(exchange, other, earned);
    const [first, ofOther] = firstPasses(exchange, other, passes);
    const chosen = dry
      ? computedEvidence
      : (evidence ?? ownEvidence(first, { ...evidenceOptions, other: ofOther }));
    return {
      exchange,
      prompt,
      count: countWithEvidence(prompt, chosen, counter),
      output: countOutputOf({ exchange, earned, scenarioOutput: output, counter }),
      earned,
      // Of the recorded answer: the only ones that are known (billing.md §1.5).
      ...addedNow(exchange, earned, passes?.others ?? []),
      speed: isFast(exchange.request.body) ? "fast" : "standard",
      geo: geoOf(exchange),
    };
  };

  return {
    exchange: measure,
    pairEvidence: ({ head, base }) => {
      if (dry) return computedEvidence;
      const [first, ofBase] = firstPasses(head, base, passesOf(head, base));
      return pairEvidence({ head: first, base: ofBase }, evidenceOptions);
    },
    scenario: (scenario, others = new Map()) => ({
      id: scenario.config.id,
      runs: scenario.runs.map((run): MeasuredRun => {
        const otherOf = counterparts(run, others.get(run) ?? null);
        return {
          run,
          weight: run.weight,
          exchanges: run.exchanges.map((exchange) =>
            measure(exchange, { output: scenario.config.output, other: otherOf(exchange) }),
          ),
        };
      }),
      traffic: scenario.config.traffic,
      shared: scenario.config.traffic?.shared ?? {},
      tier: "standard",
      batchHitShare: scenario.config.batchHitShare,
    }),
  };
}

/**
 * Finds the counterpart of each exchange of a run in the other tree's: the one in its place; where
 * that has another recording, the one with the same, which an exchange put in before it has moved.
 */
function counterparts(run: Run, other: Run | null): (exchange: Exchange) => Exchange | null {
  if (other === null || other === run) return () => null;
  let byRecording: ReadonlyMap<string, Exchange> | null = null;
  return (exchange) => {
    const inPlace = other.exchanges[exchange.index] ?? null;
    if (exchange.recorded === null || (inPlace !== null && isSameRecording(exchange, inPlace)))
      return inPlace;
    byRecording ??= new Map(
      other.exchanges.flatMap((each) =>
        each.recorded === null ? [] : [[writeJson(each.recorded.response), each] as const],
      ),
    );
    return byRecording.get(writeJson(exchange.recorded.response)) ?? inPlace;
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
  if (named === null) return "global";
  return named.regional === null ? "open" : named.regional ? "regional" : "global";
}
