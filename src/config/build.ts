import { findDearName } from "../models/lookup.ts";
import type { PriceOverride } from "../models/rates.ts";
import { compareRatio, ratio } from "../money.ts";
import { buildAccept } from "./accept/entry.ts";
import { isArrivals, usualArrivals, type Arrivals } from "./arrivals/arrivals.ts";
import {
  defaultBaseline,
  defaultRecordedInto,
  rangeEnds,
  type Config,
  type ModelAliases,
  type ScenarioConfig,
  type Traffic,
} from "./config.ts";
import type { DecodedConfig, DecodedPlace } from "./decode/config.ts";
import type { DecodedScenario } from "./decode/scenario.ts";
import { folderOf, resolvePath } from "./paths.ts";
import { classByPriceKey, priceKeys } from "./prices.ts";
import { isVariant, withKnownModel } from "./variant.ts";

/**
 * The config of a file with which nothing is wrong, its defaults filled in. `file` is its path from
 * the repository's root.
 */
export function buildConfig(
  file: string,
  decoded: DecodedConfig,
  locate: Config["locate"],
): Config {
  const folder = folderOf(file);
  const place = (decodedPlace: DecodedPlace | null, usual: string): string =>
    decodedPlace?.resolved ?? resolvePath(folder, decodedPlace?.written ?? usual) ?? usual;
  const models = new Map(decoded.models.map(({ name, id }) => [name, id]));
  return {
    file,
    scenarios: decoded.scenarios.map((scenario) => {
      const rateTier = scenario.rateTier ?? decoded.rateTier;
      const built = buildScenario(scenario, models);
      return rateTier === null ? built : { ...built, rateTier };
    }),
    budget: decoded.budget?.budget ?? null,
    groups: decoded.groups.flatMap(({ name, scenarios, budget }) =>
      budget === null
        ? []
        : [{ name, scenarios: scenarios.map(({ text }) => text), budget: budget.budget }],
    ),
    accept: decoded.accepts.flatMap((entry) =>
      buildAccept(entry, (name) => findDearName(models.get(name) ?? name) ?? name),
    ),
    baseline: place(decoded.baseline, defaultBaseline),
    recordInto: place(decoded.recordInto, defaultRecordedInto),
    redact: decoded.redact.map(({ text }) => text),
    prices: decoded.prices.map((prices) => buildPrices(prices, models)),
    models,
    extraKeys: decoded.extraKeys,
    onNoBase: decoded.onNoBase,
    onUncertain: decoded.onUncertain,
    replayMaxUsd: decoded.replayMaxUsd,
    locate,
  };
}

function buildScenario(scenario: DecodedScenario, models: ModelAliases): ScenarioConfig {
  const { id, fixtures, traffic, variants, vars, budget, output, cacheGroup } = scenario;
  return {
    id,
    fixtures: fixtures.flatMap(({ resolved }) => resolved ?? []),
    traffic: buildTraffic(traffic),
    variants: variants.flatMap(({ text }) =>
      isVariant(text) ? [withKnownModel(text, models)] : [],
    ),
    budget: budget?.budget ?? null,
    output,
    cacheGroup,
    batchHitShare: scenario.batchHitShare ?? ratio(1n, 2n),
    vars: Object.fromEntries(
      vars.flatMap(({ name, variable }) =>
        typeof variable === "string" ? [] : [[name, variable] as const],
      ),
    ),
  };
}

function buildTraffic(traffic: DecodedScenario["traffic"]): Traffic | null {
  if (traffic === null) return null;
  const { runs, written, shared, gaps, readableAfter } = traffic;
  const stated = runs === null || typeof runs === "string" ? null : runs;
  const judgedAt = traffic.judgedAt ?? rangeEnds[0];
  const isRange = stated !== null && compareRatio(stated.low, stated.high) !== 0;
  return {
    runsPerMonth: stated?.[judgedAt] ?? ratio(0n),
    range: isRange ? stated : null,
    judgedAt,
    written,
    arrivals: buildArrivals(traffic),
    shared,
    gapMs: gaps?.ms ?? null,
    readableAfterMs: readableAfter?.ms ?? 0,
  };
}

/** The files of observed arrivals become paths from the repository's root. */
function buildArrivals({
  arrivals,
  observedFiles,
}: NonNullable<DecodedScenario["traffic"]>): Arrivals {
  if (arrivals === null || !isArrivals(arrivals)) return usualArrivals;
  if (arrivals.kind !== "observed" || arrivals.files === null) return arrivals;
  return { ...arrivals, files: observedFiles.flatMap(({ resolved }) => resolved ?? []) };
}

/** Prices under a name of `models:` are those of the model that it means. */
function buildPrices(
  { model, prices }: DecodedConfig["prices"][number],
  models: ModelAliases,
): PriceOverride {
  const override: { -readonly [Key in keyof PriceOverride]: PriceOverride[Key] } = {
    model: models.get(model) ?? model,
  };
  for (const key of priceKeys) {
    const price = prices.find((written) => written.key === key)?.price ?? null;
    if (price !== null) override[classByPriceKey[key]] = price;
  }
  return override;
}
