/** Scenarios and runs of both trees, paired as they are compared. */
import { likableExchange } from "../../evaluation/likeness/likeness.ts";
import { matchRuns } from "../../evaluation/matching.ts";
import { findMoved } from "../../evaluation/likeness/moved.ts";
import type { Exchange, Run, Scenario } from "../../fixture/fixture.ts";
import { holdsSame } from "../../fixture/references/own-content.ts";

/** Scenarios' new ids by their old ones. */
export type Renamed = ReadonlyMap<string, string>;

/** A run of main's tree and the head's. */
export interface RunPair {
  readonly before: Run;
  readonly after: Run;
}

/** An exchange of main's tree and the head's. */
export interface ExchangePair {
  readonly before: Exchange;
  readonly after: Exchange;
}

/**
 * The exchanges of two runs in pairs: by place, and where another place holds what one held, by
 * that. What an exchange asserts goes with what it sends, not with its number.
 */
export function pairExchanges({ before, after }: RunPair): readonly ExchangePair[] {
  if (before === after) return [];
  const { exchanges } = after;
  const moved = findMoved(
    {
      items: exchanges,
      keyOf: ({ index }) => index,
      likable: likableExchange,
      isSame: holdsSame,
    },
    before.exchanges,
  );
  const partners = new Map(moved.map(({ head, base }) => [head, base]));
  const taken = new Set(moved.map(({ base }) => base));
  return exchanges.flatMap((exchange, index) => {
    const placed = before.exchanges[index];
    const partner =
      partners.get(exchange) ?? (placed === undefined || taken.has(placed) ? undefined : placed);
    return partner === undefined ? [] : [{ before: partner, after: exchange }];
  });
}

/** A scenario that both trees have. */
export interface ScenarioPair {
  readonly before: Scenario;
  readonly after: Scenario;
  readonly pairs: readonly RunPair[];
  /** Main's runs that the head has not. */
  readonly gone: readonly Run[];
}

/** The scenarios of main's tree that the head has, in main's order. */
export function pairScenarios(
  base: readonly Scenario[],
  head: readonly Scenario[],
  renamed: Renamed,
): readonly ScenarioPair[] {
  const byId = new Map(head.map((scenario) => [scenario.config.id, scenario]));
  return base.flatMap((before) => {
    const after = byId.get(renamed.get(before.config.id) ?? before.config.id);
    if (after === undefined) return [];
    const { pairs, baseOnly } = matchRuns(after.runs, before.runs);
    return [
      {
        before,
        after,
        pairs: pairs.map((pair) => ({ before: pair.base, after: pair.head })),
        gone: baseOnly,
      },
    ];
  });
}
