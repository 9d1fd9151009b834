/** Finds the base commit of a checkout from what git and the hosting service say. */
import { nowhere, problem, type Problem } from "../problem.ts";
import type { Tree } from "../tree.ts";
import {
  nameOfBranch,
  planBase,
  shorten,
  shortenName,
  type BaseCommit,
  type BaseEvent,
  type BasePlan,
  type CommitFacts,
} from "./base-commit.ts";
import { describeFailure, type GitFailure } from "./git-failure.ts";

/** What git says of a clone. Commit ids are full. */
export interface BaseRepository {
  /** HEAD as its own object says it: a shallow clone's log would hide its parents. */
  readonly readHead: () => CommitFacts | GitFailure;
  /** Which of some names are commits here, with their ids. */
  readonly findCommits: (names: readonly string[]) => ReadonlyMap<string, string>;
  /** The trees of commits, by commit; what git does not have is left out. */
  readonly findTrees: (commits: readonly string[]) => ReadonlyMap<string, string>;
  readonly isShallow: () => boolean;
  /** The branch that a whole symbolic name, `refs/remotes/origin/HEAD`, stands for; null: none. */
  readonly symbolicBranch: (name: string) => string | null;
  /**
   * All best common ancestors of a commit and the tip of a branch, the one nearest the tip first;
   * none: they have no history in common, or a shallow clone ends before it tells which they are.
   */
  readonly mergeBases: (head: string, tip: string) => readonly string[];
  /**
   * The tree that merging a commit into a tip makes, or why there is none. Null: the head is no
   * commit.
   */
  readonly merge:
    | ((sides: {
        readonly tip: string;
        readonly head: string;
        /** Their merge bases. */
        readonly bases: readonly string[];
      }) => { readonly tree: string } | { readonly why: string })
    | null;
  /** Brings one commit from the remote; null when it is here, else why not. Null: nothing may. */
  readonly fetch: ((commit: string) => Promise<string | null>) | null;
}

/** What the hosting service can say where the clone cannot. Null: it could not either. */
export interface BaseRemote {
  /** The best common ancestor of a branch or commit and a commit; a full id. */
  readonly mergeBase: (base: string, head: string) => Promise<string | null>;
  /** The files of a commit, taken as one archive. */
  readonly fetchTree: (sha: string) => Promise<Tree | null>;
}

/**
 * What a head is to its base where there is nothing to compare: `commit`, the base is the head
 * itself; `content`, the base branch has all of the head already.
 */
export type SameAsBase = "commit" | "content";

/** Which commit is the base, and what stands for the head. */
interface ChosenBase {
  readonly commit: BaseCommit;
  /** The tree that stands for the head: HEAD merged into the base; null: HEAD as it is. */
  readonly merged: string | null;
  /** Null: there may be something to compare. */
  readonly same: SameAsBase | null;
  /** Whether it is what HEAD is to be merged into, and not an older state of that. */
  readonly current: boolean;
}

export interface FoundBase extends ChosenBase {
  /** The commit's files where they did not come by git; null where git has the commit. */
  readonly archive: Tree | null;
}

/**
 * Finds the commit to compare with and sees that its files can be read: fetches it where the clone
 * lacks it and may fetch, else asks for one archive. Problems: `base-git-failed`,
 * `base-branch-unknown`, `base-unrelated`, `base-commit-missing`, and those of `planBase`; each
 * ends with exit code 2.
 */
export async function findBase(options: {
  readonly repository: BaseRepository;
  readonly event: BaseEvent | null;
  /** `--base` */
  readonly asked: string | null;
  readonly remote: BaseRemote | null;
}): Promise<FoundBase | Problem> {
  const { repository, event, asked, remote } = options;
  const head = repository.readHead();
  if ("kind" in head)
    return problem("base-git-failed", nowhere, {
      doing: "read HEAD",
      ...describeFailure(head.kind),
    });
  const plan = planBase({ head, event, asked });
  if (plan.kind === "problem") return plan.problem;
  const chosen = await chooseBase({ repository, remote, head }, plan);
  if ("code" in chosen) return chosen;
  const { commit } = chosen;
  const isHere = (): boolean => repository.findCommits([commit.sha]).has(commit.sha);
  if (isHere()) return { ...chosen, archive: null };
  const failure =
    repository.fetch === null
      ? "there is no token to fetch it with"
      : await repository.fetch(commit.sha);
  if (failure === null && isHere()) return { ...chosen, archive: null };
  const archive = remote === null ? null : await remote.fetchTree(commit.sha);
  if (archive !== null) return { ...chosen, archive };
  return problem("base-commit-missing", nowhere, {
    commit: shorten(commit.sha),
    why: commit.why,
    said: failure ?? "the server did not send it",
  });
}

interface Checkout {
  readonly repository: BaseRepository;
  readonly remote: BaseRemote | null;
  readonly head: CommitFacts;
}

