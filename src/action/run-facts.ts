/** What the runner says of a run, in its environment and the event's file. */
import { readFileSync } from "node:fs";
import { nowhere, problem, type Problem } from "../problem.ts";
import { parseEvent, type WorkflowEvent } from "../publish/event.ts";
import type { Environment } from "./runner.ts";

/** What the runner says: which repository, which run, which event, where GitHub is. */
export interface RunFacts {
  readonly event: WorkflowEvent;
  /** What of the event could not be read, where something stands in for it. */
  readonly oddities: readonly Problem[];
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

/**
 * Reads what the runner sets. An event that cannot be read is a problem where no base can be chosen
 * without it.
 */
export function readRunFacts(env: Environment): RunFacts | Problem {
  const read = readEvent(env);
  if ("code" in read) return read;
  const serverUrl = (env["GITHUB_SERVER_URL"] ?? "https://github.com").replace(/\/+$/, "");
  return {
    ...read,
    repository: repositoryOf(env, serverUrl),
    run: {
      id: positiveInteger(env["GITHUB_RUN_ID"]),
      attempt: positiveInteger(env["GITHUB_RUN_ATTEMPT"]),
    },
    sha: env["GITHUB_SHA"] ?? null,
    serverUrl,
    apiUrl: env["GITHUB_API_URL"] ?? "https://api.github.com",
    graphqlUrl: env["GITHUB_GRAPHQL_URL"] ?? "https://api.github.com/graphql",
    workspace: env["GITHUB_WORKSPACE"] ?? ".",
    temporary: temporaryFolder(env),
    step: (env["GITHUB_ACTION"] ?? "").replace(/\W+/g, "-"),
    dependabot: env["GITHUB_ACTOR"] === "dependabot[bot]",
  };
}

/** The job's folder for temporary files; null: the runner names none. */
export function temporaryFolder(env: Environment): string | null {
  const folder = env["RUNNER_TEMP"] ?? "";
  return folder === "" ? null : folder;
}

function readEvent(env: Environment): Pick<RunFacts, "event" | "oddities"> | Problem {
  const name = env["GITHUB_EVENT_NAME"] ?? "";
  const payload = readPayload(env["GITHUB_EVENT_PATH"]);
  const event = parseEvent(name, payload);
  const isWhole = payload !== undefined && !("code" in event);
  if (isWhole) return { event, oddities: [] };
  const details = {
    event: name === "" ? "workflow" : name,
    missing:
      payload === undefined ? "its file is missing or no JSON" : "it lacks what such an event has",
  };
  const stand = standIn(name, env) ?? event;
  return "code" in stand
    ? payload === undefined
      ? problem("event-unreadable", nowhere, details)
      : stand
    : { event: stand, oddities: [problem("event-incomplete", nowhere, details)] };
}

/**
 * A push without its payload: the runner names branch and commit, and what was there before is
 * taken to be the commit's first parent, as where a push makes its branch. Which branch is the
 * default one nobody says.
 */
function standIn(name: string, env: Environment): WorkflowEvent | null {
  if (name !== "push") return null;
  const [ref = "", sha = ""] = [env["GITHUB_REF"], env["GITHUB_SHA"]];
  return sha === "" ? null : parsePushOf(ref, sha);
}

function parsePushOf(ref: string, after: string): WorkflowEvent | null {
  const event = parseEvent("push", { ref, before: "0".repeat(after.length), after });
  return "code" in event ? null : event;
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

function positiveInteger(value: string | undefined): number {
  const number = Number(value ?? "");
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}
