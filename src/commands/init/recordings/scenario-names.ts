/** Names for scenarios, after the files that they are made of. */

/** What folders of recordings are called whatever is in them. */
const general = new Set(
  (
    "cassette cassettes vcr vcr_cassettes fixture fixtures recording recordings recorded snapshots test tests " +
    "spec specs data testdata resources mappings files nock har hars http e2e integration unit src"
  ).split(" "),
);

/**
 * A name for each group of paths, none of them twice: the nearest folder that says something and is
 * the group's own, else how their names begin, else the name of the first.
 */
export function nameScenarios(groups: readonly (readonly string[])[]): readonly string[] {
  const taken = new Set<string>();
  const folders = groups.map(ownFolder);
  return groups.map((paths, at) => {
    const folder = folders[at] ?? "";
    const isOwn = folder !== "" && folders.filter((other) => other === folder).length === 1;
    // The first of all there are stands for nothing but itself.
    const first = groups.length === 1 && paths.length > 1 ? "" : stemOf(paths[0] ?? "");
    const candidates = [isOwn ? folder : "", beginningOf(paths), first, folder];
    const name = candidates.map(nameOf).find((each) => /[a-z]/.test(each)) ?? "recorded";
    return unique(name, taken);
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

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\..*$/, "");
}

/** How all file names begin, up to where a word ends; the whole name of one. */
function beginningOf(paths: readonly string[]): string {
  const names = paths.map(stemOf);
  const [first = "", ...rest] = names;
  if (rest.length === 0) return first;
  const words = first.split(/[-_]/);
  const shared = words.findIndex((word, at) =>
    rest.some((name) => name.split(/[-_]/)[at] !== word),
  );
  return words.slice(0, shared === -1 ? words.length : shared).join("-");
}

function nameOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/^test(?:[-_]|$)/, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|(?:-+\d*)+$/g, "")
    .slice(0, 40);
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}-${String(count)}`;
  taken.add(free);
  return free;
}