async function chooseBase(
  checkout: Checkout,
  plan: Exclude<BasePlan, { kind: "problem" }>,
): Promise<ChosenBase | Problem> {
  const { sha: head } = checkout.head;
  const bare = { merged: null, same: null };
  if (plan.kind === "commit")
    return withSame(head, { ...bare, commit: plan.commit, current: true });
  if (plan.kind === "merge") return chooseMerged(checkout, plan);
  const commit = await findMergeBase(checkout, plan.with, plan.why);
  return "code" in commit ? commit : withSame(head, { ...bare, commit, current: false });
}

/** The head itself is nothing to compare it with. */
function withSame(head: string, chosen: ChosenBase): ChosenBase {
  return chosen.commit.sha === head ? { ...chosen, same: "commit" } : chosen;
}

/**
 * The tip of the base branch, and HEAD merged into it: so what was merged under another id, a
 * parent that was squashed say, is charged to nobody. Where they cannot be merged here, their merge
 * base, and why.
 */
async function chooseMerged(
  checkout: Checkout,
  { with: names, branch }: Extract<BasePlan, { kind: "merge" }>,
): Promise<ChosenBase | Problem> {
  const { repository, remote, head } = checkout;
  const known = repository.findCommits(names);
  const found = names.find((name) => known.has(name)) ?? "";
  // The event's own tip lags: where the service can be asked about the branch, it is.
  const tip = remote === null || found === names[0] ? known.get(found) : undefined;
  const bases = tip === undefined ? [] : repository.mergeBases(head.sha, tip);
  const [first] = bases;
  if (tip === undefined || first === undefined) {
    const why = repository.isShallow()
      ? `: this clone is too shallow to merge this head into it`
      : "";
    const commit = await findMergeBase(checkout, names, `merge base with ${branch}${why}`);
    const chosen = { merged: null, same: null, current: false };
    return "code" in commit ? commit : withSame(head.sha, { ...chosen, commit });
  }
  if (first === head.sha)
    return {
      commit: { sha: first, why: `merge base with ${branch}` },
      merged: null,
      same: "commit",
      current: true,
    };
  if (first === tip)
    return {
      commit: { sha: tip, why: `the tip of ${branch}` },
      merged: null,
      same: null,
      current: true,
    };
  const merged = repository.merge?.({ tip, head: head.sha, bases }) ?? {
    why: "the head is a working tree",
  };
  if ("why" in merged)
    return {
      commit: { sha: first, why: `${nearestOf(bases, branch)}: ${merged.why}` },
      merged: null,
      same: null,
      current: false,
    };
  const trees = repository.findTrees([tip, head.sha, first]);
  const isThere = merged.tree === trees.get(tip) && trees.get(head.sha) !== trees.get(first);
  return {
    commit: { sha: tip, why: `the tip of ${branch}, this head merged into it` },
    merged: merged.tree,
    same: isThere ? "content" : null,
    current: true,
  };
}

function nearestOf(bases: readonly string[], branch: string): string {
  const which = bases.length === 1 ? "" : `, of ${bases.length} the nearest`;
  return `merge base with ${branch}${which}`;
}

/**
 * The merge base of HEAD with the first of some names that is a commit; of several the one nearest
 * to that. The service is asked where the clone does not know the best name, or ends too early.
 * `why`: as in `BasePlan`; null where the names are guesses, which are not asked for.
 */
async function findMergeBase(
  { repository, remote, head }: Checkout,
  names: readonly string[],
  why: string | null,
): Promise<BaseCommit | Problem> {
  const known = repository.findCommits(names);
  const name = names.find((candidate) => known.has(candidate));
  const other = known.get(name ?? "");
  if (other === head.sha)
    return { sha: other, why: why ?? `merge base with ${branchName(repository, name ?? "")}` };
  const asked = why === null ? null : nameOfBranch(names[0] ?? "");
  const bases = other === undefined ? [] : repository.mergeBases(head.sha, other);
  const isTold = name === names[0] && (bases.length > 0 || !repository.isShallow());
  if (asked !== null && remote !== null && !isTold) {
    const sha = await remote.mergeBase(asked, head.sha);
    if (sha !== null) return { sha, why: why ?? "" };
  }
  if (name === undefined || other === undefined) {
    if (asked !== null && repository.isShallow())
      return problem("base-unrelated", nowhere, { branch: asked });
    return problem("base-branch-unknown", nowhere, {
      tried: names.map(shortenName),
      asked: why !== null,
    });
  }
  const branch = branchName(repository, name);
  const [sha] = bases;
  if (sha === undefined) return problem("base-unrelated", nowhere, { branch });
  const several = bases.length === 1 ? "" : `, of ${bases.length} the nearest`;
  return { sha, why: `${why ?? `merge base with ${branch}`}${several}` };
}

/** The name people know a branch by. */
function branchName(repository: BaseRepository, name: string): string {
  const symbolic = name.endsWith("/HEAD") ? repository.symbolicBranch(name) : null;
  return nameOfBranch(symbolic ?? name);
}
