/** The baseline as a pull request that is kept up to date, where nobody may push to the branch. */
import { placeIn, problem, type Problem } from "../problem.ts";
import { foreignBaseline } from "../baseline/replaceable.ts";
import {
  asWarning,
  findChange,
  headlineFor,
  isOwnHeadline,
  type BaselineCommit,
  type Change,
  type PublishedBaseline,
} from "./baseline.ts";
import type { Proposals, Reply } from "./github.ts";

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

/** What is to be proposed, and from which branch. */
type Proposal = BaselineCommit & { readonly proposals: Proposals; readonly from: string };

/**
 * Has one pull request say what the baseline should be: its branch is made anew on the target's
 * head, and taken away where the target says it already. Nobody else's work on that branch is
 * written over.
 */
export async function proposeBaseline(options: Proposal): Promise<PublishedBaseline> {
  const { path: file, from: branch, mayWrite } = options;
  const place = placeIn(file);
  if (!mayWrite)
    return end("not-permitted", [problem("baseline-not-permitted", place, { branch, file })]);
  let done = await proposeOnce(options);
  // Somebody made or took away the branch or the pull request in the same moment.
  if (!done.ok && done.status === 422) done = await proposeOnce(options);
  if (done.ok) return done.value;
  const details = { branch, file, said: done.said };
  return done.why === "refused"
    ? end("not-permitted", [problem("baseline-not-proposed", place, details)])
    : end("failed", [problem("baseline-not-written", place, details)]);
}

function end(
  outcome: PublishedBaseline["outcome"],
  problems: readonly Problem[] = [],
): PublishedBaseline {
  return { outcome, commit: null, problems };
}

async function proposeOnce(options: Proposal): Promise<Reply<PublishedBaseline>> {
  const { branches, proposals, branch, path, from } = options;
  const place = placeIn(path);
  const target = await branches.head(branch);
  if (!target.ok) return target;
  const change = await findChange(options, target.value);
  if (!change.ok) return change;
  if (change.value === "foreign")
    return done(end("refused", [asWarning(foreignBaseline(path, place))]));
  const standing = await branches.head(from);
  if (!standing.ok && standing.status !== 404) return standing;
  const at = standing.ok ? standing.value : null;
  const own = at === null ? null : await isOwn(proposals, at);
  if (own !== null && !own.ok) return own;
  if (own?.value === false)
    return done(
      end("refused", [problem("baseline-branch-taken", place, { branch: from, file: path })]),
    );
  if (!change.value.differs) {
    const removed = at === null ? null : await proposals.remove(from);
    return removed === null || removed.ok ? done(end("current")) : removed;
  }
  const { computedAt, inputs, inputsAt } = options;
  if (target.value !== computedAt && (await inputsAt(target.value)) !== inputs)
    return done(end("moved-on", [problem("baseline-moved-on", place, { branch, file: path })]));
  const commit = await bringUp(options, { target: target.value, at, change: change.value });
  if (!commit.ok) return commit;
  const shown = await showPullRequest(options);
  return shown.ok ? done({ ...end("proposed"), commit: commit.value }) : shown;
}

function done(value: PublishedBaseline): Reply<PublishedBaseline> {
  return { ok: true, value };
}

/** Merges on top of ours that are looked through at most. */
const mostMerges = 10;

/**
 * Whether a commit is ours: one that we made, or GitHub's merge of the target into it, as its
 * button to update a branch makes one.
 */
async function isOwn(proposals: Proposals, sha: string): Promise<Reply<boolean>> {
  let next = sha;
  for (let merges = 0; merges <= mostMerges; merges++) {
    const commit = await proposals.commit(next);
    if (!commit.ok) return commit;
    const { message, parents } = commit.value;
    const [headline = ""] = message.split("\n", 1);
    if (isOwnHeadline(headline)) return { ok: true, value: true };
    const [first, second, third] = parents;
    const isMerge = second !== undefined && third === undefined;
    if (first === undefined || !isMerge || !/^Merge branch '.+' into /.test(headline)) break;
    next = first;
  }
  return { ok: true, value: false };
}

/**
 * Has the branch hold one commit on the target's head that says what is to be proposed; gives its
 * id, null where it held that already. `at`: where the branch is; null: there is none.
 */
async function bringUp(
  options: Proposal,
  given: { readonly target: string; readonly at: string | null; readonly change: Change },
): Promise<Reply<string | null>> {
  const { proposals, from, computedAt } = options;
  const { target, at, change } = given;
  if (at !== null && (await holds(options, at, target))) return { ok: true, value: null };
  const onto = await proposals.commit(target);
  if (!onto.ok) return onto;
  const made = await proposals.createCommit({
    onto: target,
    tree: onto.value.tree,
    files: change.files,
    deleted: change.deleted,
    message: `${headlineFor(options)}\n\nComputed at ${computedAt}.`,
  });
  if (!made.ok) return made;
  const pointed = await proposals.point(from, made.value, at === null);
  return pointed.ok ? made : pointed;
}

/** Whether a commit stands on the target's head and says what is to be proposed. */
async function holds(options: Proposal, commit: string, target: string): Promise<boolean> {
  const read = await options.proposals.commit(commit);
  if (!read.ok || read.value.parents.join() !== target) return false;
  const change = await findChange(options, commit);
  return change.ok && change.value !== "foreign" && !change.value.differs;
}

/** Opens the pull request, where none is open. */
async function showPullRequest(options: Proposal): Promise<Reply<null>> {
  const { proposals, from, branch } = options;
  const found = await proposals.find({ from, to: branch });
  if (!found.ok) return found;
  if (found.value !== null) return { ok: true, value: null };
  const title = headlineFor(options);
  const opened = await proposals.open({ from, to: branch, title, body: explanation });
  return opened.ok ? { ok: true, value: null } : { ...opened, why: "refused" };
}
