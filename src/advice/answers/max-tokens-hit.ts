import { maxTokensOf } from "../../api/request.ts";
import { isCutOff } from "../../api/response.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import { placeInBody } from "../../fixture/body-places.ts";
import { groupDigits, plural } from "../../words.ts";
import type { AdviceContext, Proposal } from "../advice.ts";

/** Below so many tokens a cut is meant: a label, or an answer nobody reads. */
const leastMeant = 16;

/**
 * Recorded answers that ended at `max_tokens` and would again: they are paid for and of little use.
 * There is nothing to save, so no scenario is changed.
 */
export function maxTokensHit({ measured }: AdviceContext): readonly Proposal[] {
  const answers = measured.runs
    .flatMap((run) => run.exchanges)
    .filter(({ exchange }) => exchange.recorded !== null);
  const cut = answers.filter(isCutAgain);
  const [first] = cut;
  if (first === undefined) return [];
  const limits = cut.map(({ exchange }) => maxTokensOf(exchange.request.body) ?? 0);
  const [least, most] = [Math.min(...limits), Math.max(...limits)];
  const words =
    least === most ? groupDigits(least) : `${groupDigits(least)} to ${groupDigits(most)}`;
  return [
    {
      code: "max-tokens-hit",
      change:
        `raise \`max_tokens\` (${words}) or ask for shorter answers: ${cut.length} of ` +
        `${answers.length} recorded ${plural(answers.length, "answer")} ${plural(cut.length, "was", "were")} ` +
        "cut off there, paid for and unfinished",
      place: placeInBody(first.exchange, "max_tokens"),
      block: null,
      confidence: "certain",
      changed: null,
    },
  ];
}

/** Cut off at a limit that the request still has, or one below it. */
function isCutAgain({ exchange, earned }: MeasuredExchange): boolean {
  const limit = maxTokensOf(exchange.request.body);
  const earnedAt = maxTokensOf(earned);
  return (
    exchange.recorded !== null &&
    isCutOff(exchange.recorded.response) &&
    limit !== null &&
    limit >= leastMeant &&
    (earnedAt === null || limit <= earnedAt)
  );
}
