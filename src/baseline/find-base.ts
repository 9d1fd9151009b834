/** Finds the base commit of a checkout from what git and the hosting service say. */
import { nowhere, problem, type Problem } from "../problem.ts";
import type { Tree } from "../tree.ts";
import {
  planBase,
  shorten,
  type BaseCommit,
  type BaseEvent,
  type CommitFacts,
} from "./base-commit.ts";
import { describeFailure, type GitFailure } from "./git-failure.ts";

/** What git says of a clone. Commit ids are full. */
export interface BaseRepository {
  /** HEAD as its own object says it: a shallow clone's log would hide its parents. */
  readonly readHead: () => CommitFacts | GitFailure;
  /** Which of some names are commits here, with their ids. */
  readonly findCommits: (names: readonly string[]) => ReadonlyMap<string, string>;
  readonly isShallow: () => boolean;
  /** The branch a symbolic name such as `origin/HEAD` stands for; null: none. */
  readonly symbolicBranch: (name: string) => string | null;
  /** The best common ancestor of two commits; null: there is none. */
  readonly mergeBase: (head: string, other: string) => string | null;
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

interface FoundBase {
  readonly commit: BaseCommit;
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
  const commit =
    plan.kind === "commit"
      ? plan.commit
      : await findMergeBase({ repository, remote, head }, plan.with, plan.why);
  if ("code" in commit) return commit;
  const isHere = (): boolean => repository.findCommits([commit.sha]).has(commit.sha);
  if (isHere()) return { commit, archive: null };
  const failure =
    repository.fetch === null
      ? "there is no token to fetch it with"
      : await repository.fetch(commit.sha);
  if (failure === null && isHere()) return { commit, archive: null };
  const archive = remote === null ? null : await remote.fetchTree(commit.sha);
  if (archive !== null) return { commit, archive };
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

/**
 * The merge base of HEAD with the first of some names that is a commit. In a clone without its
 * whole history a common ancestor may be a wrong one: there the service is asked first. `why`: as
 * in `BasePlan`; null where the names are guesses, which are not asked for.
 */
async function findMergeBase(
  { repository, remote, head }: Checkout,
  names: readonly string[],
  why: string | null,
): Promise<BaseCommit | Problem> {
  const known = repository.findCommits(names);
  const name = names.find((candidate) => known.has(candidate));
  const other = known.get(name ?? "");
  const asked = why === null ? null : withoutRemote(names[0] ?? "");
  if (asked !== null && remote !== null && (other === undefined || repository.isShallow())) {
    const sha = await remote.mergeBase(asked, head.sha);
    if (sha !== null) return { sha, why: why ?? "" };
  }
  if (name === undefined || other === undefined) {
    if (asked !== null && repository.isShallow())
      return problem("base-unrelated", nowhere, { branch: asked });
    return problem("base-branch-unknown", nowhere, { tried: names, asked: why !== null });
  }
  const branch = branchName(repository, name);
  const sha = head.sha === other ? other : repository.mergeBase(head.sha, other);
  if (sha === null) return problem("base-unrelated", nowhere, { branch });
  return { sha, why: why ?? `merge base with ${branch}` };
}

/** The name people know a branch by. */
function branchName(repository: BaseRepository, name: string): string {
  const symbolic = name.endsWith("/HEAD") ? repository.symbolicBranch(name) : null;
  return withoutRemote(symbolic ?? name);
}

function withoutRemote(branch: string): string {
  return branch.replace(/^origin\//, "");
}
