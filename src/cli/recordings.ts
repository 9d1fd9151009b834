/** What the commands over recordings share: they read the files that are named. */
import { readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { readExchangeFiles } from "../fixture/files/exchanges.ts";
import type { ExchangeFile, FixtureHome } from "../fixture/files/file-reading.ts";
import type { FileExchange } from "../fixture/fixture.ts";
import { createOwnerFinder, noScenario, type ScenarioSays } from "../fixture/files/owner.ts";
import { isDraft, readDraftPath } from "../fixture/keeping/draft.ts";
import { openExchangeFile } from "../io/exchange-file.ts";
import { pathFromRoot } from "../io/files.ts";
import { digest } from "../io/hash.ts";
import { below } from "../io/tree/overlay.ts";
import { openHead, topFolder } from "../io/tree/sides.ts";
import { ascendingBy } from "../order.ts";
import type { Problem } from "../problem.ts";
import type { Tree } from "../tree.ts";

/** The exchanges of the files a user names; `problems` grows while they are read. */
export function readNamedFiles(
  paths: readonly string[],
  folder: string,
  problems: Problem[],
): Iterable<FileExchange> {
  return readFiles(paths, folder, { problems, billed: false });
}

/** The same for `bill`: what was billed does not depend on the keys of its request. */
export function readBilledFiles(
  paths: readonly string[],
  folder: string,
  problems: Problem[],
): Iterable<FileExchange> {
  return readFiles(paths, folder, { problems, billed: true });
}

function readFiles(
  paths: readonly string[],
  folder: string,
  { problems, billed }: { readonly problems: Problem[]; readonly billed: boolean },
): Iterable<FileExchange> {
  return readExchangeFiles({
    files: openNamedFiles(paths, folder),
    tree: null,
    digest,
    report: (found) => problems.push(found),
    billed,
  });
}

/** A place that holds fixtures: a repository, or a folder outside of one. */
interface Holder {
  /** Its path; null: names start here anyway. */
  readonly start: string | null;
  readonly tree: Tree;
  readonly find: (file: string) => ScenarioSays;
}

/**
 * Each file with the repository that it lies in, wherever that is, and what its scenario there says
 * for it.
 */
function openNamedFiles(paths: readonly string[], folder: string): readonly ExchangeFile[] {
  const own = topFolder(realPath(folder));
  const holders = new Map<string, Holder>();
  const holderOf = (path: string): Holder => {
    const top = topFolder(dirname(path));
    // A folder of no repository belongs to the one the user is in, where that is above it.
    const root = top === dirname(path) && pathFromRoot(own, path) !== null ? own : top;
    const known = holders.get(root);
    if (known !== undefined) return known;
    const { tree } = openHead(root);
    const start = root === own ? null : root;
    const made = { start, tree, find: createOwnerFinder(tree) };
    holders.set(root, made);
    return made;
  };
  const open = (path: string, isInFolder: boolean): ExchangeFile => {
    const { start, tree, find } = holderOf(path);
    const inside = pathFromRoot(start ?? own, path);
    const whole = path.replaceAll(sep, "/");
    const home: FixtureHome = {
      ...(inside === null ? noScenario : find(inside)),
      tree: start === null ? tree : below(tree, start.replaceAll(sep, "/")),
    };
    const name = start === null ? (inside ?? whole) : whole;
    return openExchangeFile(path, { name, folder, root: own, home, isInFolder });
  };
  return withoutDrafts(paths).flatMap((typed) => {
    const path = realPath(resolve(folder, typed));
    const inside = filesIn(path);
    return inside.length === 0 ? [open(path, false)] : inside.map((file) => open(file, true));
  });
}

/** Without what a killed call left beside its files: a shell's `f/*` names both. */
function withoutDrafts(paths: readonly string[]): readonly string[] {
  const named = new Set(paths);
  return paths.filter((path) => !named.has(readDraftPath(path)?.file ?? ""));
}

/** The files in a folder, at whatever depth, without links and hidden folders; none of a file. */
export function filesIn(path: string): readonly string[] {
  if (!isFolder(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .sort(ascendingBy(({ name }) => name))
    .flatMap((entry) => {
      const inside = join(path, entry.name);
      if (entry.isFile()) return isDraft(entry.name) ? [] : [inside];
      const isHidden = entry.name.startsWith(".") || entry.name === "node_modules";
      return entry.isDirectory() && !isHidden ? filesIn(inside) : [];
    });
}

/** A path may lead through a file. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Where a link that a user names leads: what it holds is relative to there. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
