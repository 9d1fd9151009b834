/** Why answers get longer or shorter: the settings that have them written otherwise, or recordings. */
import { uniqueBy } from "../../order.ts";
import { effortFactor } from "../../models/effort.ts";
import { findByPriceBookId } from "../../models/lookup.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import { answeringOf, type AnswerSetting } from "../../tokens/answers/answering.ts";
import { bareChange, type Change } from "../comparison.ts";
import type { AlignedRun } from "../substitution/aligned-run.ts";
import { answerChanges, isAnswerUnknown } from "../substitution/answer-step.ts";
import { differingValues } from "./setting-changes.ts";

/** An exchange that both sides have. */
interface ExchangePair {
  readonly head: MeasuredExchange;
  readonly base: MeasuredExchange;
}

/**
 * Of each answer that the step `output` brings in, or of whose length nobody can tell: the settings
 * that decide it and differ, else that it was recorded longer or shorter. Each setting once, with
 * the lengths of the first answer.
 */
export function outputChanges(runs: readonly AlignedRun[]): readonly Change[] {
  const changes = runs.flatMap((run) =>
    run.alignedExchanges.flatMap((aligned, index): readonly Change[] => {
      const [head, base] = [run.head.exchanges[index], run.base.exchanges[index]];
      if (head === undefined || base === undefined || aligned.changes.size === 0) return [];
      const isUnknown = isAnswerUnknown(head, base);
      if (!isUnknown && !aligned.changes.has("output")) return [];
      const settings = answerChanges(head, base).filter((name) => name !== "model");
      return settings.length === 0
        ? aligned.changes.has("output")
          ? [recordedChange({ head, base })]
          : []
        : settings.map((name) => settingChange(name, { head, base }));
    }),
  );
  return uniqueBy(changes, ({ name, kind, from, to, what, exchange }) =>
    JSON.stringify(name === null ? [exchange, what] : [name, kind, from, to, what]),
  );
}

function lengths({ head, base }: ExchangePair): Partial<Change> {
  return {
    tokens: head.output.tokens - base.output.tokens,
    tokensBefore: base.output.tokens,
    tokensAfter: head.output.tokens,
    exchange: head.exchange.index + 1,
  };
}

/** An answer that is another though nothing that decides its length is. */
function recordedChange(pair: ExchangePair): Change {
  const { place } = pair.head.exchange;
  const samples = pair.head.exchange.recorded?.samples.length ?? 0;
  const what = samples > 1 ? `recorded ${samples} times` : "as recorded";
  return { ...bareChange, ...lengths(pair), what, place: { ...place, path: null } };
}

function settingChange(name: AnswerSetting, pair: ExchangePair): Change {
  const { head, base } = pair;
  const { place } = head.exchange;
  const bodies = { before: base.exchange.request.body, after: head.exchange.request.body };
  const [value, ...others] = name === "effort" ? [] : differingValues(name, bodies);
  return {
    ...bareChange,
    ...lengths(pair),
    ...(value === undefined ? {} : { kind: value.kind }),
    // Where several members of it differ, no single one says from what to what.
    ...(value === undefined || others.length > 0 ? {} : { from: value.from, to: value.to }),
    ...(name === "effort" ? effortChange(pair) : {}),
    name,
    place: { ...place, path: null },
  };
}

/** From which effort to which, and what the new length rests on. */
function effortChange({ head, base }: ExchangePair): Partial<Change> {
  const [now, before] = [head, base].map(({ exchange }) => answeringOf(exchange.request.body));
  const [from, to] = [before?.effort.level ?? null, now?.effort.level ?? null];
  if (from === null || to === null) return {};
  const model = findByPriceBookId(now?.model ?? "");
  const factor = model === null ? null : effortFactor(model.id, { from, to });
  const isScaled = factor !== null && head.output.basis === "scaled";
  const source = base.output.basis === "recorded" ? "main's answers are recorded, " : "";
  return {
    from,
    to,
    what: isScaled
      ? `${source}the new ones scaled by the vendor's index ` +
        `${(factor.times / factor.over).toFixed(2)}, a wide guess: replay for the fact`
      : "how long an answer gets by it nobody vouches for: replay for the fact",
  };
}
