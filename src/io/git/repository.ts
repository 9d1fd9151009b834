/** What git says of a clone, as far as a base commit follows from it. */
import type { CommitFacts } from "../../baseline/base-commit.ts";
import type { BaseRepository } from "../../baseline/find-base.ts";
import type { GitFailure } from "../../baseline/git-failure.ts";
import { callGit } from "./call.ts";
import { fetchCommit, type FetchAccess } from "./fetch.ts";
import { mergeTrees } from "./merge.ts";
import { readShallow } from "./shallow.ts";

/**
 * `access`: how commits may be fetched; null: nothing leaves the machine. `headIsCommit`: the head
 * is what HEAD names, so that git can merge it.
 */
export function openRepository(
  root: string,
  {
    access,
    headIsCommit = false,
  }: { readonly access: FetchAccess | null; readonly headIsCommit?: boolean },
): BaseRepository {
  const isShallow = (): boolean => readShallow(root).length > 0;
  return {
    readHead: () => readHead(root),
    findCommits: (names) => findCommits(root, names),
    findTrees: (commits) => findTrees(root, commits),
    isShallow,
    symbolicBranch: (name) => askGit(root, "symbolic-ref", name),
    mergeBases: (head, tip) => findMergeBases(root, head, tip),
    merge: headIsCommit ? (sides) => mergeTrees(root, sides, access) : null,
    fetch:
      access === null
        ? null
        : (commit) => fetchCommit({ root, commit, access, shallow: isShallow() }),
  };
}

function readHead(root: string): CommitFacts | GitFailure {
  const answer = callGit(root, ["cat-file", "--batch"], { input: "HEAD\n" });
  if ("failure" in answer) return answer.failure;
  const [first = "", ...lines] = new TextDecoder().decode(answer.output).split("\n");
  const [sha = "", type] = first.split(" ");
  if (type !== "commit") return { kind: "unknown-commit", exitCode: null };
  const end = lines.indexOf("");
  const parents = lines
    .slice(0, end === -1 ? lines.length : end)
    .flatMap((line) => (line.startsWith("parent ") ? [line.slice(7)] : []));
  return { sha, parents };
}

/**
 * The best common ancestors, the one first that lacks the fewest of the tip's commits; of equal
 * ones that of the tip's own line.
 */
function findMergeBases(root: string, head: string, tip: string): readonly string[] {
  const bases = linesOf(askGit(root, "merge-base", "--all", head, tip));
  if (bases.length === 0 || !areProved(root, [head, tip], bases)) return [];
  if (bases.length === 1) return bases;
  const line = new Set(
    linesOf(askGit(root, "rev-list", "--first-parent", "--max-count=20000", tip)),
  );
  const far = bases.map((base) => ({
    base,
    lacks: Number(askGit(root, "rev-list", "--count", `${base}..${tip}`) ?? Infinity),
  }));
  return far
    .sort(
      (a, b) =>
        a.lacks - b.lacks ||
        Number(line.has(b.base)) - Number(line.has(a.base)) ||
        (a.base < b.base ? -1 : 1),
    )
    .map(({ base }) => base);
}

/**
 * Whether a clone that ends somewhere ends behind the merge bases: where every commit between them
 * and the sides has its parents here, no better common ancestor is out of sight.
 */
function areProved(root: string, sides: readonly string[], bases: readonly string[]): boolean {
  const ends = new Set(readShallow(root));
  if (ends.size === 0) return true;
  const between = askGit(root, "rev-list", ...sides, "--not", ...bases);
  return between !== null && linesOf(between).every((commit) => !ends.has(commit));
}

function linesOf(said: string | null): readonly string[] {
  return said === null || said === "" ? [] : said.split("\n");
}

function findTrees(root: string, commits: readonly string[]): ReadonlyMap<string, string> {
  const input = commits.map((commit) => `${commit}^{tree}\n`).join("");
  const answer = callGit(root, ["cat-file", "--batch-check"], { input });
  const lines = "output" in answer ? new TextDecoder().decode(answer.output).split("\n") : [];
  return new Map(
    commits.flatMap((commit, index) => {
      const [id = "", type] = (lines[index] ?? "").split(" ");
      return type === "tree" ? [[commit, id] as const] : [];
    }),
  );
}

/** One call for all names. */
function findCommits(root: string, names: readonly string[]): ReadonlyMap<string, string> {
  // Any revision that git knows, on a line of its own: `HEAD~1`, `main^`, `v1^{/the fix}`; what
  // stands behind `:/` is all searched for in messages.
  const safe = names.filter((name) => !/[\r\n\0]/.test(name) && name !== "");
  const input = safe
    .map((name) => (name.startsWith(":/") ? `${name}\n` : `${name}^{commit}\n`))
    .join("");
  const answer = callGit(root, ["cat-file", "--batch-check"], { input });
  if ("failure" in answer) return new Map();
  const lines = new TextDecoder().decode(answer.output).split("\n");
  return new Map(
    safe.flatMap((name, index) => {
      const [sha = "", type] = (lines[index] ?? "").split(" ");
      return type === "commit" ? [[name, sha] as const] : [];
    }),
  );
}

/** What git answers, without the line break; null where it fails. */
function askGit(root: string, ...args: readonly string[]): string | null {
  const answer = callGit(root, args);
  return "output" in answer ? new TextDecoder().decode(answer.output).trim() : null;
}
