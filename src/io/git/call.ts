/**
 * Calls git: arguments as a list, no shell, nothing of the user's settings that runs other programs
 * or changes what is read.
 */
import { spawnSync } from "node:child_process";
import type { GitFailure } from "../../baseline/git-failure.ts";
import { trustsEveryOwner } from "./trust.ts";

/** `said`: its warnings. */
type GitAnswer =
  | { readonly output: Uint8Array; readonly said: string }
  | { readonly failure: GitFailure };

const mostBytes = 2 ** 30;

const settings = [
  "core.fsmonitor=false",
  "core.quotePath=false",
  "diff.external=",
  "core.hooksPath=/dev/null",
];

/** Set by hooks and wrappers; they would point git at another repository or index. */
const foreign = new Set([
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
  "GIT_EXTERNAL_DIFF",
  "GIT_LITERAL_PATHSPECS",
  "GIT_GLOB_PATHSPECS",
  "GIT_REPLACE_REF_BASE",
]);

/** Further objects that calls for a repository may read, by its folder. */
const lent = new Map<string, string>();

/** Lets all further calls for a repository read the objects in another folder too. */
export function lendObjects(root: string, objects: string): void {
  lent.set(root, objects);
}

/** Settings of calls for a repository whose files nobody here vouches for, by its folder. */
const unfiltered = new Map<string, NodeJS.ProcessEnv>();

/**
 * From now on no filter that git's settings name runs in calls for a repository: a fork's
 * `.gitattributes` would choose which, and its files would be what they read.
 */
export function disableFilters(root: string): void {
  const answer = callGit(root, ["config", "-z", "--name-only", "--get-regexp", "^filter\\."]);
  const keys = "output" in answer ? splitRecords(answer.output) : [];
  const already = Number(process.env["GIT_CONFIG_COUNT"] ?? "0");
  const start = Number.isSafeInteger(already) && already > 0 ? already : 0;
  const off = [...new Set(keys)].map(
    (key) => [key, /\.required$/i.test(key) ? "false" : ""] as const,
  );
  const names = off.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${start + index}`, key],
    [`GIT_CONFIG_VALUE_${start + index}`, value],
  ]);
  unfiltered.set(root, {
    GIT_CONFIG_COUNT: String(start + off.length),
    ...Object.fromEntries(names),
  });
}

/** Whether filters run in calls for a repository. */
export function runsFilters(root: string): boolean {
  return !unfiltered.has(root);
}

/** What one call differs in. */
interface CallOptions {
  /** What git reads. */
  readonly input?: string;
  /** Path of another index than the repository's. */
  readonly index?: string;
}

/** Runs one git command in a folder and waits for it. Failures are values. */
export function callGit(
  folder: string,
  args: readonly string[],
  { input = "", index }: CallOptions = {},
): GitAnswer {
  const options = [...settings, ...safety()].flatMap((setting) => ["-c", setting]);
  const result = spawnSync(
    "git",
    ["-C", folder, "--no-replace-objects", "--no-pager", ...options, ...args],
    {
      input,
      env: {
        ...gitEnvironment(),
        ...(index === undefined ? {} : { GIT_INDEX_FILE: index }),
        ...objectsOf(folder),
        ...unfiltered.get(folder),
      },
      maxBuffer: mostBytes,
      windowsHide: true,
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  if (result.error !== undefined && "code" in result.error && result.error.code === "ENOENT")
    return { failure: { kind: "no-git", exitCode: null } };
  if (result.status !== 0)
    return { failure: { kind: kindOf(String(result.stderr)), exitCode: result.status } };
  return { output: result.stdout, said: String(result.stderr) };
}

function objectsOf(folder: string): NodeJS.ProcessEnv {
  const objects = lent.get(folder);
  return objects === undefined ? {} : { GIT_ALTERNATE_OBJECT_DIRECTORIES: objects };
}

/**
 * The setting that lets git read a folder of another user, where whose it is says nothing. From a
 * command line git 2.38 and newer take it.
 */
export function safety(): readonly string[] {
  return trustsEveryOwner() ? ["safe.directory=*"] : [];
}

/** What only we were given. */
const ours = /^(?:INPUT_|ANTHROPIC_|ACTIONS_(?:RUNTIME|ID_TOKEN)_)/;

/** An environment for git: a program that it starts, for a filter say, has no use for the rest. */
export function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)));
}

/**
 * The environment of a call of git: nothing that points it elsewhere, no secret of ours. A filter
 * of Git LFS asks no server: what is not on this machine stays a pointer, and is told as one.
 */
function gitEnvironment(): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(
      Object.entries(withoutSecrets(process.env)).filter(([name]) => !foreign.has(name)),
    ),
    GIT_LFS_SKIP_SMUDGE: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    // No file: parents are those that commits name.
    GIT_GRAFT_FILE: "/dev/null/none",
    // Nothing is asked of a partial clone's remote on the way: what is missing is told as that.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    LC_ALL: "C",
  };
}

function kindOf(said: string): GitFailure["kind"] {
  if (said.includes("dubious ownership")) return "unsafe-repository";
  if (/not a git repository/i.test(said)) return "not-a-repository";
  return /not a valid object name|unknown revision|bad object|not a tree object|invalid object/i.test(
    said,
  )
    ? "unknown-commit"
    : "failed";
}

/** The records of an output that ends each with a zero byte. */
export function splitRecords(output: Uint8Array): readonly string[] {
  const records = new TextDecoder().decode(output).split("\0");
  if (records.at(-1) === "") records.pop();
  return records;
}

/** What a mode of git, `100644`, says of a path. */
export function kindOfMode(mode: string): "file" | "link" | "submodule" {
  if (mode === "120000") return "link";
  return mode === "160000" ? "submodule" : "file";
}
