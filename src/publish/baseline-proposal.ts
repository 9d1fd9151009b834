/** The baseline as a pull request that is kept up to date, where nobody may push to the branch. */
import { placeIn, problem, type Problem } from "../problem.ts";
import { foreignBaseline } from "../baseline/replaceable.ts";
import {
  asWarning,
  findChange,
  headlineFor,
  isOwnHeadline,
  type BaselineCommit,
  type PublishedBaseline,
} from "./baseline.ts";
import type { FailedReply, Proposals } from "./github.ts";

const explanation =
  "What main costs, worked out from its own files. promptcost keeps this branch up to date with " +
  "every push, and takes it away where nothing is left to change. Merge it when you like: until " +
  "then main's side of a comparison is worked out from main's own files.\n";

/** The branch of a config's baseline: one for each config and target that is not the usual one. */
export function proposalBranch(config: string, target: string | null): string {
  const parts = [config === "promptcost.yml" ? null : config.replace(/\.ya?ml$/, ""), target];
  const slug = parts.flatMap((part) => (part === null ? [] : part.replace(/\W+/g, "-"))).join("-");
  return slug === "" ? "promptcost/baseline" : `promptcost/baseline-${slug}`;
}

/**
 * Has one pull request say what the baseline should be: its branch is made anew on the target's
 * head, and taken away where the target says it already. Nobody else's work on that branch is
 * written over.
 */
export async function proposeBaseline(
  options: BaselineCommit & { readonly proposals: Proposals; readonly from: string },
): Promise<PublishedBaseline> {
  const { branches, proposals, branch, path, from } = options;
  const place = placeIn(path);
  const end = (
    outcome: PublishedBaseline["outcome"],
    problems: readonly Problem[] = [],
  ): PublishedBaseline => ({ outcome, commit: null, problems });
  const fail = ({ why, said }: FailedReply): PublishedBaseline => {
    const details = { branch: from, file: path, said };
    return why === "refused"
      ? end("not-permitted", [problem("baseline-not-proposed", place, details)])
      : end("failed", [problem("baseline-not-written", place, details)]);
  };
  if (!options.mayWrite)
    return end("not-permitted", [
      problem("baseline-not-permitted", place, { branch: from, file: path }),
    ]);
  const head = await branches.head(branch);
  if (!head.ok) return fail(head);
  const change = await findChange(options, head.value);
  if (!change.ok) return fail(change);
  if (change.value === "foreign") return end("refused", [asWarning(foreignBaseline(path, place))]);
  const standing = await branches.head(from);
  if (!standing.ok && standing.status !== 404) return fail(standing);
  const old = standing.ok ? await proposals.commit(standing.value) : null;
  if (old !== null && !old.ok) return fail(old);
  const before = old?.value ?? null;
  if (before !== null && !isOwnHeadline(before.message.split("\n", 1)[0] ?? ""))
    return end("refused", [problem("baseline-branch-taken", place, { branch: from, file: path })]);
  if (!change.value.differs) {
    if (before !== null) await proposals.remove(from);
    return end("current");
  }
  const same =
    head.value === options.computedAt || (await options.inputsAt(head.value)) === options.inputs;
  if (!same) return end("moved-on", [problem("baseline-moved-on", place, { branch, file: path })]);
  const target = await proposals.commit(head.value);
  if (!target.ok) return fail(target);
  const { files, deleted } = change.value;
  const title = headlineFor(options);
  const message = `${title}\n\nComputed at ${options.computedAt}.`;
  const asked = { onto: head.value, tree: target.value.tree, files, deleted, message };
  let commit: string | null = null;
  if (
    !(standing.ok && before?.parents.join() === head.value && (await says(options, standing.value)))
  ) {
    const made = await proposals.createCommit(asked);
    if (!made.ok) return fail(made);
    commit = made.value;
    const pointed = await proposals.point(from, commit, !standing.ok);
    if (!pointed.ok) return fail(pointed);
  }
  const found = await proposals.find({ from, to: branch });
  if (!found.ok) return fail(found);
  if (found.value === null) {
    const opened = await proposals.open({ from, to: branch, title, body: explanation });
    if (!opened.ok) return fail({ ...opened, why: "refused" });
  }
  return { outcome: "proposed", commit, problems: [] };
}

/** Whether a commit holds what is to be proposed. */
async function says(options: BaselineCommit, commit: string): Promise<boolean> {
  const change = await findChange(options, commit);
  return change.ok && change.value !== "foreign" && !change.value.differs;
}
