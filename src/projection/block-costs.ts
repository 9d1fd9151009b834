import { isSystemTool } from "../prompt/flatten.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { PriceBook, Rates } from "../models/rates.ts";
import { certainty } from "../traffic/chance.ts";
import { wholeWeights } from "../traffic/weights.ts";
import type {
  CacheOutcome,
  MeasuredExchange,
  MeasuredScenario,
  ProjectedExchange,
  Projection,
} from "./projection.ts";

/** An exchange with what each block of its prompt costs. */
export interface ExchangeBlockCosts {
  readonly measured: MeasuredExchange;
  /**
   * In the prompt's order, pico-dollars of one run over the mix of the scenario's fixtures: shares of
   * a bill, no ledger.
   */
  readonly blocks: readonly number[];
}

/**
 * What each block of a scenario's prompts costs, by where its tokens stand among those read from the
 * cache, written to it and neither, over all that the cache may do. What has no price costs nothing
 * here. Exchanges come in the order of the scenario's runs.
 */
export function blockCosts(
  scenario: MeasuredScenario,
  projection: Projection,
  book: PriceBook,
): readonly ExchangeBlockCosts[] {
  const weights = wholeWeights(scenario.runs.map((run) => run.weight));
  const projected = projection.exchanges[Symbol.iterator]();
  return scenario.runs.flatMap((run, index) => {
    const share = Number(weights.each[index] ?? 0n) / Math.max(1, Number(weights.sum));
    return run.exchanges.map((measured) => {
      const { value } = projected.next();
      const costs = value === undefined ? [] : costsOf(measured, value, book);
      return { measured, blocks: costs.map((cost) => cost * share) };
    });
  });
}

/** Pico-dollars of each block, over the outcomes. */
function costsOf(
  { prompt, count }: MeasuredExchange,
  { outcomes, rate }: Pick<ProjectedExchange, "outcomes" | "rate">,
  book: PriceBook,
): readonly number[] {
  const ends = renderedEnds(prompt, count.blocks);
  const costs = prompt.blocks.map(() => 0);
  const rates = book.rates(rate);
  for (const outcome of outcomes) {
    const chance = Number(outcome.chance) / Number(certainty);
    const spans = spansOf(outcome, rates);
    for (const [index, end] of ends.entries()) {
      const start = end - Math.max(0, count.blocks[index] ?? 0);
      for (const span of spans) {
        const covered = Math.min(end, span.end) - Math.max(start, span.start);
        if (covered > 0) costs[index] = (costs[index] ?? 0) + chance * covered * span.rate;
      }
    }
  }
  return costs;
}

/** Where each block's tokens end, in the order they are rendered: some tools stand behind the others. */
function renderedEnds(prompt: Prompt, tokens: readonly number[]): readonly number[] {
  const ends: number[] = [];
  let end = 0;
  const place = (index: number): void => {
    end += Math.max(0, tokens[index] ?? 0);
    ends[index] = end;
  };
  const behind = prompt.blocks.map((block) => block.level === "tools" && isSystemTool(block.kind));
  const toolCount = prompt.blocks.filter(({ level }) => level === "tools").length;
  for (let index = 0; index < toolCount; index += 1) if (behind[index] !== true) place(index);
  for (let index = 0; index < toolCount; index += 1) if (behind[index] === true) place(index);
  for (let index = toolCount; index < prompt.blocks.length; index += 1) place(index);
  return ends;
}

/** A stretch of a prompt that is billed at one rate, pico-dollars a token. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly rate: number;
}

/** Read first, then written for an hour, then for five minutes, then neither (billing.md §2). */
function spansOf(
  { read, write1h, write5m, input }: CacheOutcome,
  rates: Rates | null,
): readonly Span[] {
  let start = 0;
  const spans = [
    [read, "cacheRead"],
    [write1h, "cacheWrite1h"],
    [write5m, "cacheWrite5m"],
    [input, "input"],
  ] as const;
  return spans.map(([tokens, name]) => {
    const span = { start, end: start + tokens, rate: Number(rates?.[name] ?? 0n) };
    start = span.end;
    return span;
  });
}
