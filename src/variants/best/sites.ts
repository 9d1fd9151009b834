import type { Ttl } from "../../api/cache-control.ts";
import { levels } from "../../api/request.ts";
import { minimumOf } from "../../models/cache-minimum.ts";
import type { PriceBook } from "../../models/rates.ts";
import { ratioToNumber } from "../../money.ts";
import type {
  MeasuredExchange,
  MeasuredScenario,
  ProjectedExchange,
  Projection,
} from "../../projection/projection.ts";
import { prefixesOf } from "../../tokens/count.ts";
import { certainty } from "../../traffic/chance.ts";
import { blockOf, isBeyond, levelsOf, type Spot } from "../places.ts";

/** Of each level so many blocks at most are tried: of tools and system the last, of messages the first. */
const mostSpots = { tools: 64, system: 64, messages: 24 } as const;

/** The spots where every request may have a breakpoint, in render order. */
export function candidateSpots(scenario: MeasuredScenario): readonly Spot[] {
  const exchanges = scenario.runs.flatMap((run) => run.exchanges);
  return levels.flatMap((level) => {
    const longest = exchanges.reduce(
      (most, { prompt }) => Math.max(most, levelsOf(prompt).lengths[level]),
      0,
    );
    const from = level === "messages" ? 0 : Math.max(0, longest - mostSpots[level]);
    const to = level === "messages" ? Math.min(longest, mostSpots[level]) : longest;
    return Array.from({ length: to - from }, (_, at): Spot => ({
      kind: "block",
      level,
      index: from + at,
    }));
  });
}

/** One exchange, as far as a search looks at it. Rates in pico-dollars a token. */
export interface SearchedExchange {
  readonly measured: MeasuredExchange;
  readonly previous: MeasuredExchange | null;
  /** Of the scenario's runs. */
  readonly share: number;
  readonly rates: Readonly<Record<"input" | "read" | Ttl, number>>;
  /** Tokens up to and including each block, as a breakpoint there would cache them. */
  readonly upTo: readonly number[];
  readonly total: number;
  readonly minimum: number;
}

/** The exchanges of a scenario; null where one has no prices. */
export function readExchanges(
  scenario: MeasuredScenario,
  projection: Projection,
  book: PriceBook,
): readonly SearchedExchange[] | null {
  const found: SearchedExchange[] = [];
  const projected = projection.exchanges[Symbol.iterator]();
  for (const run of scenario.runs)
    for (const [index, measured] of run.exchanges.entries()) {
      const next = projected.next();
      if (next.done === true) return null;
      const rates = ratesOf(next.value, book);
      if (rates === null) return null;
      const { prompt, count } = measured;
      const prefixes = prefixesOf(prompt, count.blocks);
      const last = prefixes.length - 1;
      found.push({
        measured,
        previous: run.exchanges[index - 1] ?? null,
        share: ratioToNumber(next.value.share),
        rates,
        upTo: prefixes.map((tokens, block) => (block === last ? tokens - count.tail : tokens)),
        total: count.total,
        minimum: minimumOf(prompt.model),
      });
    }
  return found;
}

function ratesOf({ rate }: ProjectedExchange, book: PriceBook): SearchedExchange["rates"] | null {
  const rates = book.rates(rate);
  if (rates === null) return null;
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = rates;
  if (input === null || cacheRead === null || cacheWrite5m === null || cacheWrite1h === null)
    return null;
  return {
    input: Number(input),
    read: Number(cacheRead),
    "5m": Number(cacheWrite5m),
    "1h": Number(cacheWrite1h),
  };
}

/** A spot as one exchange has it. */
export interface Site {
  /** -1: there is no such block. */
  readonly block: number;
  /** Tokens a breakpoint there caches; 0 below the minimum, where it does nothing. */
  readonly tokens: number;
  /** The prompt is over before the spot comes. */
  readonly isBeyond: boolean;
}

/** A spot in every exchange; null where some request could not have a breakpoint on its block. */
export function siteOf(spot: Spot, exchanges: readonly SearchedExchange[]): readonly Site[] | null {
  const sites: Site[] = [];
  for (const { measured, previous, upTo, minimum, total } of exchanges) {
    const past = isBeyond(spot, measured.prompt);
    const block = blockOf(spot, measured, previous);
    if (block < 0 && !past && hasBlocksUpTo(spot, measured)) return null;
    const tokens = upTo[block] ?? 0;
    sites.push({ block, tokens: past ? total : tokens < minimum ? 0 : tokens, isBeyond: past });
  }
  return sites;
}

/** Whether a request has any block up to a spot: if not, no breakpoint is missed. */
function hasBlocksUpTo(spot: Spot, { prompt }: MeasuredExchange): boolean {
  if (spot.kind !== "block") return false;
  const { starts, lengths } = levelsOf(prompt);
  return starts[spot.level] + lengths[spot.level] > 0;
}

/** The chance that a request reads at least up to a block. */
export function chanceFrom({ outcomes }: ProjectedExchange, block: number): number {
  let chance = 0n;
  for (const outcome of outcomes) if (outcome.hitBlock >= block) chance += outcome.chance;
  return Number(chance) / Number(certainty);
}
