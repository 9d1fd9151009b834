/**
 * The choice of witness (DESIGN.md, "Counting tokens"). Alone, an exchange takes the best it has:
 * what speaks of its own body, else what a recording of the other tree's body, or a residual kept
 * in its file, adds to our count, else our count alone. In a comparison both sides of a changed
 * request take the same, so that no change of witness shows as a change of cost.
 */
import { priceBookIdOf } from "../../api/model.ts";
import { levels, type Level } from "../../api/request.ts";
import { inputTotal } from "../../api/response.ts";
import { sum } from "../../arithmetic.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import { problem, type Problem } from "../../problem.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { Count, Counter, Parts } from "../count.ts";
import { correct, placeCorrections } from "./corrections.ts";
import {
  computedEvidence,
  directEvidence,
  isOfAskedModel,
  type Evidence,
  type EvidenceOptions,
} from "./evidence.ts";
import { isPlausibleResidual } from "./plausible.ts";

/**
 * The best evidence an exchange has. `other` is the same exchange in the tree it is compared with:
 * a recording made of that body calibrates this one.
 */
export function ownEvidence(
  exchange: Exchange,
  options: EvidenceOptions & { readonly other?: Exchange | null },
): Evidence {
  const other = options.other ?? null;
  const direct = directEvidence(exchange, other, options);
  if (direct !== null) return direct;
  if (exchange.recorded === null || !isOfAskedModel(exchange)) return computedEvidence;
  return (
    calibratedBy(other, exchange, options) ?? keptResidual(exchange, options) ?? computedEvidence
  );
}

/**
 * The corrections of the other tree's body, where a witness speaks of that body and the model is
 * the same.
 */
function calibratedBy(
  other: Exchange | null,
  exchange: Exchange,
  options: EvidenceOptions,
): Evidence | null {
  if (other === null || !isSameModel(other, exchange)) return null;
  return asCalibration(directEvidence(other, null, options));
}

/** Direct evidence of one body as the calibration of another; null where there is none. */
function asCalibration(direct: Evidence | null): Evidence | null {
  return direct !== null && direct.exact
    ? { ...direct, witness: "calibrated", exact: false }
    : null;
}

/**
 * The residual that the fixture keeps beside its recording: how far our count was from the recorded
 * total. It names no block, so it is shared out by tokens. Another counter's is no use (problem
 * `residual-dropped`), nor one that this counter cannot be off by (`residual-implausible`). Where the
 * other tree has the recorded body, our count of that body says what it is, whatever is kept.
 */
function keptResidual(
  exchange: Exchange,
  options: EvidenceOptions & { readonly other?: Exchange | null },
): Evidence | null {
  const { recorded, place } = exchange;
  const residual = recorded?.residual ?? null;
  if (recorded === null || residual === null) return null;
  const { counter } = residual;
  const dropped = (found: Problem): Evidence => ({ ...computedEvidence, problems: [found] });
  if (counter !== options.counter.id)
    return dropped(problem("residual-dropped", place, { counter }));
  const prompt = options.promptOf(exchange);
  const count = options.counter.count(prompt);
  const tokens = residualOfBody(exchange, options) ?? residual.tokens;
  if (tokens !== residual.tokens || !isPlausibleResidual(tokens, count))
    return dropped(
      problem("residual-implausible", place, { tokens: residual.tokens, counted: count.total }),
    );
  const corrected = correct(prompt, count, { total: count.total + tokens, cached: null });
  return { witness: "calibrated", exact: false, ...corrected, problems: [] };
}

/**
 * What the recorded total is over our count of the body that earned it, where the other tree has
 * that body: tokens. Null where it has not.
 */
function residualOfBody(
  { recorded }: Exchange,
  { other = null, counter, promptOf }: EvidenceOptions & { readonly other?: Exchange | null },
): number | null {
  const total = recorded === null ? null : (inputTotal(recorded.response)?.total ?? null);
  return other === null || total === null || recorded?.inputHash !== other.inputHash
    ? null
    : total - counter.count(promptOf(other)).total;
}

/**
 * The evidence for both sides of an exchange whose request differs, and for every counterfactual
 * between them: our count plus the same corrections, main's recording before the head's. A changed
 * model has none. `base` is null where the exchange is new.
 */
export function pairEvidence(
  pair: { readonly head: Exchange; readonly base: Exchange | null },
  options: EvidenceOptions,
): Evidence {
  const { head, base } = pair;
  if (base !== null && !isSameModel(base, head)) return computedEvidence;
  const recorded = [base, head].filter((side) => side !== null).filter(isOfAskedModel);
  for (const side of recorded) {
    // Main's recordings are main's, whatever the head makes of the bodies beside them.
    const other = side === head ? base : null;
    const calibration = asCalibration(directEvidence(side, other, options));
    if (calibration !== null) return calibration;
  }
  const kept = recorded.map((side) =>
    keptResidual(side, { ...options, other: side === head ? base : null }),
  );
  return (
    kept.find((evidence) => evidence !== null && evidence.corrections.length > 0) ??
    computedEvidence
  );
}

function isSameModel(a: Exchange, b: Exchange): boolean {
  return priceBookIdOf(a.request.body) === priceBookIdOf(b.request.body);
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
  // What speaks of this very request speaks of each of its blocks in their order.
  const shares = evidence.exact
    ? evidence.corrections.map(({ tokens }) => tokens)
    : placeCorrections(prompt, evidence.corrections);
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
    parts: withoutDebts(parts),
    blocks,
    tail: Math.min(evidence.tail ?? count.tail, blocks.at(-1) ?? 0),
    problems,
  };
}

/**
 * Parts of which none is below zero: a block may hold tokens of another part than its level's (a
 * tool prompt that stands behind the system prompt), so a witness that says less of the block than
 * we count may take more from its level than that has. The largest part bears the rest.
 */
function withoutDebts(parts: Parts): Parts {
  const debt = sum(levels.map((level) => Math.min(0, parts[level])));
  if (debt === 0) return parts;
  const [largest] = [...levels].sort((a, b) => parts[b] - parts[a]);
  const settle = (level: Level): number =>
    Math.max(0, parts[level]) + (level === largest ? debt : 0);
  return { tools: settle("tools"), system: settle("system"), messages: settle("messages") };
}
