import {
  sizedParts,
  type LargestParts,
  type MeasuredExchange,
  type MeasuredScenario,
  type PartSize,
  type SizedPart,
} from "./projection.ts";

/**
 * Of each part the exchange of a scenario that has most of it: whole prompts, their levels, answers.
 * The ends are those of all exchanges, so that the largest may be another one there.
 */
export function largestParts({ runs }: MeasuredScenario): LargestParts {
  const largest: Record<SizedPart, PartSize | null> = {
    prompt: null,
    tools: null,
    system: null,
    messages: null,
    output: null,
  };
  for (const { exchanges } of runs)
    for (const measured of exchanges)
      for (const part of sizedParts) largest[part] = larger(largest[part], sizeOf(measured, part));
  return largest;
}

/** The larger of two sizes, the first of equal ones; each end by itself. */
export function larger(a: PartSize | null, b: PartSize | null): PartSize | null {
  if (a === null || b === null) return a ?? b;
  return {
    ...(b.tokens > a.tokens ? b : a),
    low: Math.max(a.low, b.low),
    high: Math.max(a.high, b.high),
  };
}

function sizeOf({ exchange, count, output }: MeasuredExchange, part: SizedPart): PartSize {
  const { id } = exchange;
  if (part === "prompt")
    return { tokens: count.total, low: count.low, high: count.high, exchange: id };
  if (part === "output")
    return { tokens: output.tokens, low: output.low, high: output.high, exchange: id };
  const tokens = count.parts[part];
  // Nobody knows of which level the tokens are that a count may be off by: any that has some.
  const [below, above] =
    tokens === 0 ? [0, 0] : [count.total - count.low, count.high - count.total];
  return { tokens, low: Math.max(0, tokens - below), high: tokens + above, exchange: id };
}
