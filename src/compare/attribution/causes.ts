import { levels, type Level } from "../../api/request.ts";
import type { Estimator } from "../../evaluation/estimator.ts";
import {
  addRatio,
  divideHalfEven,
  multiplyRatio,
  ratio,
  ratioToNumber,
  type Pico,
  type Ratio,
} from "../../money.ts";
import { ascending } from "../../order.ts";
import type { Basis, Cause, NamedChanges } from "../comparison.ts";
import { knownFigure } from "../figure.ts";
import { causeKinds, type CauseKind, type CauseStep } from "../steps.ts";
import type { TakenStep } from "../substitution/bridge.ts";
import { exchangeFinder, tokenPart } from "./token-part.ts";

/** What a cause is made of, by kind. */
export type ChangesByCause = Partial<Readonly<Record<CauseKind, NamedChanges>>>;

interface CauseAmount {
  readonly usd: Pico;
  readonly tokens: number | null;
  readonly tokensPerRequest: number | null;
}

const noTokens = { tokens: null, tokensPerRequest: null };

/** Pico-dollars: each of three parts is rounded once, and so is what each is a part of. */
const mostLostInRounding = 6n;

/**
 * The causes of a delta; their sum is the sum of the steps, exactly. Of tools, system and messages
 * the token part is theirs, what remains is the cache's; of every other step the whole difference
 * is its own (DESIGN.md, "Comparing").
 */
export function attribute(options: {
  readonly steps: readonly TakenStep<CauseStep>[];
  readonly basis: Basis;
  /** Runs the basis counts: those of a month, or 1. */
  readonly runs: Ratio;
  /** What no step of this scenario's own brought: what its neighbours in the cache group do. */
  readonly neighboursUsd: Pico;
  readonly changes: ChangesByCause;
  readonly estimator: Estimator;
}): readonly Cause[] {
  const { basis, estimator } = options;
  const amounts = new Map<CauseKind, CauseAmount>();
  let cache = options.neighboursUsd;
  for (const taken of options.steps) {
    const { step, before, after } = taken;
    const usd = knownFigure(after, basis).usd - knownFigure(before, basis).usd;
    if (!isLevel(step)) {
      amounts.set(step, { usd, ...(step === "output" ? outputTokens(taken) : noTokens) });
      continue;
    }
    const part = tokenPart({ ...taken, level: step, estimator });
    const whole = multiplyRatio(part.cost, options.runs);
    const own = divideHalfEven(whole.n, whole.d);
    amounts.set(step, { usd: own, ...spread(part.tokens, part.requests) });
    cache += usd - own;
  }
  // What rounding leaves is nothing that the cache did.
  const last = [...amounts].findLast(([kind]) => isLevel(kind));
  if (last !== undefined && -mostLostInRounding <= cache && cache <= mostLostInRounding) {
    const [kind, amount] = last;
    amounts.set(kind, { ...amount, usd: amount.usd + cache });
    cache = 0n;
  }
  amounts.set("cache", { usd: cache, ...noTokens });
  return causeKinds.flatMap((kind) => {
    const amount = amounts.get(kind);
    if (amount === undefined) return [];
    const { changes, more } = options.changes[kind] ?? { changes: [], more: 0 };
    // An answer that nobody vouches for is a cause even where its figure is the same.
    const isUnknown = kind === "output" && changes.length > 0;
    const isNothing = amount.usd === 0n && (amount.tokens ?? 0) === 0 && !isUnknown;
    const range = isUnknown ? outputRange(options.steps, basis) : null;
    return isNothing ? [] : [{ kind, ...amount, range, changes, more }];
  });
}

/** What the answers may add at their ends: both sides at the same one. Null: nothing is open. */
function outputRange(steps: readonly TakenStep<CauseStep>[], basis: Basis): Cause["range"] {
  const taken = steps.find(({ step }) => step === "output");
  if (taken === undefined) return null;
  const [before, after] = [knownFigure(taken.before, basis), knownFigure(taken.after, basis)];
  const ends = [after.low - before.low, after.usd - before.usd, after.high - before.high];
  const [low, , high] = ends.sort(ascending);
  return low === undefined || high === undefined || low === high ? null : { low, high };
}

function isLevel(kind: CauseKind): kind is Level {
  return levels.some((level) => level === kind);
}

/** A change in tokens of a run, and of each of the requests that it is of. */
function spread(tokens: Ratio, requests: Ratio): Omit<CauseAmount, "usd"> {
  return {
    tokens: ratioToNumber(tokens),
    tokensPerRequest:
      requests.n === 0n ? 0 : ratioToNumber(ratio(tokens.n * requests.d, tokens.d * requests.n)),
  };
}

/** The change in tokens of the answers, expected over the mix of fixtures. */
function outputTokens({ exchanges, before }: TakenStep): Omit<CauseAmount, "usd"> {
  const find = exchangeFinder(before);
  let [tokens, answers] = [ratio(0n), ratio(0n)];
  for (const { run, before: old, after: now } of exchanges) {
    const change = old === null || now === null ? 0 : now.output.tokens - old.output.tokens;
    if (old === null || change === 0) continue;
    const share = find(run, old.exchange.index)?.share ?? ratio(0n);
    tokens = addRatio(tokens, multiplyRatio(share, ratio(BigInt(change))));
    answers = addRatio(answers, share);
  }
  return spread(tokens, answers);
}
