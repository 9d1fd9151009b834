import type { Ledger } from "../billing/ledger/ledger.ts";
import { priceLedger } from "../billing/ledger/price.ts";
import type { Day } from "../digest.ts";
import { checkLifecycle } from "../models/lifecycle.ts";
import { findModel, findPeriod, isFastOver, nearestModels } from "../models/models.ts";
import type { PriceBook } from "../models/rates.ts";
import { isArray, isObject } from "../json.ts";
import { type Ratio, ratio, ratioToNumber } from "../money.ts";
import { nowhere, type Place, type Problem, problem } from "../problem.ts";
import type { Level } from "../prompt/prompt.ts";
import { arrivalsRepeat, type CacheForecast } from "./cache-forecast.ts";
import { findMinimum } from "./minimum.ts";
import type { MeasuredExchange, MeasuredScenario } from "./projection.ts";
import { tokensUpTo } from "../tokens/count.ts";

interface Priced {
  readonly scenario: MeasuredScenario;
  readonly book: PriceBook;
  readonly asOf: Day;
}

/** Models nobody knows, prices nobody published, and models that are retired. */
export function findUnpriced({ scenario, book, asOf }: Priced, ledger: Ledger): readonly Problem[] {
  const place = scenario.runs[0]?.run.place ?? nowhere;
  const priced = priceLedger(ledger, book, place);
  const models = [...new Set(ledger.lines.map((line) => line.model))];
  const isUnknown = (model: string): boolean =>
    findModel(model) === null &&
    ledger.lines.some((line) => line.model === model && book.rates(line) === null);
  const unknown = models.filter(isUnknown);
  return [
    ...unknown.map((model) =>
      problem("unknown-model", place, { model, nearest: nearestModels(model) }, scenario.id),
    ),
    ...(unknown.length > 0
      ? []
      : priced.problems.map((one) => ({ ...one, scenario: scenario.id }))),
    ...models.flatMap((model) => {
      const named = findModel(model);
      return named === null ? [] : checkLifecycle(named.model, asOf, place, scenario.id);
    }),
  ];
}

/**
 * What a projection rests on besides its counts: simplifications and assumptions, where they occur.
 */
export function noteProjection(
  scenario: MeasuredScenario,
  forecast: CacheForecast,
  asOf: Day,
): readonly Problem[] {
  const [first] = scenario.runs;
  if (first === undefined) return [];
  const { place } = first.run;
  const isMarked = scenario.runs.some((run) =>
    run.exchanges.some(({ prompt }) => prompt.breakpoints.length > 0),
  );
  const { levels, kinds } = findDifferences(scenario);
  const runs = scenario.runs.length;
  return [
    ...(isMarked && levels.length > 0
      ? [problem("shared-blocks-differ", place, { levels, runs, kinds }, scenario.id)]
      : []),
    ...noteModels(scenario, place),
    ...noteRequests(scenario, asOf),
    ...scenario.runs.flatMap((run) =>
      run.exchanges.flatMap((measured) => noteMinimum(measured, scenario.id)),
    ),
    ...(forecast.mixed ? [problem("cache-lifetimes-mixed", place, {}, scenario.id)] : []),
    ...noteUnmarked(forecast, scenario),
    ...(forecast.unsettled === null
      ? []
      : [problem("steady-not-settled", place, { periods: forecast.unsettled }, scenario.id)]),
    ...(scenario.tier === "batch" && isMarked
      ? [
          problem(
            "batch-hit-share",
            place,
            { percent: percent(scenario.batchHitShare) },
            scenario.id,
          ),
        ]
      : []),
  ];
}

