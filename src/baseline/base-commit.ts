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
  | { readonly kind: "merge-group"; readonly base: string | null }
  | { readonly kind: "push"; readonly before: string | null };

/**
 * The commit to compare with, and why it is that one, in words that follow "compared with
 * 3f2c1ab,".
 */
export interface BaseCommit {
  readonly sha: string;
  readonly why: string;
}

/**
 * How to get at the base: a commit, the merge base of HEAD with a commit or with the first branch
 * that exists, or none: a problem that ends the command with exit code 2.
 */
export type BasePlan =
  | { readonly kind: "commit"; readonly commit: BaseCommit }
  | { readonly kind: "merge-base"; readonly with: readonly string[]; readonly why: string | null }
  | { readonly kind: "problem"; readonly problem: Problem };

/** What a payload writes where there is no commit. */
const noCommit = /^0+$/;
const fullSha = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

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
  if (event === null)
    return {
      kind: "merge-base",
      with: ["origin/HEAD", "main", "origin/main", "master", "origin/master"],
      why: null,
    };
  if (event.kind === "pull-request") return planPullRequest(head, event);
  if (event.kind === "push") return planPush(head, event.before);
  return event.base === null
    ? lacks("merge_group", "base_sha")
    : found(event.base, "the base of this merge group");
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
    const tips = branch === null ? [base] : [`origin/${branch}`, base];
    return {
      kind: "merge-base",
      with: tips,
      why: `merge base with ${branch ?? "the base branch"}`,
    };
  }
  return {
    kind: "problem",
    problem: problem("checkout-is-not-the-head", nowhere, {
      head: shorten(head.sha),
      expected: shorten(event.head),
    }),
  };
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
