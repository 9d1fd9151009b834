import { sum } from "../../arithmetic.ts";
import { countServerResults } from "../../api/completed-input.ts";
import { usageOf } from "../../api/response.ts";
import { promptSize, readUsage, type Usage } from "../../api/usage.ts";
import { isOneSampling, recordedSplit, type RecordedSplit } from "../../billing/recorded/split.ts";
import { loopTotals } from "../../billing/recorded/loop-split.ts";
import type { FileExchange } from "../../fixture/fixture.ts";
import type { JsonObject } from "../../json.ts";
import type { Problem } from "../../problem.ts";

/** What an exchange's recording says of its size. */
export interface RecordedSize {
  readonly usage: Usage | null;
  /** How the usage divides, as recorded; null: there is none. */
  readonly whole: RecordedSplit | null;
  /** Whether the usage is of the very body that stands beside it. */
  readonly vouches: boolean;
  /** Whether it sums several samplings. */
  readonly summed: boolean;
}

const nothing: RecordedSize = { usage: null, whole: null, vouches: false, summed: false };

/** Reads an exchange's recorded usage; problems of the usage are added to the list given. */
export function readRecordedSize(
  { exchange, body }: FileExchange,
  problems: Problem[],
): RecordedSize {
  const { recorded } = exchange;
  if (recorded === null) return nothing;
  const { usage, problems: found } = readUsage(usageOf(recorded.response), recorded.place);
  problems.push(...found);
  if (usage === null) return nothing;
  const request = body === "whole" ? exchange.request.body : null;
  return {
    usage,
    whole: recordedSplit(usage, request),
    // The hash of the body is worked out only when it is asked for.
    vouches: recorded.inputHash === null || recorded.inputHash === exchange.inputHash,
    summed: !isOneSampling(usage, recorded.response),
  };
}

/**
 * Input tokens of each of the samplings that a usage sums: as its iterations list them, else
 * growing evenly from the first one's size.
 */
export function samplingTotals(
  size: { readonly usage: Usage; readonly whole: RecordedSplit },
  response: JsonObject | null,
  first: number,
): readonly number[] {
  const total = totalOf(size.whole);
  const listed = size.usage.iterations.filter(({ kind }) => kind === "message").map(promptSize);
  if (sum(listed) === total) return listed;
  return loopTotals({
    first,
    sum: total,
    rounds: Math.max(1, countServerResults(response), size.usage.webSearches),
  });
}

function totalOf(split: RecordedSplit): number {
  return split.read + split.write5m + split.write1h + split.input;
}
