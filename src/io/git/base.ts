/**
 * The base commit of a checkout: facts from git in a few calls, the choice itself in `baseline/`.
 */
import {
  planBase,
  shorten,
  type BaseCommit,
  type BaseEvent,
  type CommitFacts,
} from "../../baseline/base-commit.ts";
import { nowhere, problem, type Problem } from "../../problem.ts";
import type { Tree } from "../../tree.ts";
import { fetchCommit, type FetchAccess } from "./fetch.ts";
import { callGit, type GitFailure } from "./call.ts";

/** What the hosting service can say where the clone cannot. Null: it could not either. */
export interface BaseRemote {
  /** The best common ancestor of a branch or commit and a commit; a full id. */
  readonly mergeBase: (base: string, head: string) => Promise<string | null>;
  /** The files of a commit, taken as one archive. */
  readonly fetchTree: (sha: string) => Promise<Tree | null>;
}

export interface FoundBase {
  readonly commit: BaseCommit;
  /** The commit's files where they did not come by git; null where git has the commit. */
  readonly archive: Tree | null;
}

const told: Readonly<Record<GitFailure["kind"], string>> = {
  "no-git": "git is not on the path",
  "not-a-repository": "this is no git repository",
  "unsafe-repository":
    "the repository belongs to another user (`git config --global --add safe.directory`)",
  "unknown-commit": "there is no commit yet",
  failed: "it failed",
};

interface Search {
  readonly root: string;
  readonly remote: BaseRemote | null;
}

/**
 * Finds the commit to compare with and sees that its files can be read: fetches it where the clone
 * lacks it and a token was given, else asks for one archive. Without a token nothing leaves the
 * machine. Problems: `base-git-failed`, `base-branch-unknown`, `base-unrelated`,
 * `base-commit-missing`, and those of `planBase`; each ends with exit code 2.
 */
export async function findBase(options: {
  readonly root: string;
  readonly event: BaseEvent | null;
  /** `--base` */
  readonly asked: string | null;
  readonly access: FetchAccess | null;
  readonly remote: BaseRemote | null;
}): Promise<FoundBase | Problem> {
  const { root, event, asked, access, remote } = options;
  const head = readHead(root);
  if (isProblem(head)) return head;
  const plan = planBase({ head, event, asked });
  if (plan.kind === "problem") return plan.problem;
  const commit =
    plan.kind === "commit" ? plan.commit : await findMergeBase({ root, remote }, head, plan);
  if (isProblem(commit)) return commit;
  const isHere = (): boolean => findCommits(root, [commit.sha]).has(commit.sha);
  if (isHere()) return { commit, archive: null };
  const said =
    access === null
      ? "there is no token to fetch it with"
      : await fetchCommit({ root, commit: commit.sha, access });
  if (said === null && isHere()) return { commit, archive: null };
  const archive = remote === null ? null : await remote.fetchTree(commit.sha);
  if (archive !== null) return { commit, archive };
  return problem("base-commit-missing", nowhere, {
    commit: shorten(commit.sha),
    why: commit.why,
    said: said ?? "the server did not send it",
  });
}

/** The commit's own words: a shallow clone's log would hide its parents. */
function readHead(root: string): CommitFacts | Problem {
  const answer = callGit(root, ["cat-file", "--batch"], "HEAD\n");
  if ("failure" in answer) return failed("read HEAD", answer.failure);
  const [first = "", ...lines] = new TextDecoder().decode(answer.output).split("\n");
  const [sha = "", type] = first.split(" ");
  if (type !== "commit") return failed("read HEAD", { kind: "unknown-commit", exitCode: null });
  const end = lines.indexOf("");
  const parents = lines
    .slice(0, end === -1 ? lines.length : end)
    .flatMap((line) => (line.startsWith("parent ") ? [line.slice(7)] : []));
  return { sha, parents };
}

function failed(doing: string, failure: GitFailure): Problem {
  return problem("base-git-failed", nowhere, { doing, said: told[failure.kind] });
}

function isProblem(value: object): value is Problem {
  return "severity" in value;
}

/**
 * In a clone without its whole history a common ancestor may be a wrong one: there the service is
 * asked first.
 */
async function findMergeBase(
  { root, remote }: Search,
  head: CommitFacts,
  plan: { readonly with: readonly string[]; readonly why: string | null },
): Promise<BaseCommit | Problem> {
  const known = findCommits(root, plan.with);
  const name = plan.with.find((one) => known.has(one));
  const other = known.get(name ?? "");
  const asked = plan.why === null ? null : (plan.with[0] ?? "").replace(/^origin\//, "");
  if (asked !== null && remote !== null && (other === undefined || isShallow(root))) {
    const sha = await remote.mergeBase(asked, head.sha);
    if (sha !== null) return { sha, why: plan.why ?? "" };
  }
  if (name === undefined || other === undefined) {
    if (asked !== null && isShallow(root))
      return problem("base-unrelated", nowhere, { branch: asked });
    return problem("base-branch-unknown", nowhere, { tried: plan.with });
  }
  const branch = branchName(root, name);
  const sha = head.sha === other ? other : mergeBaseHere(root, head.sha, other);
  if (sha === null) return problem("base-unrelated", nowhere, { branch });
  return { sha, why: plan.why ?? `merge base with ${branch}` };
}

/** Which of some names are commits here, with their ids. One call for all. */
function findCommits(root: string, names: readonly string[]): ReadonlyMap<string, string> {
  const safe = names.filter((name) => !/[\s^~:]/.test(name) && name !== "");
  const answer = callGit(
    root,
    ["cat-file", "--batch-check"],
    safe.map((name) => `${name}^{commit}\n`).join(""),
  );
  if ("failure" in answer) return new Map();
  const lines = new TextDecoder().decode(answer.output).split("\n");
  return new Map(
    safe.flatMap((name, index) => {
      const [sha = "", type] = (lines[index] ?? "").split(" ");
      return type === "commit" ? [[name, sha] as const] : [];
    }),
  );
}

function isShallow(root: string): boolean {
  const answer = callGit(root, ["rev-parse", "--is-shallow-repository"]);
  return "output" in answer && new TextDecoder().decode(answer.output).trim() === "true";
}

/** The name people know a branch by: `origin/HEAD` by what it stands for, without the remote. */
function branchName(root: string, name: string): string {
  const answer = name.endsWith("/HEAD") ? callGit(root, ["rev-parse", "--abbrev-ref", name]) : null;
  const full =
    answer !== null && "output" in answer ? new TextDecoder().decode(answer.output).trim() : name;
  return full.replace(/^origin\//, "");
}

function mergeBaseHere(root: string, head: string, other: string): string | null {
  const answer = callGit(root, ["merge-base", head, other]);
  if ("failure" in answer) return null;
  return new TextDecoder().decode(answer.output).trim() || null;
}
