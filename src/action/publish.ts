import type { CheckOutcome } from "../commands/check/check.ts";
import { digest } from "../io/hash.ts";
import type { Problem } from "../problem.ts";
import { commentKey, publishReport } from "../publish/comment.ts";
import type { Job } from "./job.ts";

/**
 * Puts the comment on the pull request. It decides nothing: whatever becomes of it is a warning
 * (DESIGN.md, "Publishing").
 */
export async function publishComment(
  { report }: CheckOutcome,
  { settings, facts, file, github }: Job,
): Promise<readonly Problem[]> {
  if (settings.comment === "off" || github === null) return [];
  const { event, run } = facts;
  const published = await publishReport({
    report,
    event,
    comments: github.comments,
    key: commentKey(file, settings.key),
    run,
    digest,
  });
  return published.problems;
}
