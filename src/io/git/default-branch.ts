import { nameOfBranch } from "../../baseline/base-commit.ts";
import { callGit } from "./call.ts";

/**
 * The branch that a repository's remote takes for its main one; without a remote the one that is
 * checked out. Null: git does not say.
 */
export function findDefaultBranch(root: string): string | null {
  const remote = ask(root, "symbolic-ref", "refs/remotes/origin/HEAD");
  const branch = remote ?? ask(root, "symbolic-ref", "HEAD");
  return branch === null ? null : nameOfBranch(branch);
}

function ask(root: string, ...args: readonly string[]): string | null {
  const answer = callGit(root, args);
  return "output" in answer ? new TextDecoder().decode(answer.output).trim() : null;
}
