/** Where the config is, from its folder, unless the user says otherwise. */
export const usualConfig = "promptcost.yml";

/**
 * The folder of a path, `""` for the root. Paths have `/` and are relative to the repository's
 * root.
 */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** Whether a path leads into git's own folder, under any name a disk may take for it. */
export function isInGit(path: string): boolean {
  return path.split("/").some((step) => /^\.git(?:$|[ .:])/i.test(step));
}

/**
 * A path written relative to a folder, from the root; null where it leads out of the root, is
 * absolute, or names no file of it.
 */
export function resolvePath(folder: string, written: string): string | null {
  if (
    written === "" ||
    written.startsWith("/") ||
    /^[A-Za-z]:[\\/]/.test(written) ||
    written.includes("\0")
  )
    return null;
  const steps = folder === "" ? [] : folder.split("/");
  for (const step of written.replaceAll("\\", "/").split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return null;
  }
  return steps.length === 0 ? null : steps.join("/");
}

/** A path from the root as seen from a folder: without the folder in front, else as it is. */
export function relativeTo(folder: string, path: string): string {
  return folder !== "" && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

/** A path from the root as it is written in a file of a folder: `../prompts/policy.md`. */
export function pathFrom(folder: string, path: string): string {
  const from = folder === "" ? [] : folder.split("/");
  const to = path.split("/");
  let common = 0;
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) common += 1;
  return [...from.slice(common).map(() => ".."), ...to.slice(common)].join("/");
}
