import { levels, type Level } from "../../api/request.ts";
import type { Estimator } from "../../evaluation/estimator.ts";
import { writeJson, type Json } from "../../json.ts";
import { effortFactor } from "../../models/effort.ts";
import { findByPriceBookId } from "../../models/lookup.ts";
import { uniqueBy } from "../../order.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import { diffLevels, type Difference } from "../../prompt/difference/difference.ts";
import { answeringOf } from "../../tokens/answers/answering.ts";
import { explainCache } from "../cache-break/cache-break.ts";
import { bareChange, type Change } from "../comparison.ts";
import type { CauseStep } from "../steps.ts";
import type { AlignedRun } from "../substitution/aligned-run.ts";
import type { TakenStep } from "../substitution/bridge.ts";
import { answerChanges, isAnswerUnknown } from "../substitution/answer-step.ts";
import { partOf } from "../substitution/counterfactual.ts";
import type { ChangesByCause } from "./causes.ts";
import { feeChanges } from "./fee-changes.ts";
import { describeModels } from "./model-change.ts";
import { distinctShown, keyOf } from "./shown-change.ts";

/** An exchange that both sides have, and that changes at some step. */
interface ExchangePair {
  readonly head: MeasuredExchange;
  readonly base: MeasuredExchange;
}

/**
 * Names what each cause is made of: tools by name and size, texts by file, line and offset,
 * settings by key, and what the cache broke at. Names, places and sizes only; prompt text never
 * leaves the request.
 */
export function nameChanges(
  runs: readonly AlignedRun[],
  taken: readonly TakenStep<CauseStep>[],
  estimator: Estimator,
): ChangesByCause {
  const pairs = changedPairs(runs);
  const differing = pairs.map((pair) => ({
    pair,
    differences: diffLevels(pair.base.prompt, pair.head.prompt),
  }));
  const changesIn = (level: Level): readonly Change[] =>
    distinctShown(
      differing.flatMap(({ pair, differences }) =>
        differences[level].map((difference) => ({
          change: blockChange(difference, pair),
          exchange: pair.head.exchange,
        })),
      ),
    );
  const cache = explainCache(taken.filter(({ step }) => levels.some((level) => level === step)));
  return {
    exchanges: distinct(exchangeChanges(runs)),
    model: distinct(
      taken.flatMap((step) => (step.step === "model" ? describeModels(step, estimator) : [])),
    ),
    settings: distinct(pairs.flatMap(settingChanges)),
    tools: changesIn("tools"),
    system: changesIn("system"),
    messages: changesIn("messages"),
    cache: distinctShown(cache),
    fees: distinct(pairs.flatMap(feeChanges)),
    output: distinct(pairs.flatMap(outputChanges)),
  };
}

function changedPairs(runs: readonly AlignedRun[]): readonly ExchangePair[] {
  return runs.flatMap((run) =>
    run.alignedExchanges.flatMap((aligned, index) => {
      const [head, base] = [run.head.exchanges[index], run.base.exchanges[index]];
      return aligned.changes.size === 0 || head === undefined || base === undefined
        ? []
        : [{ head, base }];
    }),
  );
}

/** Each change once, though many exchanges show it; the first to show it gives its place. */
function distinct(changes: readonly Change[]): readonly Change[] {
  return uniqueBy(changes, keyOf);
}

function blockChange(difference: Difference, pair: ExchangePair): Change {
  const { kind, breaks, name, block, offset, length, place } = difference;
  const tokens = movesToolPrompt(difference, pair) ? null : sizeOfChange(difference, pair);
  return { ...bareChange, kind, breaks, name, tokens, block, offset, length, place };
}

/** Tokens that came, went, or are more or fewer than before. */
function sizeOfChange(difference: Difference, { head, base }: ExchangePair): number {
  const { kind, block } = difference;
  if (kind === "removed") return tokensAt(base, block);
  if (kind === "added") return tokensAt(head, block);
  return tokensAt(head, block) - tokensAt(base, pathInBase(base, difference));
}

/**
 * Whether a tool opens the list on one side and not on the other. The tool prompt is counted with
 * the first tool, so a size would hold it too, though it is still there, or was.
 */
