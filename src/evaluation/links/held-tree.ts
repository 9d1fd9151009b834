/** A change's files, read through main's fixtures. */
import type { Config } from "../../config/config.ts";
import { findFixtures } from "../../fixture/files/find.ts";
import type { Scenario } from "../../fixture/fixture.ts";
import type { ContentCache } from "../../fixture/references/referenced-files.ts";
import { readLinked } from "../../fixture/references/referenced-files.ts";
import { descendingBy, uniqueBy } from "../../order.ts";
import type { Tree } from "../../tree.ts";
import { phrasesOf, sharedPart } from "../likeness/same-text.ts";

/** How much of a file's text a new one has for it to be the same file renamed, in parts of one. */
const renamed = 0.5;

/** So many new files are looked at for one that is gone, at most. */
const mostLooked = 500;

/** Both trees, and main's scenarios with the config that they were read by. */
interface HeldSides {
  readonly head: Tree;
  readonly base: Tree;
  readonly config: Config;
  readonly scenarios: readonly Scenario[];
  readonly cache: ContentCache;
}

/**
 * The head's tree with main's fixtures in place of its own: what main's fixtures cost with all else
 * that the change brings. A linked file that is gone is the longest new one that has most of its
 * text, else main's. Null where the head's fixtures are main's.
 */
export function holdFixtures(sides: HeldSides): Tree | null {
  const { head, base, config } = sides;
  const [ours, theirs] = [head, base].map(
    (tree) =>
      new Set(config.scenarios.flatMap((scenario) => findFixtures(tree, config, scenario).files)),
  );
  if (ours === undefined || theirs === undefined) return null;
  const isSame = (file: string): boolean => head.entry(file)?.id === base.entry(file)?.id;
  const moved = findMovedFiles(sides);
  if (ours.size === theirs.size && [...theirs].every(isSame) && moved.size === 0) return null;
  const own = [...theirs, ...moved.keys()];
  const paths = new Set([...head.paths().filter((path) => !ours.has(path)), ...own]);
  const of = (path: string): readonly [Tree, string] =>
    theirs.has(path) ? [base, path] : (moved.get(path) ?? [head, path]);
  return {
    label: head.label,
    paths: () => [...paths].sort(),
    entry: (path) => of(path)[0].entry(of(path)[1]),
    read: (path) => of(path)[0].read(of(path)[1]),
    text: (path) => of(path)[0].text(of(path)[1]),
    fault: (path) => of(path)[0].fault(of(path)[1]),
    prefetch: (wanted) => {
      for (const tree of [head, base])
        tree.prefetch(wanted.map(of).flatMap(([where, path]) => (where === tree ? [path] : [])));
    },
  };
}

/** Where linked files stand now that the head has no more, or no more with the value linked. */
function findMovedFiles({
  head,
  base,
  scenarios,
  cache,
}: HeldSides): ReadonlyMap<string, readonly [Tree, string]> {
  const links = uniqueBy(
    scenarios.flatMap(({ runs }) =>
      runs.flatMap(({ exchanges }) => exchanges.flatMap(({ request }) => request.links)),
    ),
    ({ file, pointer }) => JSON.stringify([file, pointer]),
  );
  const lost = links.filter(
    ({ file, pointer }) =>
      head.entry(file)?.id !== base.entry(file)?.id &&
      (head.entry(file)?.kind !== "file" || (pointer ?? "") !== "") &&
      readLinked(head, { file, pointer }, cache) === null,
  );
  return new Map(
    uniqueBy(lost, ({ file }) => file).map(({ file }) => {
      const isGone = head.entry(file) === undefined;
      const found = isGone ? findRenamed(file, head, base) : null;
      return [file, found === null ? [base, file] : [head, found]] as const;
    }),
  );
}

/**
 * The longest new file of the head that has most of the text of one that is gone: a copy of what it
 * was is not to pass for it. Null: none has half.
 */
function findRenamed(file: string, head: Tree, base: Tree): string | null {
  const text = base.text(file) ?? "";
  const heirs = findHeirs(text, head, base);
  const [longest] = heirs.toSorted(descendingBy((path) => head.text(path)?.length ?? 0));
  return longest ?? null;
}

/** New files of the head that have most of a text, so that each may be where it stands now. */
function findHeirs(text: string, head: Tree, base: Tree): readonly string[] {
  const phrases = phrasesOf(text);
  return newFiles(head, base).filter(
    (path) => sharedPart(phrases, new Set(phrasesOf(head.text(path) ?? ""))) >= renamed,
  );
}

/** Files that only the head has, at most so many as are looked at; their texts are at hand. */
export function newFiles(head: Tree, base: Tree): readonly string[] {
  const found = head
    .paths()
    .filter((path) => base.entry(path) === undefined && head.entry(path)?.kind === "file")
    .slice(0, mostLooked);
  head.prefetch(found);
  return found;
}
