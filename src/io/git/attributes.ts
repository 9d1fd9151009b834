/** What `.gitattributes` says of files, asked of git: in a checkout, or as a commit has it. */
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { noAttributes, type PathAttributes } from "../tree/content.ts";
import { callGit, splitRecords } from "./call.ts";

/** A file of attributes in a commit. */
interface AttributeFile {
  readonly path: string;
  /** git's blob id. */
  readonly id: string;
}

/** Whether a path is that of a file of attributes. */
export function isAttributeFile(path: string): boolean {
  return path === ".gitattributes" || path.endsWith("/.gitattributes");
}

/**
 * Whether anything says attributes of some paths: a file of them, or the repository's own settings.
 * Those of the user's name no repository's files.
 */
export function hasAttributes(root: string, paths: readonly string[]): boolean {
  return paths.some(isAttributeFile) || existsSync(ownAttributes(root));
}

/** In a linked worktree, or a submodule, `.git` is a file that says where the settings are. */
function ownAttributes(root: string): string {
  if (statSync(join(root, ".git"), { throwIfNoEntry: false })?.isDirectory() !== true) {
    const answer = callGit(root, ["rev-parse", "--git-path", "info/attributes"]);
    if ("output" in answer) return resolve(root, new TextDecoder().decode(answer.output).trim());
  }
  return join(root, ".git", "info", "attributes");
}

const asked = ["filter", "ident", "working-tree-encoding"];

/**
 * The attributes of paths that change their text, by path; paths without any are left out.
 * `files`: the commit's own files of attributes, which then decide; null: those of the checkout.
 */
export function readAttributes(
  root: string,
  paths: readonly string[],
  files: readonly AttributeFile[] | null,
): ReadonlyMap<string, PathAttributes> {
  if (paths.length === 0) return new Map();
  if (files === null) return ask(root, paths, []);
  const folder = mkdtempSync(join(tmpdir(), "promptcost-index-"));
  try {
    const index = join(folder, "index");
    const input = files.map(({ path, id }) => `100644 ${id}\t${path}\0`).join("");
    if (files.length > 0)
      callGit(root, ["update-index", "-z", "--add", "--index-info"], { input, index });
    return ask(root, paths, ["--cached"], index);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ask(
  root: string,
  paths: readonly string[],
  options: readonly string[],
  index?: string,
): ReadonlyMap<string, PathAttributes> {
  const input = paths.map((path) => `${path}\0`).join("");
  const answer = callGit(root, ["check-attr", ...options, "--stdin", "-z", ...asked], {
    input,
    ...(index === undefined ? {} : { index }),
  });
  const found = new Map<string, PathAttributes>();
  if ("failure" in answer) return found;
  const records = splitRecords(answer.output);
  for (let at = 0; at + 2 < records.length; at += 3) {
    const [path = "", attribute = "", value = ""] = records.slice(at, at + 3);
    const change = read(attribute, value);
    if (change !== null) found.set(path, { ...(found.get(path) ?? noAttributes), ...change });
  }
  return found;
}

/** An attribute that is not set, or only said to be (`filter` without a name), changes nothing. */
function read(attribute: string, value: string): Partial<PathAttributes> | null {
  if (attribute === "ident") return value === "set" ? { ident: true } : null;
  if (["unspecified", "unset", "set", ""].includes(value)) return null;
  if (attribute === "filter") return { filter: value };
  return /^utf-?8$/i.test(value) ? null : { encoding: value };
}
