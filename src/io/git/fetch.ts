/** Fetches one commit: arguments as a list, no shell, the token in the environment alone. */
import { execFile, spawnSync } from "node:child_process";
import { safety, withoutSecrets } from "./call.ts";

/** How commits may be fetched. */
export interface FetchAccess {
  /** Sent to `server` only; never in arguments, messages or files. */
  readonly token: string;
  /** `https://github.com`, or an enterprise server's address. */
  readonly server: string;
}

/** Nothing but what was asked for. */
const quietly = ["--quiet", "--no-tags", "--no-recurse-submodules"];

/** How long one fetch may take. */
const timeoutMs = 120_000;

/**
 * Brings one commit with its files; null when it is here, else why not. A shallow clone gets none
 * of its history. One that is whole gets what it lacks of it, and stays whole.
 */
export function fetchCommit(options: {
  readonly root: string;
  readonly commit: string;
  readonly access: FetchAccess;
  readonly shallow: boolean;
}): Promise<string | null> {
  const { root, commit, access, shallow } = options;
  const env = fetchEnvironment(access);
  const args = [
    "-C",
    root,
    ...safety().flatMap((setting) => ["-c", setting]),
    "fetch",
    ...quietly,
    ...(shallow ? ["--depth=1"] : []),
    "origin",
    commit,
  ];
  return new Promise((resolve) => {
    execFile("git", args, { env, timeout: timeoutMs, windowsHide: true }, (error, _, output) => {
      if (error === null) resolve(null);
      else
        resolve(
          error.killed === true
            ? "the server did not answer in time"
            : describeFailure(output, access.token),
        );
    });
  });
}

/**
 * Brings objects that a partial clone lacks, blobs or trees with all below them but their blobs, by
 * one fetch for all; null when they are here, else why not. Waits for it: who reads a tree waits for
 * git anyway.
 */
export function fetchObjects(options: {
  readonly root: string;
  readonly ids: readonly string[];
  readonly access: FetchAccess | null;
}): string | null {
  const { root, ids, access } = options;
  if (access === null) return "there is no token to fetch them with";
  const settings = [
    ...safety(),
    // As git itself fetches what is missing: nothing of what is here says anything about them.
    "fetch.negotiationAlgorithm=noop",
    "remote.origin.partialCloneFilter=blob:none",
  ].flatMap((setting) => ["-c", setting]);
  const result = spawnSync(
    "git",
    ["-C", root, ...settings, "fetch", ...quietly, "--no-write-fetch-head", "--stdin", "origin"],
    {
      input: ids.map((id) => `${id}\n`).join(""),
      env: fetchEnvironment(access),
      timeout: timeoutMs,
      windowsHide: true,
      encoding: "utf8",
    },
  );
  if (result.status === 0) return null;
  if (result.error !== undefined) return "the server did not answer in time";
  const [, status] = /returned error: (\d{3})/.exec(result.stderr) ?? [];
  return status ?? describeFailure(result.stderr, access.token);
}

/** The environment of a call of git that may ask the server. */
export function fetchEnvironment(access: FetchAccess): NodeJS.ProcessEnv {
  return {
    ...withoutSecrets(process.env),
    ...settingsOf(access, process.env),
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C",
  };
}

/**
 * git's settings for one call, handed over in its environment. The empty value first removes a
 * header that `actions/checkout` left: a server refuses two.
 */
function settingsOf(access: FetchAccess, env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const key = `http.${access.server.replace(/\/+$/, "")}/.extraheader`;
  const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${access.token}`).toString("base64")}`;
  const settings = [
    [key, ""],
    [key, header],
    ["core.hooksPath", "/dev/null"],
    ["gc.auto", "0"],
    ["maintenance.auto", "false"],
  ] as const;
  const already = Number(env["GIT_CONFIG_COUNT"] ?? "0");
  const start = Number.isSafeInteger(already) && already > 0 ? already : 0;
  return Object.fromEntries([
    ["GIT_CONFIG_COUNT", String(start + settings.length)],
    ...settings.flatMap(([name, value], index) => [
      [`GIT_CONFIG_KEY_${start + index}`, name],
      [`GIT_CONFIG_VALUE_${start + index}`, value],
    ]),
  ]);
}

/** What git said, short and without anything secret: no credentials in addresses, no tokens. */
function describeFailure(output: string, token: string): string {
  const line = output
    .split("\n")
    .map((text) => text.trim())
    .findLast((text) => /^(fatal|error|remote):/.test(text));
  const short = (line ?? "git fetch failed")
    .replaceAll(token, "***")
    .replace(/\/\/[^/@\s]+@/g, "//")
    .replace(/gh[a-z]_[A-Za-z0-9._]+/g, "***");
  return short.slice(0, 200).replace(/[.\s]+$/, "");
}
