import { levels, type Level } from "../../api/request.ts";
import type { LevelChange } from "../../compare/changed-requests.ts";
import type { TokenRatchet } from "../../config/token-limits.ts";
import { compareRatio, ratio, type Ratio } from "../../money.ts";
import { descendingBy, groupBy } from "../../order.ts";
import type { Needed } from "../acceptance/needed.ts";
import type { Covers, Figures, OfScenario } from "../figures.ts";
import type { Relaxation } from "../relaxation.ts";
import { describeShare, none } from "../words.ts";
import { notJudged, type Judged, type LimitRules } from "./rules.ts";

/** The request that outgrew main's by most: tokens of a level, there and here. */
export type ActualGrowth = Pick<LevelChange, "level" | "from" | "to" | "exchange">;

/** `tokens.ratchet`: no request has more tokens of a level than on main, but for a share. */
export const tokenRatchet: LimitRules<TokenRatchet, ActualGrowth> = {
  judge: judgeGrowth,
  relax: relaxRatchet,
  needs: neededTokens,
};

/** Over where a level of any request outgrew main's. A growth that is allowed is named too. */
function judgeGrowth(ratchet: TokenRatchet, figures: Figures): Judged<ActualGrowth> {
  if (figures.levelChanges === null) return notJudged("nothing-compared");
  const levelChanges = withoutAccepted(ratchet, figures.levelChanges, figures.covers);
  const held = levelChanges.flatMap((change) => {
    const tolerance = ratchet[change.level];
    if (tolerance === null) return [];
    const excess = (to: number): number => excessOf(change.from, to, tolerance);
    return [
      { change, low: excess(change.low), middle: excess(change.to), high: excess(change.high) },
    ];
  });
  const [most] = held.toSorted(descendingBy(({ middle }) => middle));
  const [low, over, high] = (["low", "middle", "high"] as const).map((end) =>
    held.some((each) => each[end] > 0),
  );
  return {
    actual: most === undefined ? null : actualOf(most.change, most.change.to),
    over: over === true,
    uncertain: low !== over || high !== over,
    range:
      most === undefined
        ? null
        : {
            low: actualOf(most.change, most.change.low),
            high: actualOf(most.change, most.change.high),
          },
    notJudged: null,
  };
}

/** Of a sum what is left once the growth that is accepted of its scenarios is taken out. */
function withoutAccepted(
  ratchet: TokenRatchet,
  changes: readonly OfScenario<LevelChange>[],
  covers: Covers | undefined,
): readonly LevelChange[] {
  if (covers === undefined) return changes;
  return [...groupBy(changes, ({ scenario }) => scenario)].flatMap(([scenario, own]) => {
    const needed = neededTokens({ levelChanges: own }, ratchet);
    return needed !== null && covers(scenario, needed) ? [] : own;
  });
}

/** The most by which a level that is held outgrew main's, in tokens of a request. */
function neededTokens(
  { levelChanges }: Pick<Figures, "levelChanges">,
  ratchet: TokenRatchet,
): Needed | null {
  const held = (levelChanges ?? []).filter(({ level }) => ratchet[level] !== null);
  const most = (grown: (change: LevelChange) => number): bigint =>
    toMillionths(Math.max(0, ...held.map(grown)));
  const tokens = most(({ from, to }) => to - from);
  const high = most(({ from, high: end }) => end - from);
  if (high === 0n) return null;
  return { kind: "tokens", tokens: ratio(tokens, millionths), high: ratio(high, millionths) };
}

/** Tokens are whole, or have the six digits of a baseline. */
const millionths = 1_000_000n;

function toMillionths(tokens: number): bigint {
  return BigInt(Math.round(tokens * Number(millionths)));
}

/** Millionths of a token over what is allowed; what is exactly allowed is 0, the least more is not. */
function excessOf(from: number, to: number, { n, d }: Ratio): number {
  const [main, head] = [toMillionths(from), toMillionths(to)];
  return Number((head - main) * d - main * n) / Number(d);
}

function actualOf({ level, from, exchange }: LevelChange, to: number): ActualGrowth {
  return { level, from, to, exchange };
}

/** A level is laxer where more is allowed, or it is no longer held. */
function relaxRatchet(before: TokenRatchet, after: TokenRatchet | null): readonly Relaxation[] {
  if (after === null) return [{ path: [], from: describeRatchet(before), to: none }];
  return levels.flatMap((level) => relaxLevel(level, before[level], after[level]));
}

function relaxLevel(
  level: Level,
  before: Ratio | null,
  after: Ratio | null,
): readonly Relaxation[] {
  const isLaxer = before !== null && (after === null || compareRatio(after, before) > 0);
  return isLaxer ? [{ path: [level], from: describeShare(before), to: describeShare(after) }] : [];
}

function describeRatchet(ratchet: TokenRatchet): string {
  return levels
    .flatMap((level) => {
      const tolerance = ratchet[level];
      return tolerance === null ? [] : [`${level} ${describeShare(tolerance)}`];
    })
    .join(", ");
}
