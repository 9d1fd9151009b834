import {
  divideHalfEven,
  multiplyRatio,
  ratio,
  ratioToNumber,
  type Pico,
  type Ratio,
} from "../../money.ts";
import type { Projection } from "../../projection/projection.ts";
import type { Level } from "../../prompt/prompt.ts";
import type { Cause, CauseKind, Change } from "../comparison.ts";
import type { Estimator } from "../../evaluation/estimator.ts";
import type { Step } from "../alignment/aligned-exchange.ts";
import { tokenPart, type Moved } from "./token-part.ts";

/** The steps that are causes, in the order they are worked out. */
export const causeSteps = [
  "exchanges",
  "model",
  "settings",
  "tools",
  "system",
  "messages",
  "output",
  "fees",
] as const satisfies readonly (Step & CauseKind)[];
export type CauseStep = (typeof causeSteps)[number];

const order: readonly CauseKind[] = [
  "exchanges",
  "model",
  "settings",
  "tools",
  "system",
  "messages",
  "cache",
  "output",
  "fees",
  "unexplained",
];

/** Pico-dollars: each of three parts is rounded once, and so is what each is a part of. */
const dust = 6n;

/** One step of the substitution, worked out. */
export interface WorkedStep {
  readonly step: CauseStep;
  readonly moved: readonly Moved[];
  readonly before: Projection;
  /** The whole difference it makes, rounded figures subtracted. */
  readonly usd: Pico;
}

/** What a cause is made of, by kind. */
export type Changes = Partial<Readonly<Record<CauseKind, readonly Change[]>>>;

interface Amount {
  readonly usd: Pico;
  readonly tokens: number | null;
}

/**
 * The causes of a delta; their sum is the sum of the steps, exactly. Of tools, system and messages
 * the token part is theirs, what remains is the cache's; of every other step the whole difference
 * is its own (DESIGN.md, "Comparing").
 */
export function attribute(options: {
  readonly worked: readonly WorkedStep[];
  /** Runs the basis counts: those of a month, or 1. */
  readonly runs: Ratio;
  /** What no step of this scenario's own brought: neighbours in its cache group. */
  readonly neighbours: Pico;
  readonly changes: Changes;
  readonly estimator: Estimator;
}): readonly Cause[] {
  const amounts = new Map<CauseKind, Amount>();
  let cache = options.neighbours;
  for (const { step, moved, before, usd } of options.worked) {
    if (!isLevel(step)) {
      amounts.set(step, { usd, tokens: step === "output" ? outputTokens(moved, before) : null });
      continue;
    }
    const part = tokenPart({ level: step, moved, before, estimator: options.estimator });
    const whole = multiplyRatio(part.cost, options.runs);
    const own = divideHalfEven(whole.n, whole.d);
    amounts.set(step, { usd: own, tokens: ratioToNumber(part.tokens) });
    cache += usd - own;
  }
  // What rounding leaves is nothing that the cache did.
  const levels = [...amounts].filter(
    ([kind]) => kind === "tools" || kind === "system" || kind === "messages",
  );
  const [last] = levels.slice(-1);
  if (last !== undefined && -dust <= cache && cache <= dust) {
    amounts.set(last[0], { ...last[1], usd: last[1].usd + cache });
    cache = 0n;
  }
  amounts.set("cache", { usd: cache, tokens: null });
  return order.flatMap((kind) => {
    const amount = amounts.get(kind);
    if (amount === undefined || (amount.usd === 0n && (amount.tokens ?? 0) === 0)) return [];
    return [{ kind, ...amount, changes: options.changes[kind] ?? [] }];
  });
}

function isLevel(step: CauseStep): step is CauseStep & Level {
  return step === "tools" || step === "system" || step === "messages";
}

function outputTokens(moved: readonly Moved[], before: Projection): number {
  const shares = new Map(before.exchanges.map((one) => [`${one.index} ${one.run}`, one.share]));
  return moved.reduce((sum, { run, before: old, after }) => {
    if (old === null || after === null) return sum;
    const share = shares.get(`${old.exchange.index} ${run}`) ?? ratio(0n);
    return (
      sum +
      ratioToNumber(multiplyRatio(share, ratio(BigInt(after.output.tokens - old.output.tokens))))
    );
  }, 0);
}
