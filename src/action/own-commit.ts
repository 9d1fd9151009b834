import { callGit } from "../io/git/call.ts";
import { isOwnHeadline } from "../publish/baseline.ts";

/**
 * Whether promptcost made the checked-out commit: a run that its push starts has nothing to pay for
 * or to record again.
 */
export function isOwnCommit(root: string): boolean {
  const answer = callGit(root, ["log", "-1", "--format=%s", "HEAD"]);
  return "output" in answer && isOwnHeadline(new TextDecoder().decode(answer.output).trim());
}
