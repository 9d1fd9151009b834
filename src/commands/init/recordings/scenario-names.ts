/** Names for scenarios, after the files that they are made of, else after what these send. */

/** The recordings of a scenario. */
export interface Named {
  readonly paths: readonly string[];
  /** Its first tool, else its model. */
  readonly sends: string;
}

/** What folders of recordings are called whatever is in them. */
const general = new Set(
  (
    "cassette cassettes vcr vcr_cassettes fixture fixtures recording recordings recorded snapshots test tests " +
    "spec specs data testdata resources mappings files nock har hars http e2e integration unit src"
  ).split(" "),
);

/**
 * A name for each group of recordings, none of them twice: the nearest folder that says something
 * and is the group's own, else how their names begin, else what they send.
 */
export function nameScenarios(groups: readonly Named[]): readonly string[] {
  const taken = new Set<string>();
  const folders = groups.map(({ paths }) => ownFolder(paths));
  return groups.map(({ paths, sends }, at) => {
    const folder = folders[at] ?? "";
    const isOwn = folder !== "" && folders.filter((other) => other === folder).length === 1;
    const name =
      (isOwn ? nameOf(folder) : "") || nameOf(beginningOf(paths)) || slug(sends) || nameOf(folder);
    return unique(name || "recorded", taken);
  });
}

/** The deepest folder that all share and whose name says something. */
function ownFolder(paths: readonly string[]): string {
  const [first = [], ...rest] = paths.map((path) => path.split("/").slice(0, -1));
  const differs = first.findIndex((step, at) => rest.some((other) => other[at] !== step));
  const shared = differs === -1 ? first : first.slice(0, differs);
  return (
    shared.findLast((step) => !general.has(step.toLowerCase().replaceAll(/^_+|_+$/g, ""))) ?? ""
  );
}

/**
 * How all file names begin, up to where a word ends, where that says something; of one file its
 * whole name without its number.
 */
function beginningOf(paths: readonly string[]): string {
  const names = paths.map((path) => path.slice(path.lastIndexOf("/") + 1).replace(/\..*$/, ""));
  const [first = "", ...rest] = names;
  const words = first.split(/[-_]/);
  if (rest.length === 0) return first.replace(/(?:[-_]+\d*)+$/, "");
  const shared = words.findIndex((word, at) =>
    rest.some((name) => name.split(/[-_]/)[at] !== word),
  );
  const own = words.slice(0, shared === -1 ? words.length : shared);
  return own.every((word) => general.has(word.toLowerCase())) ? "" : own.join("-");
}

function nameOf(text: string): string {
  return slug(text)
    .replace(/^test-/, "")
    .slice(0, 40)
    .replace(/-+$/, "");
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}-${String(count)}`;
  taken.add(free);
  return free;
}
