import { outputTokens, thinkingTokens } from "../api/response.ts";
import { sum } from "../arithmetic.ts";
import { ratio, type Ratio } from "../money.ts";
import { percentile } from "../percentile.ts";
import type { MeasuredScenario } from "../projection/projection.ts";

/** How long a scenario's recorded answers are, tokens, thinking included. */
export interface RecordedAnswers {
  /** How many lengths are known: an answer that was sampled again counts as often. */
  readonly recorded: number;
  readonly p50: number;
  readonly p90: number;
  /** The part of the tokens that was thinking; null where no recording says it (billing.md §5). */
  readonly thinking: Ratio | null;
}

/**
 * The lengths of the answers whose recording vouches for them today; null where none does. Each
 * fixture counts alike, whatever its weight: it is what was seen, not what is expected.
 */
export function describeAnswers({ runs }: MeasuredScenario): RecordedAnswers | null {
  const recordings = runs.flatMap(({ exchanges }) =>
    exchanges.flatMap(({ exchange, output }) =>
      exchange.recorded === null || output.basis !== "recorded" ? [] : [exchange.recorded],
    ),
  );
  const lengths = recordings.flatMap(({ samples, response }) =>
    samples.length > 0 ? samples : (outputTokens(response) ?? []),
  );
  if (lengths.length === 0) return null;
  return {
    recorded: lengths.length,
    p50: percentile(lengths, 0.5),
    p90: percentile(lengths, 0.9),
    thinking: thinkingShare(recordings.map(({ response }) => response)),
  };
}

/** The share of thinking in the answers that say how much of them was. */
function thinkingShare(responses: readonly Parameters<typeof thinkingTokens>[0][]): Ratio | null {
  const known = responses.flatMap((response) => {
    const thinking = thinkingTokens(response);
    return thinking === null ? [] : [{ thinking, all: outputTokens(response) ?? 0 }];
  });
  const all = sum(known.map((answer) => answer.all));
  return all === 0 ? null : ratio(BigInt(sum(known.map(({ thinking }) => thinking))), BigInt(all));
}
