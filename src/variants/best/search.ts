import type { Ttl } from "../../api/cache-control.ts";
import { ascendingBy } from "../../order.ts";
import type { MeasuredScenario, ProjectedExchange } from "../../projection/projection.ts";
import { certainty } from "../../traffic/chance.ts";
import { mostBreakpoints } from "../breakpoints.ts";
import { withBreakpoints, type Place, type Spot } from "../places.ts";
import type { VariantContext } from "../variant.ts";
import { cheapestPath, type PathCosts } from "./cheapest-path.ts";
import {
  candidateSpots,
  chanceFrom,
  readExchanges,
  siteOf,
  type SearchedExchange,
  type Site,
} from "./sites.ts";

const ttls = ["1h", "5m"] as const;
const end: Spot = { kind: "end" };
const behind: Spot = { kind: "behind" };

/** So many of the cheapest ways to mark the ends of requests are handed on to be proved. */
const proved = 2;

/** A spot that may be taken, with the chance that it is alive for each exchange, by TTL. */
interface Candidate {
  readonly spot: Spot;
  readonly sites: readonly Site[];
  readonly alive: Readonly<Record<Ttl, readonly number[]>>;
}

/**
 * The breakpoints, at most four, that are cheapest by closed arithmetic, the cheapest first, to be
 * proved by projecting; and the spots they were chosen from. All requests mark the same spots.
 * Whoever leaves a deeper one alive leaves every shallower one alive too, as long as an hour never
 * comes behind five minutes: so whether the tokens between two chosen spots are read depends on the
 * deeper of the two alone, costs add up spot by spot, and the cheapest choice is a shortest path. The
 * chances are those of projecting the scenario with every spot marked, once a TTL. What only the run
 * itself reads again, the ends of its requests, is tried in all ways.
 */
export function searchPlaces(
  scenario: MeasuredScenario,
  { project, book }: Pick<VariantContext, "project" | "book">,
): { readonly places: readonly (readonly Place[])[]; readonly spots: readonly Spot[] } {
  const exchanges = readExchanges(scenario, project(scenario), book);
  if (exchanges === null || scenario.tier === "batch") return { places: [], spots: [] };
  const spots = candidateSpots(scenario);
  const all = (ttl: Ttl): readonly ProjectedExchange[] =>
    project(
      withBreakpoints(
        scenario,
        spots.map((spot) => ({ spot, ttl })),
      ),
    ).exchanges;
  const projected = { "5m": all("5m"), "1h": all("1h") };
  const candidates = withoutIdle(
    spots.flatMap((spot): readonly Candidate[] => {
      const sites = siteOf(spot, exchanges);
      if (sites === null) return [];
      const alive = (ttl: Ttl): readonly number[] =>
        sites.map(({ block }, at) => {
          const own = projected[ttl][at];
          return own === undefined || block < 0 ? 0 : chanceFrom(own, block);
        });
      return [{ spot, sites, alive: { "5m": alive("5m"), "1h": alive("1h") } }];
    }),
    exchanges,
  );
  const found = endings(scenario)
    .map((ending) => {
      const ended =
        ending.length === 0 ? null : project(withBreakpoints(scenario, ending)).exchanges;
      const path = cheapestPath(costsOf(candidates, exchanges, { ending, ended }));
      const places = path.steps.flatMap(({ place, ttl }) => {
        const spot = candidates[place]?.spot;
        return spot === undefined ? [] : [{ spot, ttl: ttls[ttl] ?? "5m" }];
      });
      return { cost: path.cost, places: [...places, ...ending] };
    })
    .sort(ascendingBy(({ cost }) => cost))
    .slice(0, proved)
    .map(({ places }) => places);
  return { places: found, spots: [...candidates.map(({ spot }) => spot), behind, end] };
}

/** The ways to mark the ends of requests, which only runs of several read again. */
function endings({ runs, shared }: MeasuredScenario): readonly (readonly Place[])[] {
  if (runs.every(({ exchanges }) => exchanges.length === 1) && shared.messages === undefined)
    return [[]];
  return [
    [],
    ...ttls.flatMap((ttl): readonly (readonly Place[])[] => {
      const marked: Place = { spot: end, ttl };
      return [[marked], [{ spot: behind, ttl }, marked]];
    }),
  ];
}

/**
 * Without spots whose next one all requests have alike and alive as often: what lies between the two
 * then costs each of them the same a token with either, so one of the ends of such a stretch is never
 * worse.
 */
