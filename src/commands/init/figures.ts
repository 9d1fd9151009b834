/** The figures that a repository starts with. */
import type { CommandContext } from "../../evaluation/context.ts";
import type { Problem } from "../../problem.ts";
import type { Report } from "../../report/report.ts";
import type { Tree } from "../../tree.ts";
import { check } from "../check/check.ts";

/**
 * What `check` says of a tree that there is nothing to compare with: `file` is the config's path
 * from its root.
 */
export function firstFigures(
  context: CommandContext,
  tree: Tree,
  file: string,
): { readonly report: Report; readonly source: ReturnType<typeof check>["source"] } {
  return check({
    ...context,
    head: tree,
    base: { commit: { sha: "nothing", why: "nothing is committed yet" }, tree: emptyTree },
    file,
    fork: false,
    links: { repository: null, head: null },
    problems: nothingFound,
  });
}

const nothingFound: readonly Problem[] = [];

const emptyTree: Tree = {
  label: "nothing",
  paths: () => [],
  entry: () => undefined,
  read: missing,
  text: missing,
  fault: missing,
  prefetch: () => undefined,
};

function missing(path: string): never {
  throw new Error(`${path} is not a file of an empty tree`);
}
