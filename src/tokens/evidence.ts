/** The witness a request's count rests on (DESIGN.md, "Counting tokens"). */
import { priceBookId, priceBookIdOf, modelOf } from "../api/model.ts";
import { sum } from "../arithmetic.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { problem } from "../problem.ts";
import type { Prompt } from "../prompt/prompt.ts";
import { correct, placeCorrections } from "./corrections.ts";
import type { Count, Counter, Parts } from "./count.ts";
import { computedEvidence, findTruth, type Evidence, type EvidenceOptions } from "./truth.ts";

/**
 * The best witness an exchange has. `other` is the same exchange in the tree it is compared with: a
 * recording made of that body calibrates this one.
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
    const dropped = problem("residual-dropped", exchange.place, { counter: residual.counter });
    return { ...computedEvidence, problems: [dropped] };
  }
  const prompt = options.promptOf(exchange);
  const count = options.counter.count(prompt);
  const corrected = correct(prompt, count, { total: count.total + residual.tokens, cached: null });
  return { witness: "calibrated", exact: false, ...corrected, problems: [] };
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
  const recorded = [base, head].filter((side) => side !== null).filter(isRecordedModel);
  for (const side of recorded) {
    const truth = findTruth(side, side === head ? base : head, options);
    if (truth !== null && truth.exact) return { ...truth, witness: "calibrated", exact: false };
  }
  const kept = recorded.map((side) => keptResidual(side, options));
  return (
    kept.find((evidence) => evidence !== null && evidence.corrections.length > 0) ??
    computedEvidence
  );
}

function isSameModel(a: Exchange, b: Exchange): boolean {
  return priceBookIdOf(a.request.body) === priceBookIdOf(b.request.body);
}

/**
 * Whether the recording was made on the model the request names now: another model has another
 * tokenizer or frame.
 */
function isRecordedModel(exchange: Exchange): boolean {
  const name = modelOf(exchange.recorded?.response ?? null);
  return name === null || priceBookId(name) === priceBookIdOf(exchange.request.body);
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
  const shares = placeCorrections(prompt, evidence.corrections);
  const blocks = count.blocks.map((tokens, index) => Math.max(0, tokens + (shares[index] ?? 0)));
  const total = sum(blocks);
  const parts: { -readonly [Part in keyof Parts]: number } = { ...count.parts };
  for (const [index, { level }] of prompt.blocks.entries())
    parts[level] += (blocks[index] ?? 0) - (count.blocks[index] ?? 0);
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
