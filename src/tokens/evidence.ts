import { completesInput } from "../api/completed-input.ts";
import { modelId, modelIdOf, modelOf } from "../api/model.ts";
import { inputTotal } from "../api/response.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { writeJson } from "../json.ts";
import { problem, type Problem } from "../problem.ts";
import type { Level, Prompt } from "../prompt/prompt.ts";
import type { Count, Counter, Parts, Witness } from "./count.ts";
import { isPlausible } from "./plausible.ts";
import { shareOut } from "./share-out.ts";

/** What a truth says over our own count, at one block of the request it was said of. */
export interface Correction {
  readonly key: number;
  readonly level: Level;
  readonly tokens: number;
}

/**
 * Why a request counts as it does. `exact`: the truth was said of this very request. Else the
 * corrections of another body carry over: a block keeps its share while its bytes are equal, a
 * changed block's share stays with its level.
 */
export interface Evidence {
  readonly witness: Witness;
  readonly exact: boolean;
  /**
   * What stands behind the last block, where a recording with a breakpoint on it shows that; null:
   * as we count it.
   */
  readonly tail: number | null;
  readonly corrections: readonly Correction[];
  readonly problems: readonly Problem[];
}

/** Reads the prompt of an exchange; remembered by the caller. */
export type PromptOf = (exchange: Exchange) => Prompt;

export interface EvidenceOptions {
  readonly counter: Counter;
  readonly promptOf: PromptOf;
}

/** Our own count alone. */
export const computedEvidence: Evidence = {
  witness: "computed",
  exact: false,
  tail: null,
  corrections: [],
  problems: [],
};

function isSameModel(a: Exchange, b: Exchange): boolean {
  return modelIdOf(a.request.body) === modelIdOf(b.request.body);
}

export function isSameRecording(a: Exchange, b: Exchange): boolean {
  return (
    a.recorded === b.recorded ||
    (a.recorded !== null &&
      b.recorded !== null &&
      writeJson(a.recorded.response) === writeJson(b.recorded.response))
  );
}

/**
 * The best witness an exchange has (DESIGN.md, "Counting tokens"). `other` is the same exchange in
 * the tree it is compared with: a recording made of that body calibrates this one.
 */
export function ownEvidence(
  exchange: Exchange,
  options: EvidenceOptions & { readonly other?: Exchange | null },
): Evidence {
  const other = options.other ?? null;
  const truth = findTruth(exchange, other, options);
  if (truth !== null) return truth;
  if (exchange.recorded === null || !isRecordedModel(exchange)) return computedEvidence;
  const borrowed = borrow(exchange, other, options);
  return borrowed ?? keptResidual(exchange, options) ?? computedEvidence;
}

/** What was said of this exchange's own body, or null. */
function findTruth(
  exchange: Exchange,
  other: Exchange | null,
  options: EvidenceOptions,
): Evidence | null {
  const prompt = options.promptOf(exchange);
  const count = options.counter.count(prompt);
  const problems: Problem[] = [];
  const truth =
    isEarnedBy(exchange, other) && exchange.recorded !== null
      ? inputTotal(exchange.recorded.response)
      : null;
  if (truth !== null) {
    const exempt = completesInput(exchange.request.body);
    if (exempt || isPlausible(truth.total, count)) {
      return {
        witness: "recorded",
        exact: true,
        ...correct(prompt, count, {
          total: truth.total,
          cached: exempt || exchange.recorded?.fast === true ? null : truth.cached,
        }),
        problems,
      };
    }
    problems.push(
      problem("recording-implausible", exchange.place, {
        recorded: truth.total,
        counted: count.total,
      }),
    );
  }
  if (
    exchange.counted !== null &&
    exchange.counted.inputHash === exchange.inputHash &&
    isPlausible(exchange.counted.tokens, count)
  ) {
    return {
      witness: "api",
      exact: true,
      ...correct(prompt, count, { total: exchange.counted.tokens, cached: null }),
      problems,
    };
  }
  return problems.length === 0 ? null : { ...computedEvidence, problems };
}

/**
 * Whether the recording was earned by this very request. A recording that does not name its body
 * vouches for the body beside it only where nothing outside the file can change that body, and no
 * other tree shows the same recording beside another.
 */
function isEarnedBy(exchange: Exchange, other: Exchange | null): boolean {
  const { recorded, request } = exchange;
  if (recorded === null) return false;
  if (recorded.inputHash !== null) return recorded.inputHash === exchange.inputHash;
  if (request.links.length > 0 || request.placeholders.length > 0) return false;
  return (
    other === null || !isSameRecording(exchange, other) || other.inputHash === exchange.inputHash
  );
}

/**
 * What a truth adds to our count, block by block. A recording that shows caching says how much
 * stands before its last breakpoint; where that is on the last block, what is left stands behind
 * it.
 */
function correct(
  prompt: Prompt,
  count: Count,
  truth: { readonly total: number; readonly cached: number | null },
): Pick<Evidence, "corrections" | "tail"> {
  const { blocks } = count;
  const { total, cached } = truth;
  const last = prompt.breakpoints.at(-1)?.block ?? -1;
  const corrected = (
    shares: readonly number[],
    tail: number | null,
  ): Pick<Evidence, "corrections" | "tail"> => ({
    corrections: prompt.blocks.map((block, at) => ({
      key: block.key,
      level: block.level,
      tokens: shares[at] ?? 0,
    })),
    tail,
  });
  if (cached === null || last < 0 || cached > total)
    return corrected(shareOut(total - count.total, blocks), null);
  if (last < blocks.length - 1) {
    const [before, after] = [blocks.slice(0, last + 1), blocks.slice(last + 1)];
    return corrected(
      [...shareOut(cached - sum(before), before), ...shareOut(total - cached - sum(after), after)],
      null,
    );
  }
  const tail = total - cached;
  const before = blocks.map((tokens, at) => (at === last ? tokens - count.tail : tokens));
  const shares = shareOut(cached - sum(before), before);
  return corrected(
    shares.map((tokens, at) => (at === last ? tokens + tail - count.tail : tokens)),
    tail,
  );
}

