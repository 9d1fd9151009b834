import { modelOf, priceBookId, priceBookIdOf } from "../../api/model.ts";
import type { Level } from "../../api/request.ts";
import type { Day } from "../../day.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { JsonObject } from "../../json.ts";
import { findMinimum } from "../../models/cache-minimum.ts";
import { noteReseller } from "../../models/lifecycle.ts";
import { findModel, findPeriod, isFastOver } from "../../models/lookup.ts";
import { ratio, ratioToNumber, type Ratio } from "../../money.ts";
import { problem, type Place, type Problem } from "../../problem.ts";
import { areTurnsRounded, mostTurns } from "../../traffic/period.ts";
import { wholeWeights } from "../../traffic/weights.ts";
import { noteSimulation, noteSmallPrefixes } from "./breakpoint-notes.ts";
import { noteLookbackRule } from "../../billing/cache/lookback-note.ts";
import type { CacheForecast } from "../cache/cache-forecast.ts";
import type { Pass } from "../passes.ts";
import { hasBreakpoints, type MeasuredExchange, type MeasuredScenario } from "../projection.ts";

/**
 * The simplifications and assumptions, other than counts, that a scenario's projection rests on.
 */
export function noteProjection(
  scenario: MeasuredScenario,
  forecast: CacheForecast,
  asOf: Day,
): readonly Problem[] {
  const [first] = scenario.runs;
  if (first === undefined) return [];
  const { place } = first.run;
  const isMarked = hasBreakpoints(scenario);
  const { levels, kinds } = findDifferences(scenario);
  const runs = scenario.runs.length;
  return [
    ...(isMarked && levels.length > 0
      ? [problem("shared-blocks-differ", place, { levels, runs, kinds }, scenario.id)]
      : []),
    ...noteModels(scenario, place),
    ...noteRequests(scenario, asOf),
    ...noteSmallPrefixes(scenario),
    ...noteSimulation(forecast, scenario),
    ...noteArrivals(scenario, forecast, place),
    ...noteBatchHits(scenario),
  ];
}

/** The share of hits that is taken for a batch with breakpoints. */
export function noteBatchHits(scenario: MeasuredScenario): readonly Problem[] {
  const [first] = scenario.runs;
  if (first === undefined || scenario.tier !== "batch" || !hasBreakpoints(scenario)) return [];
  const details = { percent: percent(scenario.batchHitShare) };
  return [problem("batch-hit-share", first.run.place, details, scenario.id)];
}

/** What is simplified of how runs arrive. */
function noteArrivals(
  scenario: MeasuredScenario,
  forecast: CacheForecast,
  place: Place,
): readonly Problem[] {
  const { traffic, id } = scenario;
  if (traffic === null || !hasBreakpoints(scenario)) return [];
  const { arrivals, runsPerMonth, readableAfterMs } = traffic;
  const weights = wholeWeights(scenario.runs.map((run) => run.weight));
  const { unsettledAfter, sampledTurns, byChances } = forecast;
  return [
    ...(areTurnsRounded({ arrivals, runsPerMonth, weights, runIds: [] })
      ? [problem("turns-rounded", place, { weights: weights.sum, turns: mostTurns }, id)]
      : []),
    ...(unsettledAfter === null
      ? []
      : [problem("arrivals-not-settled", place, { periods: unsettledAfter }, id)]),
    ...(sampledTurns === null
      ? []
      : [problem("arrivals-sampled", place, { turns: sampledTurns }, id)]),
    ...(byChances && readableAfterMs > 0
      ? [problem("readable-after-left-out", place, {}, id)]
      : []),
  ];
}

/**
 * Of tools and system, the levels of which the first requests of a scenario's runs send different
 * versions, and the largest number of versions.
 */
function findDifferences(scenario: MeasuredScenario): {
  readonly levels: readonly Level[];
  readonly kinds: number;
} {
  const shared = (["tools", "system"] as const).filter(
    (level) => scenario.shared[level] === undefined,
  );
  const versions = shared.map((level) => {
    const keys = scenario.runs.map((run) => {
      const blocks = run.exchanges[0]?.prompt.blocks.filter((block) => block.level === level) ?? [];
      return blocks.map((block) => block.key).join(" ");
    });
    return { level, kinds: new Set(keys).size };
  });
  const differing = versions.filter(({ kinds }) => kinds > 1);
  return {
    levels: differing.map(({ level }) => level),
    kinds: Math.max(1, ...differing.map(({ kinds }) => kinds)),
  };
}

