import { nowhere, problem, type Problem } from "../problem.ts";

/**
 * A commit with its parents, as its object says it (a shallow clone's log hides them). Full ids.
 */
export interface CommitFacts {
  readonly sha: string;
  readonly parents: readonly string[];
}

/**
 * What the event that started a workflow says, as far as a base follows from it. Ids are full; null
 * where the payload has none.
 */
export type BaseEvent =
  | {
      readonly kind: "pull-request";
      /** As GitHub names it, `pull_request_target` for one. */
      readonly name: string;
      readonly head: string | null;
      /** Its base branch, and the tip that branch had some time before: payloads lag. */
      readonly branch: string | null;
      readonly base: string | null;
    }
  | { readonly kind: "merge-group"; readonly head: string | null; readonly base: string | null }
  | { readonly kind: "push"; readonly before: string | null }
  /** Any other (`schedule`, `workflow_dispatch`): what main has is compared with what is there. */
  | { readonly kind: "branch"; readonly main: string };

/**
 * The commit to compare with, and why it is that one, in words that follow "compared with
 * 3f2c1ab,".
 */
export interface BaseCommit {
  readonly sha: string;
  readonly why: string;
}

/**
 * How to get at the base: a commit; the merge base of HEAD with a commit or with the first branch
 * that exists; the tip of a branch, HEAD merged into it; or none: a problem that ends the command
 * with exit code 2.
 */
export type BasePlan =
  | { readonly kind: "commit"; readonly commit: BaseCommit }
  | { readonly kind: "merge-base"; readonly with: readonly string[]; readonly why: string | null }
  /** `with`: names of the tip, the best first; `branch`: what people call it. */
  | { readonly kind: "merge"; readonly with: readonly string[]; readonly branch: string }
  | { readonly kind: "problem"; readonly problem: Problem };

/** What a payload writes where there is no commit. */
const noCommit = /^0+$/;
const fullSha = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** Whether a text is a full commit id: nothing else from outside is handed to git. */
export function isCommitId(text: string): boolean {
  return fullSha.test(text);
}

/** Whether git takes a text for a branch's name (git-check-ref-format(1)), and no option for it. */
export function isBranchName(text: string): boolean {
  return (
    text.length <= 1_000 &&
    !/^@$|^[-/]|[/.]$|\.\.|@\{|\/\/|[\p{Cc} ~^:?*[\\]/u.test(text) &&
    text.split("/").every((step) => step !== "" && !step.startsWith(".") && !step.endsWith(".lock"))
  );
}

/**
 * Branches that are main where nobody says which is; what a clone knows of a remote's first. All are
 * whole names: git takes a tag `main` or `origin/main`, which anybody may push, for the branch.
 */
const usualBranches = [
  ...["origin", "upstream"].flatMap((remote) =>
    ["HEAD", "main", "master"].map((branch) => remoteBranch(remote, branch)),
  ),
  ...["main", "master"].map(localBranch),
];

function remoteBranch(remote: string, branch: string): string {
  return `refs/remotes/${remote}/${branch}`;
}

function localBranch(branch: string): string {
  return `refs/heads/${branch}`;
}

/** A whole name as git prints it: `origin/main` for `refs/remotes/origin/main`. */
export function shortenName(name: string): string {
  return name.replace(/^refs\/(?:remotes|heads)\//, "");
}

/** What people call a branch. */
export function nameOfBranch(name: string): string {
  return shortenName(name).replace(/^origin\//, "");
}

/**
 * Which commit is the base (DESIGN.md, "Comparing"; pr-checks.md §0.1). Never a branch tip: main's
 * own progress must not be charged to a pull request. `event` is null outside a workflow and for
 * events that name no base.
 */
export function planBase(options: {
  readonly head: CommitFacts;
  readonly event: BaseEvent | null;
  /** `--base`: a branch, or a commit. */
  readonly asked: string | null;
}): BasePlan {
  const { head, event, asked } = options;
  if (asked !== null) return planAsked(asked);
  if (event === null) return { kind: "merge-base", with: usualBranches, why: null };
  switch (event.kind) {
    case "pull-request":
      return planPullRequest(head, event);
    case "push":
      return planPush(head, event.before);
    case "merge-group":
      return planMergeGroup(head, event);
    case "branch": {
      const { main } = event;
      return {
        kind: "merge-base",
        with: [remoteBranch("origin", main), localBranch(main), ...usualBranches],
        why: `merge base with ${main}`,
      };
    }
    default:
      return event satisfies never;
  }
}

function planMergeGroup(
  { sha }: CommitFacts,
  { head, base }: Extract<BaseEvent, { kind: "merge-group" }>,
): BasePlan {
  if (base === null) return lacks("merge_group", "base_sha");
  return head === null || head === sha
    ? found(base, "the base of this merge group")
    : notTheHead(sha, head);
}

/**
 * A full commit id is taken as it is, so that it works in a clone without history; anything else by
 * its merge base.
 */
function planAsked(asked: string): BasePlan {
  return fullSha.test(asked)
    ? found(asked, "named by `--base`")
    : { kind: "merge-base", with: [asked], why: `merge base with ${asked}` };
}

function found(sha: string, why: string): BasePlan {
  return { kind: "commit", commit: { sha, why } };
}

function planPullRequest(
  head: CommitFacts,
  event: Extract<BaseEvent, { kind: "pull-request" }>,
): BasePlan {
  if (event.head === null) return lacks(event.name, "pull_request.head.sha");
  const [first, second] = head.parents;
  if (head.parents.length === 2 && second === event.head && first !== undefined)
    return found(first, "the first parent of this merge");
  if (head.sha === event.head) {
    const { branch, base } = event;
    if (base === null) return lacks(event.name, "pull_request.base.sha");
    const tips = branch === null ? [base] : [remoteBranch("origin", branch), base];
    return { kind: "merge", with: tips, branch: branch ?? "the base branch" };
  }
  return notTheHead(head.sha, event.head);
}

function notTheHead(sha: string, expected: string): BasePlan {
  const ids = { head: shorten(sha), expected: shorten(expected) };
  return { kind: "problem", problem: problem("checkout-is-not-the-head", nowhere, ids) };
}

function lacks(event: string, missing: string): BasePlan {
  return {
    kind: "problem",
    problem: problem("event-has-no-base", nowhere, { event, missing }),
  };
}

/**
 * A push that creates its branch has no commit before it: then the first parent of what was pushed.
 */
function planPush(head: CommitFacts, before: string | null): BasePlan {
  if (before === null) return lacks("push", "before");
  if (!noCommit.test(before)) return found(before, "the commit before this push");
  const parent = head.parents[0];
  return parent === undefined
    ? lacks("push", "before")
    : found(parent, "the first parent of what was pushed");
}

/** A commit id as people read it. */
export function shorten(sha: string): string {
  return sha.slice(0, 7);
}
