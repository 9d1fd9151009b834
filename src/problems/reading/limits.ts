import { limits, overLimit, type LimitName } from "../../limits.ts";
import { groupDigits } from "../../words.ts";
import { text } from "../text.ts";

/** What is more than is read. */
export const limitProblems = {
  "over-limit": text(
    "error",
    ({ limit }: { limit: LimitName }) => overLimit(limit),
    ({ limit }) => limits[limit].fix,
  ),
  "problems-left-out": text(
    "warning",
    ({ code, count }: { code: string; count: number }) =>
      `There are ${groupDigits(count)} more of \`${code}\`, which are not listed.`,
    () => "Correct those that are: most often all of a kind have one cause.",
  ),
} as const;