/** Models of marked requests whose least size of a cached prefix nobody published. */
function noteModels(scenario: MeasuredScenario, place: Place): readonly Problem[] {
  const models = new Set(
    scenario.runs.flatMap((run) =>
      run.exchanges
        .filter(({ prompt }) => prompt.breakpoints.length > 0)
        .map(({ prompt }) => prompt.model),
    ),
  );
  return [...models].sort().flatMap((model) => {
    const { known, tokens } = findMinimum(model);
    return known
      ? []
      : [problem("cache-minimum-unknown", place, { model, assumed: tokens }, scenario.id)];
  });
}

/**
 * Of the requests: recordings of several passes, models whose name leaves the region open, how the
 * lookback counts, fast mode that is over, prompts too long for their model. Each once.
 */
function noteRequests(scenario: MeasuredScenario, asOf: Day): readonly Problem[] {
  const notes = new Map<string, Problem>();
  const note = (about: string, found: Problem): void => {
    if (!notes.has(about)) notes.set(about, found);
  };
  for (const { exchanges } of scenario.runs) {
    for (const { exchange, prompt, speed, count, earned, passes } of exchanges) {
      const named = findModel(prompt.model);
      if (named === null) continue;
      const { place } = exchange;
      const { id, contextWindow } = named.model;
      if (passes.length > 0) {
        const details = { exchange: exchange.id, ...countKinds(passes) };
        note(`passes ${exchange.id}`, problem("passes-as-recorded", place, details, scenario.id));
      }
      if (isOfAnother(exchange, earned, id)) {
        const details = { exchange: exchange.id, model: id };
        note(`summed ${exchange.id}`, problem("recording-of-several", place, details, scenario.id));
      }
      for (const found of noteReseller(prompt.model, place))
        note(`reseller ${prompt.model}`, { ...found, scenario: scenario.id });
      if (named.regional === null) {
        const details = { model: prompt.model };
        note(`region ${prompt.model}`, problem("region-unknown", place, details, scenario.id));
      }
      for (const rule of noteLookbackRule(prompt, { day: asOf, place }))
        note(`lookback ${prompt.model}`, { ...rule, scenario: scenario.id });
      if (speed === "fast" && isFastOver(id, asOf)) {
        const details = { model: id, day: asOf };
        note(`fast ${id}`, problem("fast-mode-over", place, details, scenario.id));
      }
      const wider = findPeriod(id, asOf)?.long?.beta;
      if (count.low > contextWindow && (wider === undefined || !prompt.betas.includes(wider))) {
        const tokens = count.total;
        const details = { exchange: exchange.id, model: id, tokens, window: contextWindow };
        note(`window ${exchange.id}`, problem("prompt-too-long", place, details, scenario.id));
      }
    }
  }
  return [...notes.values()];
}

/** How many passes there are of each kind. */
function countKinds(
  passes: MeasuredExchange["passes"],
): Readonly<Record<Exclude<Pass["kind"], "keep-alive">, number>> {
  const count = (kind: Pass["kind"]): number => passes.filter((pass) => pass.kind === kind).length;
  return { loop: count("loop"), compaction: count("compaction"), advisor: count("advisor") };
}

/**
 * Whether the body's own recording is of an answer by another model than the body that earned it
 * asked for: a fallback's.
 */
function isOfAnother(exchange: Exchange, earned: JsonObject, model: string): boolean {
  const answered = modelOf(exchange.recorded?.response ?? null);
  if (answered === null || priceBookIdOf(earned) !== model) return false;
  const hash = exchange.recorded?.inputHash ?? exchange.inputHash;
  return hash === exchange.inputHash && priceBookId(answered) !== model;
}

function percent(share: Ratio): string {
  return String(Math.round(ratioToNumber(ratio(share.n * 100n, share.d)) * 100) / 100);
}