/**
 * Which of tools and system the first requests of a scenario's runs send in different versions, and
 * in how many.
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

/** What the model's name leaves open, what its speed no longer means, and what it will not take. */
function noteRequests(scenario: MeasuredScenario, asOf: Day): readonly Problem[] {
  const said = new Map<string, Problem>();
  for (const { exchanges } of scenario.runs) {
    for (const { exchange, prompt, speed, count } of exchanges) {
      const named = findModel(prompt.model);
      if (named === null) continue;
      const { id, contextWindow } = named.model;
      const say = (key: string, found: Problem): unknown => said.has(key) || said.set(key, found);
      const usage = exchange.recorded?.response["usage"];
      const iterations = isObject(usage) ? usage["iterations"] : undefined;
      const answered = exchange.recorded?.response["model"];
      const other =
        typeof answered === "string" && (findModel(answered)?.model.id ?? answered) !== id;
      const hash = exchange.recorded?.inputHash ?? exchange.inputHash;
      if (hash === exchange.inputHash && ((isArray(iterations) && iterations.length > 1) || other))
        say(
          `summed ${exchange.id}`,
          problem(
            "recording-of-several",
            exchange.place,
            { exchange: exchange.id, model: id },
            scenario.id,
          ),
        );
      if (named.regional === null)
        say(
          `region ${prompt.model}`,
          problem("region-unknown", exchange.place, { model: prompt.model }, scenario.id),
        );
      if (speed === "fast" && isFastOver(id, asOf))
        say(
          `fast ${id}`,
          problem("fast-mode-over", exchange.place, { model: id, day: asOf }, scenario.id),
        );
      const wider = findPeriod(id, asOf)?.long?.beta;
      if (count.low > contextWindow && (wider === undefined || !prompt.betas.includes(wider))) {
        const details = {
          exchange: exchange.id,
          model: id,
          tokens: count.total,
          window: contextWindow,
        };
        say(
          `window ${exchange.id}`,
          problem("prompt-too-long", exchange.place, details, scenario.id),
        );
      }
    }
  }
  return [...said.values()];
}

/** A breakpoint that does nothing because too little stands before it, or may. */
function noteMinimum(measured: MeasuredExchange, scenario: string): readonly Problem[] {
  const { tokens: minimum } = findMinimum(measured.prompt.model);
  const { count, exchange, prompt } = measured;
  return prompt.breakpoints.flatMap((mark) => {
    const tokens = tokensUpTo(count, mark.block);
    const scale = (bound: number): number =>
      count.total === 0 ? tokens : Math.floor((tokens * bound) / count.total);
    const [low, high] = [Math.min(tokens, scale(count.low)), Math.max(tokens, scale(count.high))];
    const block = prompt.blocks[mark.block]?.path ?? "";
    if (low < minimum && high >= minimum)
      return [
        problem(
          "cache-minimum-near",
          exchange.place,
          { exchange: exchange.id, block, low, high, minimum },
          scenario,
        ),
      ];
    return tokens < minimum
      ? [
          problem(
            "below-cache-minimum",
            exchange.place,
            { exchange: exchange.id, block, tokens, minimum },
            scenario,
          ),
        ]
      : [];
  });
}

function noteUnmarked(
  { exchanges }: CacheForecast,
  scenario: MeasuredScenario,
): readonly Problem[] {
  if (
    scenario.traffic === null ||
    arrivalsRepeat[scenario.traffic.arrivals] ||
    scenario.tier === "batch"
  )
    return [];
  for (const { view, outcomes } of exchanges) {
    const hit = outcomes.find(({ hitBlock }) => {
      const isShared = view.depths.some((depth) => depth.block === hitBlock && depth.shared);
      return isShared && !view.marks.some((mark) => mark.block === hitBlock);
    });
    if (hit === undefined) continue;
    const { exchange, prompt } = view.measured;
    const block = prompt.blocks[hit.hitBlock]?.path ?? "";
    return [
      problem("cache-hit-unmarked", exchange.place, { exchange: exchange.id, block }, scenario.id),
    ];
  }
  return [];
}

function percent(share: Ratio): string {
  return String(Math.round(ratioToNumber(ratio(share.n * 100n, share.d)) * 100) / 100);
}
