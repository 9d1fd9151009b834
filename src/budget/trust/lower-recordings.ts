/** What a recording says less of than main's, where nothing in what was sent can be the reason. */
import { completesInput } from "../../api/completed-input.ts";
import { contentOf, inputTotal, outputTokens } from "../../api/response.ts";
import { sum } from "../../arithmetic.ts";
import type { Exchange, Recorded } from "../../fixture/fixture.ts";
import { isSameJson } from "../../json.ts";
import type { RelaxedRule } from "./relaxed-rules.ts";

/**
 * The tokens of one body do not change from one recording to the next, nor those of one answer. A
 * body whose input the API completes itself is exempt (DESIGN.md, "What a recording vouches for").
 */
export function findLowerRecording(before: Exchange, after: Exchange): readonly RelaxedRule[] {
  if (before === after) return [];
  const [sent, sentNow] = [vouchedInput(before), vouchedInput(after)];
  const isSameBody = before.inputHash === after.inputHash && !completesInput(after.request.body);
  const input = isSameBody ? lower("input tokens", { before: sent, after: sentNow }) : null;
  const [answered, answeredNow] = [before, after].map(({ recorded }) =>
    recorded === null ? null : recordedLength(recorded),
  );
  const output =
    isSameText(before, after) || isTextDropped(before, after)
      ? lower("output tokens", { before: answered ?? null, after: answeredNow ?? null })
      : null;
  return [input, output]
    .filter((found) => found !== null)
    .map(({ what, from, to }) => ({
      rule: `${after.id} recorded ${what}`,
      from: String(from),
      to: String(to),
      place: after.place,
    }));
}

function lower(
  what: string,
  { before, after }: { readonly before: number | null; readonly after: number | null },
): { readonly what: string; readonly from: number; readonly to: number } | null {
  return before === null || after === null || after >= before
    ? null
    : { what, from: before, to: after };
}

/** Output tokens of an answer; the mean of its samples where it was sent several times. */
function recordedLength({ samples, response }: Recorded): number | null {
  return samples.length > 0 ? Math.ceil(sum(samples) / samples.length) : outputTokens(response);
}

/** Input tokens of an exchange's own body, by its recording, else by `count_tokens`. */
function vouchedInput({ recorded, counted, inputHash }: Exchange): number | null {
  if (recorded !== null && (recorded.inputHash ?? inputHash) === inputHash)
    return inputTotal(recorded.response)?.total ?? null;
  return counted?.inputHash === inputHash ? counted.tokens : null;
}

/** Whether both show one answer: its id, and every block of it. */
function isSameText(before: Exchange, after: Exchange): boolean {
  const [was, is] = [before.recorded?.response ?? null, after.recorded?.response ?? null];
  const [content, contentNow] = [contentOf(was), contentOf(is)];
  return (
    content !== null &&
    contentNow !== null &&
    (was?.["id"] ?? null) === (is?.["id"] ?? null) &&
    isSameJson(content, contentNow)
  );
}

/** Whether main's shows its answer, against which a length can be held, and the head's does not. */
function isTextDropped(before: Exchange, after: Exchange): boolean {
  const [content, contentNow] = [before, after].map(
    ({ recorded }) => contentOf(recorded?.response ?? null)?.length ?? 0,
  );
  return content !== 0 && contentNow === 0;
}
