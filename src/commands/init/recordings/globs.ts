/** The shortest globs that match some files and no other. */
import { folderOf } from "../../../config/paths.ts";
import { groupBy } from "../../../order.ts";

/**
 * Globs that match `files`, and of all the `paths` there are no other: where there is one, one for
 * a whole folder; else one for each folder; else one for each common beginning of names; else the
 * paths themselves.
 */
export function globsOf(files: readonly string[], paths: readonly string[]): readonly string[] {
  const own = new Set(files);
  const others = paths.filter((path) => !own.has(path));
  return [...groupBy(files, endingOf)].flatMap(([ending, group]) => {
    const alike = others.filter((path) => path.endsWith(ending));
    return deepGlob(group, ending, alike) ?? flatGlobs(group, ending, alike);
  });
}

/** From the last dot of the name; a name without one has none. */
function endingOf(path: string): string {
  const dot = path.lastIndexOf(".");
  return dot > path.lastIndexOf("/") ? path.slice(dot) : "";
}

/** One glob for files of several folders; null: it would match others too. */
function deepGlob(
  files: readonly string[],
  ending: string,
  others: readonly string[],
): readonly string[] | null {
  const folders = files.map(folderOf);
  if (new Set(folders).size < 2 || ending === "") return null;
  const shared = folders.reduce(commonFolder);
  const start = shared === "" ? "" : `${shared}/`;
  if (shared === "" || !isPlain(shared) || others.some((path) => path.startsWith(start)))
    return null;
  return [`${start}**/*${ending}`];
}

function commonFolder(a: string, b: string): string {
  const [first, second] = [a.split("/"), b.split("/")];
  const differs = first.findIndex((step, at) => step !== second[at]);
  return (differs === -1 ? first : first.slice(0, differs)).join("/");
}

/** What a glob would read in another way than as it is written is named by its path. */
function isPlain(path: string): boolean {
  return !/[*?[\](){}!+@\\]/.test(path);
}

function flatGlobs(
  files: readonly string[],
  ending: string,
  others: readonly string[],
): readonly string[] {
  return [...groupBy(files, folderOf)].flatMap(([folder, group]) => {
    const start = folder === "" ? "" : `${folder}/`;
    const [only = ""] = group;
    if (group.length === 1 || ending === "" || !isPlain(folder)) return [...group];
    const beside = others.filter((path) => folderOf(path) === folder);
    if (beside.length === 0) return [`${start}*${ending}`];
    const beginning = group.reduce(commonBeginning, only);
    const isOwn = !beside.some((path) => path.startsWith(beginning));
    return beginning.length > start.length && isPlain(beginning) && isOwn
      ? [`${beginning}*${ending}`]
      : [...group];
  });
}

function commonBeginning(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
