import { groupDigits } from "../../words.ts";
import type { PartSize, SizedPart } from "../../projection/projection.ts";
import { none } from "../words.ts";
import { judgeFigure, notJudged, type Judged, type LimitRules } from "./rules.ts";

/** How many tokens the largest has, and which exchange that is. */
export type ActualTokens = Pick<PartSize, "tokens" | "exchange">;

/**
 * `tokens.prompt` and its like: what a part of any request, or an answer, may have at most, tokens.
 * It asks for no traffic and no price.
 */
export function tokensOf(part: SizedPart): LimitRules<number, ActualTokens> {
  return {
    judge: (most, { largest }) => judgeTokens(most, largest?.[part] ?? null),
    relax: (before, after) =>
      after === null || after > before
        ? [{ path: [], from: describeTokens(before), to: describeTokens(after) }]
        : [],
  };
}

function describeTokens(tokens: number | null): string {
  return tokens === null ? none : groupDigits(tokens);
}

function judgeTokens(most: number, size: PartSize | null): Judged<ActualTokens> {
  if (size === null) return notJudged("nothing-sent");
  const { exchange, tokens, low, high } = size;
  return judgeFigure(
    { tokens, exchange },
    { low: { tokens: low, exchange }, high: { tokens: high, exchange } },
    (actual) => actual.tokens > most,
  );
}
