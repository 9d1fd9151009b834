import { callGit } from "./call.ts";

/**
 * The branch that a repository's remote takes for its main one; without a remote the one that is
 * checked out. Null: git does not say.
 */
export function findDefaultBranch(root: string): string | null {
  const remote = ask(root, "rev-parse", "--abbrev-ref", "origin/HEAD")?.replace(/^origin\//, "");
  return remote === undefined || remote === "HEAD" || remote === ""
    ? ask(root, "symbolic-ref", "--short", "HEAD")
    : remote;
}

function ask(root: string, ...args: readonly string[]): string | null {
  const answer = callGit(root, args);
  return "output" in answer ? new TextDecoder().decode(answer.output).trim() : null;
}
