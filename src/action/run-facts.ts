/** What the runner says of a run, in its environment and the event's file. */
import { readFileSync } from "node:fs";
import { nowhere, problem, type Problem } from "../problem.ts";
import { parseEvent, type WorkflowEvent } from "../publish/event.ts";
import type { Environment } from "./runner.ts";

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

/**
 * Reads what the runner sets. An event that cannot be read is a problem: without it no base can be
 * chosen.
 */
export function readRunFacts(env: Environment): RunFacts | Problem {
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
    run: {
      id: positiveInteger(env["GITHUB_RUN_ID"]),
      attempt: positiveInteger(env["GITHUB_RUN_ATTEMPT"]),
    },
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

function positiveInteger(value: string | undefined): number {
  const number = Number(value ?? "");
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}
