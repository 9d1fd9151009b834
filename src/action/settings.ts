/**
 * The one reader of the action's inputs and of what the runner says about the run. Defaults live
 * here.
 */
import { readFileSync } from "node:fs";
import { readAmount } from "../config/amounts.ts";
import { nearestNames } from "../config/nearest.ts";
import type { Pico } from "../money.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import { parseEvent, type WorkflowEvent } from "../publish/event.ts";

/** The action's inputs, checked and with their defaults. */
export interface Settings {
  /** Path of the config from the working directory; null: where it is usually found. */
  readonly config: string | null;
  readonly mode: "auto" | "check" | "update";
  readonly dry: boolean;
  readonly token: string | null;
  readonly comment: "update" | "off";
  readonly key: string | null;
  /**
   * Which fixtures are sent again first: those whose recording is missing or no longer holds, or
   * all.
   */
  readonly replay: "off" | "stale" | "all";
  /** Pico-dollars; null: as the config says. */
  readonly maxUsd: Pico | null;
  readonly anthropicKey: string | null;
  /** From the workspace; `.` is the workspace itself. */
  readonly workingDirectory: string;
}

/** What the runner says: which repository, which run, which event, where GitHub is. */
export interface RunFacts {
  readonly event: WorkflowEvent;
  /** Null outside a repository, which only happens off GitHub. */
  readonly repository: {
    readonly owner: string;
    readonly name: string;
    readonly url: string;
  } | null;
  readonly run: { readonly id: number; readonly attempt: number };
  /** The commit the workflow runs for. */
  readonly sha: string | null;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly workspace: string;
  /** Where reports may be put; one folder per job. */
  readonly temporary: string | null;
  /** The step's id, unique in its job. */
  readonly step: string;
  /** The token of such an actor only reads, whatever the workflow says. */
  readonly dependabot: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const known = [
  "config",
  "mode",
  "dry",
  "github-token",
  "comment",
  "key",
  "replay",
  "max-usd",
  "anthropic-api-key",
  "working-directory",
];

/** YAML 1.2's ways to write a truth value. */
const truths: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
};

/** A path below the workspace, `/` between its steps. */
const folder = /^(?!.*(?:^|[\\/])\.\.(?:[\\/]|$))(?![\\/]|[A-Za-z]:)/;

/** Reads the inputs. A value that is wrong is a problem, never a default. */
export function readSettings(env: Environment): {
  readonly settings: Settings;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const wrong = (input: string, allowed: readonly string[]): void => {
    problems.push(problem("input-invalid", nowhere, { input, allowed }));
  };
  const choose = <Value extends string>(
    input: string,
    values: readonly [Value, ...Value[]],
  ): Value => {
    const given = text(env, input);
    const found = given === null ? values[0] : values.find((value) => value === given);
    if (found === undefined)
      wrong(
        input,
        values.map((value) => `\`${value}\``),
      );
    return found ?? values[0];
  };
  const dry = text(env, "dry");
  const truth = dry === null ? false : truths[dry];
  if (truth === undefined) wrong("dry", ["`true`", "`false`"]);
  const workingDirectory = text(env, "working-directory") ?? ".";
  if (!folder.test(workingDirectory))
    wrong("working-directory", ["a folder of the workspace, as a relative path"]);
  const replay = choose("replay", ["off", "stale", "all"]);
  if (replay !== "off" && truth === true)
    wrong("replay", ["`off` where `dry` is true: what it pays for would not be looked at"]);
  const maxUsd = text(env, "max-usd");
  const cap = maxUsd === null ? null : readAmount(maxUsd);
  if (maxUsd !== null && (cap === null || cap === 0n))
    wrong("max-usd", ["an amount above zero, such as `5` or `$0.50`"]);
  const settings: Settings = {
    config: text(env, "config"),
    mode: choose("mode", ["auto", "check", "update"]),
    dry: truth ?? false,
    token: text(env, "github-token"),
    comment: choose("comment", ["update", "off"]),
    key: text(env, "key"),
    replay,
    maxUsd: cap,
    anthropicKey: text(env, "anthropic-api-key"),
    workingDirectory: workingDirectory.replaceAll("\\", "/"),
  };
  return { settings, problems: [...problems, ...unknownInputs(env)] };
}

function text(env: Environment, name: string): string | null {
  const value = env[`INPUT_${name.toUpperCase()}`]?.trim() ?? "";
  return value === "" ? null : value;
}

/** The runner hands over every input a workflow sets, one that no action declares too. */
function unknownInputs(env: Environment): readonly Problem[] {
  return Object.keys(env)
    .filter((name) => name.startsWith("INPUT_") && (env[name] ?? "") !== "")
    .map((name) => name.slice("INPUT_".length).toLowerCase())
    .filter((name) => !known.includes(name))
    .toSorted()
    .map((input) =>
      problem("input-unknown", nowhere, { input, nearest: nearestNames(input, known) }),
    );
}

/**
 * Reads what the runner sets. An event that cannot be read is a problem: without it no base can be
 * chosen.
 */
export function readRun(env: Environment): RunFacts | Problem {
  const name = env["GITHUB_EVENT_NAME"] ?? "";
  const payload = readPayload(env["GITHUB_EVENT_PATH"]);
  if (payload === undefined)
    return problem("event-unreadable", nowhere, {
      event: name === "" ? "workflow" : name,
      missing: "its file is missing or no JSON",
    });
  const event = parseEvent(name, payload);
  if ("code" in event) return event;
  const serverUrl = (env["GITHUB_SERVER_URL"] ?? "https://github.com").replace(/\/+$/, "");
  return {
    event,
    repository: repositoryOf(env, serverUrl),
    run: { id: whole(env["GITHUB_RUN_ID"]), attempt: whole(env["GITHUB_RUN_ATTEMPT"]) },
    sha: env["GITHUB_SHA"] ?? null,
    serverUrl,
    apiUrl: env["GITHUB_API_URL"] ?? "https://api.github.com",
    graphqlUrl: env["GITHUB_GRAPHQL_URL"] ?? "https://api.github.com/graphql",
    workspace: env["GITHUB_WORKSPACE"] ?? ".",
    temporary: env["RUNNER_TEMP"] ?? null,
    step: (env["GITHUB_ACTION"] ?? "").replace(/\W+/g, "-"),
    dependabot: env["GITHUB_ACTOR"] === "dependabot[bot]",
  };
}

function readPayload(path: string | undefined): unknown {
  if (path === undefined || path === "") return undefined;
  try {
    const payload: unknown = JSON.parse(readFileSync(path, "utf8"));
    return payload;
  } catch {
    return undefined;
  }
}

function repositoryOf(env: Environment, serverUrl: string): RunFacts["repository"] {
  const match = /^([\w.-]+)\/([\w.-]+)$/.exec(env["GITHUB_REPOSITORY"] ?? "");
  const [, owner, name] = match ?? [];
  return owner === undefined || name === undefined
    ? null
    : { owner, name, url: `${serverUrl}/${owner}/${name}` };
}

function whole(value: string | undefined): number {
  const number = Number(value ?? "");
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}
