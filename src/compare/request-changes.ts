import { levels } from "../api/request.ts";
import type { BaselineEntry } from "../baseline/entry.ts";
import type { Estimator } from "../evaluation/estimator.ts";
import type { ProjectedScenario } from "../evaluation/project.ts";
import { dearName } from "../models/lookup.ts";
import type { RateKey, Rates } from "../models/rates.ts";
import { formatRatio } from "../money.ts";
import { uniqueBy } from "../order.ts";
import type { MeasuredExchange, ProjectedExchange, Projection } from "../projection/projection.ts";
import type { DearerModel, LevelChange, RequestChanges } from "./changed-requests.ts";
import { causeSteps } from "./steps.ts";
import type { AlignedExchange } from "./substitution/aligned-exchange.ts";
import type { AlignedRun } from "./substitution/aligned-run.ts";
import type { BridgeState } from "./substitution/bridge.ts";

/** Nothing differs. */
export const noRequestChanges: RequestChanges = { levels: [], dearerModels: [] };

/**
 * Changes of the levels between two states of a bridge. What is measured anew or only asserted is
 * changed before the first; an exchange that is new in its run stands beside main's tools and
 * system.
 */
export function levelChanges(
  runs: readonly AlignedRun[],
  { start, end }: { readonly start: BridgeState; readonly end: BridgeState },
): readonly LevelChange[] {
  const before = new Set([...start.done, "exchanges" as const]);
  return runs.flatMap(({ alignedExchanges }) =>
    alignedExchanges.flatMap((aligned) => {
      if (!causeSteps.some((step) => aligned.changes.has(step))) return [];
      const [main, head] = [aligned.after(before), aligned.after(end.done)];
      return main === null || head === null ? [] : changesOf(main, head, aligned);
    }),
  );
}

function changesOf(
  main: MeasuredExchange,
  head: MeasuredExchange,
  aligned: AlignedExchange,
): readonly LevelChange[] {
  const [was, now] = [main.count, head.count];
  // A counter's error is the same on both sides: what it is wider on one of them is what is unsure.
  const below = now.low - now.total - (was.low - was.total);
  const above = now.high - now.total - (was.high - was.total);
  return levels.flatMap((level) => {
    const [from, to] = [was.parts[level], now.parts[level]];
    const isOther = aligned.changes.has(level) || aligned.changes.has("model");
    if (from === to && !isOther) return [];
    const ends = isOther ? [to, to + below, to + above] : [to];
    return {
      level,
      from,
      to,
      low: Math.max(0, Math.min(...ends)),
      high: Math.max(...ends),
      exchange: head.exchange.id,
    };
  });
}

/**
 * Every request whose model costs more a token of input or output than the one on main, by the
 * prices in force for both. A request that main has none in the place of is held against all that
 * main's have.
 */
export function dearerModels(
  head: ProjectedScenario,
  base: ProjectedScenario,
  options: { readonly runs: readonly AlignedRun[]; readonly estimator: Estimator },
): readonly DearerModel[] {
  const priceOf = (exchange: ProjectedExchange): PricedModel =>
    priced(exchange.rate, options.estimator.rates);
  const known = new Map(
    base.projection.exchanges.map((exchange) => [keyOf(exchange.run, exchange.index), exchange]),
  );
  const all = uniqueBy(base.projection.exchanges.map(priceOf), ({ name }) => name);
  const runOf = new Map(options.runs.map((run) => [run.head.run.id, run.base.run.id]));
  return head.projection.exchanges.flatMap((exchange) => {
    const counterpart = known.get(keyOf(runOf.get(exchange.run) ?? "", exchange.index));
    const before = counterpart === undefined ? all : [priceOf(counterpart)];
    return dearerThan(priceOf(exchange), before, exchange.exchange);
  });
}

function keyOf(run: string, index: number): string {
  return `${index} ${run}`;
}

/** A model with what it costs a token; null where nobody published that. */
interface PricedModel {
  /** As `findDearName` has it. */
  readonly model: string;
  readonly name: string;
  readonly rates: Rates | null;
}

/** Whatever the length of a prompt: its long band is no other model. */
function priced(rate: RateKey, rates: Estimator["rates"]): PricedModel {
  const key = { ...rate, band: "base" as const };
  const speed = key.speed === "fast" ? " in fast mode" : "";
  const geo = key.geo === "regional" ? " at a regional endpoint" : "";
  const model = dearName(key.model, key.speed === "fast");
  return { model, name: `${key.model}${speed}${geo}`, rates: rates(key) };
}

/** Dearer than each of some models; what has no price is not known to cost no more. */
function dearerThan(
  model: PricedModel,
  before: readonly PricedModel[],
  exchange: string | null,
): readonly DearerModel[] {
  const [first] = before;
  if (first === undefined || before.some((other) => isNoDearer(model, other))) return [];
  return [{ model: model.model, from: first.name, to: model.name, exchange }];
}

function isNoDearer(model: PricedModel, other: PricedModel): boolean {
  if (model.name === other.name) return true;
  return (["input", "output"] as const).every((name) => {
    const [price, was] = [model.rates?.[name] ?? null, other.rates?.[name] ?? null];
    return price !== null && was !== null && price <= was;
  });
}

/**
 * The same against what main's baseline says, where its tree cannot be projected: tokens of a run on
 * average, and models by name. `pricesOf` gives the list prices of a price book's id.
 */
export function changesFromEntry(
  { tokens, exchanges }: Projection,
  entry: BaselineEntry,
  pricesOf: (model: string) => Rates | null,
): RequestChanges {
  const listed = (model: string): PricedModel => ({ model, name: model, rates: pricesOf(model) });
  const before = entry.models.map(listed);
  const models = [...new Set(exchanges.map(({ rate }) => rate.model))];
  return {
    levels: levels.map((level) => {
      const to = Number(formatRatio(tokens[level], entryDigits));
      return {
        level,
        from: Number(entry.tokensByPart[level]),
        to,
        low: to,
        high: to,
        exchange: null,
      };
    }),
    dearerModels: models.flatMap((model) => dearerThan(listed(model), before, null)),
  };
}

/** Digits behind the point that a baseline's tokens have. */
const entryDigits = 6;