function movesToolPrompt(difference: Difference, { head, base }: ExchangePair): boolean {
  const { level, kind, block } = difference;
  if (level !== "tools") return false;
  const isFirst = block === firstTool;
  if (kind === "added") return isFirst && hasTools(base);
  if (kind === "removed") return isFirst && hasTools(head);
  return isFirst !== (pathInBase(base, difference) === firstTool);
}

const firstTool = "tools.0";

function hasTools({ prompt }: MeasuredExchange): boolean {
  return prompt.blocks.some(({ level }) => level === "tools");
}

function tokensAt(exchange: MeasuredExchange, path: string | null): number {
  return exchange.prompt.blocks.reduce(
    (sum, block, index) => (block.path === path ? sum + (exchange.count.blocks[index] ?? 0) : sum),
    0,
  );
}

/** A block's path on main's side: a tool goes by its name, since its place may have moved. */
function pathInBase(base: MeasuredExchange, { level, block, name }: Difference): string | null {
  if (level !== "tools") return block;
  const found = base.prompt.blocks.find(
    (other) => other.level === "tools" && nameOf(other.content) === name,
  );
  return found?.path ?? null;
}

function nameOf(content: Json): Json {
  return typeof content === "object" && content !== null && "name" in content
    ? (content["name"] ?? null)
    : null;
}

function exchangeChanges(runs: readonly AlignedRun[]): readonly Change[] {
  return runs.flatMap((run) =>
    run.alignedExchanges.flatMap((aligned, index): readonly Change[] => {
      const [head, base] = [run.head.exchanges[index], run.base.exchanges[index]];
      const shown = head ?? base;
      if (!aligned.changes.has("exchanges") || shown === undefined) return [];
      const kind = base === undefined ? "added" : head === undefined ? "removed" : "moved";
      return [{ ...bareChange, kind, name: shown.exchange.id, place: shown.exchange.place }];
    }),
  );
}

/** The settings that have an answer written otherwise, where its length is not vouched for. */
function outputChanges({ head, base }: ExchangePair): readonly Change[] {
  if (!isAnswerUnknown(head, base)) return [];
  const { place } = head.exchange;
  return answerChanges(head, base)
    .filter((name) => name !== "model")
    .map((name) => ({
      ...bareChange,
      name,
      ...(name === "effort" ? effortChange({ head, base }) : {}),
      place: { ...place, path: null },
    }));
}

/** From which effort to which, and what the new length rests on. */
function effortChange({ head, base }: ExchangePair): Pick<Change, "kind" | "what"> {
  const [now, before] = [head, base].map(({ exchange }) => answeringOf(exchange.request.body));
  const [from, to] = [before?.effort.level ?? null, now?.effort.level ?? null];
  if (from === null || to === null) return { kind: "changed", what: null };
  const model = findByPriceBookId(now?.model ?? "");
  const factor = model === null ? null : effortFactor(model.id, { from, to });
  const isScaled = factor !== null && head.output.basis === "scaled";
  const source = base.output.basis === "recorded" ? "main's answers are recorded, " : "";
  return {
    kind: `${from} → ${to}`,
    what: isScaled
      ? `${source}the new ones scaled by the vendor's index ` +
        `${(factor.times / factor.over).toFixed(2)}, a wide guess: replay for the fact`
      : "how long an answer gets by it nobody vouches for: replay for the fact",
  };
}

function settingChanges({ head, base }: ExchangePair): readonly Change[] {
  const [now, before] = [head.exchange.request.body, base.exchange.request.body];
  const { place } = head.exchange;
  const changed = (kind: string, name: string): Change => ({ ...bareChange, kind, name, place });
  const settings = [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((key) => partOf(key) === "settings")
    .filter((key) => textOf(now[key]) !== textOf(before[key]))
    .sort()
    .map((key) => changed(key in before ? (key in now ? "changed" : "removed") : "added", key));
  const [betas, betasBefore] = [head.exchange.betas, base.exchange.betas];
  return [
    ...settings,
    ...betas.filter((beta) => !betasBefore.includes(beta)).map((beta) => changed("added", beta)),
    ...betasBefore.filter((beta) => !betas.includes(beta)).map((beta) => changed("removed", beta)),
  ];
}

function textOf(value: Json | undefined): string {
  return value === undefined ? "" : writeJson(value);
}