function withoutIdle(
  candidates: readonly Candidate[],
  exchanges: readonly SearchedExchange[],
): readonly Candidate[] {
  return candidates.filter((candidate, at) => {
    const next = candidates[at + 1];
    return (
      next === undefined ||
      !isSameForAll(next, exchanges) ||
      !ttls.every((ttl) =>
        candidate.alive[ttl].every((chance, index) => chance === next.alive[ttl][index]),
      )
    );
  });
}

function isSameForAll({ sites }: Candidate, exchanges: readonly SearchedExchange[]): boolean {
  const prefixes = exchanges.map(
    ({ measured }, at) => measured.prompt.blocks[sites[at]?.block ?? -1]?.prefix,
  );
  return prefixes[0] !== undefined && prefixes.every((prefix) => prefix === prefixes[0]);
}

/** What it costs to go from one spot to the next, and from the last one to the end. */
function costsOf(
  candidates: readonly Candidate[],
  exchanges: readonly SearchedExchange[],
  {
    ending,
    ended,
  }: {
    readonly ending: readonly Place[];
    readonly ended: readonly ProjectedExchange[] | null;
  },
): PathCosts {
  const [tail] = ending.toReversed();
  const size = candidates.length + 1;
  const start = 0;
  // Place 0 is the start of the prompt; from each place, what is left costs that.
  const left = exchanges.map((exchange, at) => {
    const restOf = tail === undefined ? null : endingOf(exchange, ended?.[at], tail.ttl);
    return [start, ...candidates.map(({ sites }) => sites[at]?.tokens ?? 0)].map((tokens) =>
      restOf === null
        ? (exchange.total - tokens) * exchange.rates.input
        : restOf(Math.min(tokens, exchange.total)),
    );
  });
  const steps = ttls.map(() => new Float64Array(size * size));
  const ends = new Float64Array(size);
  for (const [at, exchange] of exchanges.entries()) {
    const { rates, share, total } = exchange;
    const tokens = [start, ...candidates.map(({ sites }) => sites[at]?.tokens ?? 0)];
    const isThere = [true, ...candidates.map(({ sites }) => sites[at]?.isBeyond !== true)];
    const rests = isThere.map((there, from) => (there ? share * (left[at]?.[from] ?? 0) : 0));
    for (const [from, rest] of rests.entries()) ends[from] = (ends[from] ?? 0) + rest;
    for (const [index, ttl] of ttls.entries()) {
      const table = steps[index];
      if (table === undefined) continue;
      for (let to = 1; to < size; to += 1) {
        const alive = candidates[to - 1]?.alive[ttl][at] ?? 0;
        const rate = share * (alive * rates.read + (1 - alive) * rates[ttl]);
        const there = isThere[to] === true;
        const upTo = Math.min(total, tokens[to] ?? 0);
        for (let from = 0; from < to; from += 1) {
          const added = Math.max(0, upTo - (tokens[from] ?? 0));
          const cell = from * size + to;
          table[cell] = (table[cell] ?? 0) + (there ? added * rate : (rests[from] ?? 0));
        }
      }
    }
  }
  return {
    size,
    steps,
    ends,
    // An hour never comes behind five minutes: where the ends are kept an hour, all is.
    kinds: tail?.ttl === "1h" ? 1 : ttls.length,
    most: mostBreakpoints - ending.length,
  };
}

/** What is left of a request behind so many tokens costs, where its end is marked. */
function endingOf(
  { rates, upTo, total, measured, minimum }: SearchedExchange,
  projected: ProjectedExchange | undefined,
  ttl: Ttl,
): (tokens: number) => number {
  const outcomes = (projected?.outcomes ?? []).map(({ hitBlock, chance }) => ({
    tokens: hitBlock < 0 ? 0 : (upTo[hitBlock] ?? 0),
    chance: Number(chance) / Number(certainty),
  }));
  const { write5m = 0, write1h = 0, read = 0 } = projected?.outcomes[0] ?? {};
  const marked = write5m + write1h + read;
  const cached = marked < minimum || measured.prompt.blocks.length === 0 ? 0 : marked;
  return (tokens) => {
    if (tokens >= total) return 0;
    if (cached <= tokens) return (total - tokens) * rates.input;
    let cost = (total - cached) * rates.input;
    for (const { tokens: hit, chance } of outcomes) {
      const from = Math.max(tokens, hit);
      cost += chance * ((from - tokens) * rates.read + (cached - from) * rates[ttl]);
    }
    return cost;
  };
}
