import { isSystemTool } from "../prompt/flatten.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { PriceBook, Rates } from "../models/rates.ts";
import type { Pico } from "../money.ts";
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
   * In the prompt's order: what each adds to the expected cost of one run over the mix of the
   * scenario's fixtures. Pico-dollars times the divisor.
   */
  readonly blocks: readonly bigint[];
}

/** What the blocks of a scenario's prompts cost, exactly; all over one divisor. */
export interface BlockCosts {
  readonly divisor: bigint;
  /** In the order of the scenario's runs. */
  readonly exchanges: readonly ExchangeBlockCosts[];
}

/**
 * What each block of a scenario's prompts costs, by where its tokens stand among those read from the
 * cache, written to it and neither, over all that the cache may do. What has no price costs nothing
 * here. They add up to the cost of the prompts, but for the passes that the API adds.
 */
export function blockCosts(
  scenario: MeasuredScenario,
  projection: Projection,
  book: PriceBook,
): BlockCosts {
  const weights = wholeWeights(scenario.runs.map((run) => run.weight));
  const projected = projection.exchanges[Symbol.iterator]();
  const exchanges = scenario.runs.flatMap((run, index) => {
    const weight = weights.each[index] ?? 0n;
    return run.exchanges.map((measured) => {
      const { value } = projected.next();
      const costs = value === undefined ? [] : costsOf(measured, value, book);
      return { measured, blocks: costs.map((cost) => cost * weight) };
    });
  });
  return { divisor: certainty * (weights.sum === 0n ? 1n : weights.sum), exchanges };
}

/** Pico-dollars of each block, over 2⁴⁰. */
function costsOf(
  { prompt, count }: MeasuredExchange,
  { outcomes, rate }: Pick<ProjectedExchange, "outcomes" | "rate">,
  book: PriceBook,
): readonly bigint[] {
  const ends = renderedEnds(prompt, count.blocks);
  const costs = prompt.blocks.map(() => 0n);
  const rates = book.rates(rate);
  for (const outcome of outcomes) {
    // Times the chance once, not for every block.
    const spans = spansOf(outcome, rates).map((span) => ({
      ...span,
      rate: outcome.chance * span.rate,
    }));
    for (const [index, end] of ends.entries()) {
      const start = end - Math.max(0, count.blocks[index] ?? 0);
      for (const span of spans) {
        const covered = Math.min(end, span.end) - Math.max(start, span.start);
        if (covered > 0) costs[index] = (costs[index] ?? 0n) + BigInt(covered) * span.rate;
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
  readonly rate: Pico;
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
    const span = { start, end: start + tokens, rate: rates?.[name] ?? 0n };
    start = span.end;
    return span;
  });
}