function sum(tokens: readonly number[]): number {
  return tokens.reduce((all, one) => all + one, 0);
}

function place(prompt: Prompt, corrections: readonly Correction[]): readonly number[] {
  const shares = prompt.blocks.map(() => 0);
  const waiting = new Map<number, number[]>();
  for (const [at, block] of prompt.blocks.entries())
    waiting.set(block.key, [...(waiting.get(block.key) ?? []), at]);
  const taken = new Set<number>();
  const left = { tools: 0, system: 0, messages: 0 };
  for (const { key, level, tokens } of corrections) {
    const at = waiting.get(key)?.shift();
    if (at === undefined) left[level] += tokens;
    else {
      shares[at] = (shares[at] ?? 0) + tokens;
      taken.add(at);
    }
  }
  for (const level of ["tools", "system", "messages"] as const) {
    if (left[level] === 0 || prompt.blocks.length === 0) continue;
    const inLevel = prompt.blocks.flatMap((block, at) => (block.level === level ? [at] : []));
    const home = inLevel.find((at) => !taken.has(at)) ?? inLevel.at(-1) ?? prompt.blocks.length - 1;
    shares[home] = (shares[home] ?? 0) + left[level];
  }
  return shares;
}

/**
 * Whether the recording was made on the model the request names now: another model has another
 * tokenizer or frame.
 */
function isRecordedModel(exchange: Exchange): boolean {
  const name = modelOf(exchange.recorded?.response ?? null);
  return name === null || modelId(name) === modelIdOf(exchange.request.body);
}

/**
 * Corrections worked out from the other tree's body, where the recording is of that body and the
 * model is the same.
 */
function borrow(
  exchange: Exchange,
  other: Exchange | null,
  options: EvidenceOptions,
): Evidence | null {
  if (other === null || !isSameModel(other, exchange)) return null;
  const truth = findTruth(other, exchange, options);
  return truth === null || !truth.exact ? null : { ...truth, witness: "calibrated", exact: false };
}

/**
 * Corrections that the recording's own file keeps for this counter. They say no place, so they are
 * shared out by tokens.
 */
function keptResidual(exchange: Exchange, options: EvidenceOptions): Evidence | null {
  const residual = exchange.recorded?.residual ?? null;
  if (residual === null) return null;
  if (residual.counter !== options.counter.id) {
    return {
      ...computedEvidence,
      problems: [problem("residual-dropped", exchange.place, { counter: residual.counter })],
    };
  }
  const prompt = options.promptOf(exchange);
  const count = options.counter.count(prompt);
  return {
    witness: "calibrated",
    exact: false,
    ...correct(prompt, count, { total: count.total + residual.tokens, cached: null }),
    problems: [],
  };
}

/**
 * One kind of witness for both sides of an exchange whose request differs, and for every request in
 * between: our count plus the same corrections. A changed model has none. A change of witness is
 * never a change of cost.
 */
export function pairEvidence(
  pair: { readonly head: Exchange; readonly base: Exchange | null },
  options: EvidenceOptions,
): Evidence {
  const { head, base } = pair;
  if (base !== null && !isSameModel(base, head)) return computedEvidence;
  const truths = [base, head].flatMap((side) => {
    if (side === null || !isRecordedModel(side)) return [];
    const truth = findTruth(side, side === head ? base : head, options);
    return truth !== null && truth.exact ? [truth] : [];
  });
  const [truth] = truths;
  if (truth !== undefined) return { ...truth, witness: "calibrated", exact: false };
  const kept = [base, head].flatMap((side) =>
    side !== null && isRecordedModel(side) ? [keptResidual(side, options)] : [],
  );
  return kept.find((one) => one !== null && one.corrections.length > 0) ?? computedEvidence;
}

/**
 * A request's count under some evidence. Exact evidence has no interval; calibrated keeps the width
 * of our own count.
 */
export function countWithEvidence(prompt: Prompt, evidence: Evidence, counter: Counter): Count {
  const count = counter.count(prompt);
  const problems = [...(evidence.exact ? [] : count.problems), ...evidence.problems];
  if (evidence.witness === "computed")
    return evidence.problems.length === 0 ? count : { ...count, problems };
  const shares = place(prompt, evidence.corrections);
  const blocks = count.blocks.map((tokens, at) => Math.max(0, tokens + (shares[at] ?? 0)));
  const total = blocks.reduce((sum, tokens) => sum + tokens, 0);
  const parts: { -readonly [Part in keyof Parts]: number } = { ...count.parts };
  for (const [at, block] of prompt.blocks.entries())
    parts[block.level] += (blocks[at] ?? 0) - (count.blocks[at] ?? 0);
  return {
    total,
    low: evidence.exact ? total : Math.max(0, total - (count.total - count.low)),
    high: evidence.exact ? total : total + (count.high - count.total),
    witness: evidence.witness,
    parts,
    blocks,
    tail: Math.min(evidence.tail ?? count.tail, blocks.at(-1) ?? 0),
    problems,
  };
}
