import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { runAction as runSource } from "../../../src/action/run.ts";
import { Report } from "../../../src/report/report.ts";
import { startGitHub, type Options, type Server } from "../../servers/github.ts";
import {
  commitAll,
  createRepository,
  git,
  plainEnvironment,
  put,
  runProcess,
  scratchFolder,
  type Content,
  type Outcome,
  type PullRequest,
} from "../../repositories/scratch-repository.ts";

/**
 * The action as the runner runs it: inputs and facts in the environment, an event file, GitHub on
 * loopback. A process takes most of a second, so that it runs in this one unless a test is of
 * `dist/action.js` itself.
 */
const action = join(import.meta.dirname, "../../../dist/action.js");
export const demo = join(import.meta.dirname, "../../../fixtures/demo");
export const main: Content = { folder: join(demo, "main") };
export const change: Content = { folder: join(demo, "change") };

export interface Step extends Outcome {
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
  readonly report: Report;
}

export interface Call {
  readonly root: string;
  readonly server: Server | null;
  readonly event: { readonly name: string; readonly payload: unknown };
  readonly sha: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly run?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs `dist/action.js`, with a process of its own. */
  readonly isBuilt?: boolean;
  /** Is given what sends the runner's signals to that process. */
  readonly onStart?: (signal: (name: NodeJS.Signals) => void) => void;
}

/** `name<<mark`, the value, `mark`: how a step's outputs are written. */
function readOutputs(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/^([\w-]+)<<(\S+)\r?\n([\s\S]*?)\r?\n?\2$/gm)].map(
      ([, name = "", , value = ""]) => [name, value],
    ),
  );
}

/** A run, and the folder of its files. */
export interface BareStep extends Outcome {
  readonly temporary: string;
}

/** Runs the action, whatever becomes of what it leaves. */
export async function startAction(call: Call): Promise<BareStep> {
  const temporary = scratchFolder();
  const [event, output, summary] = ["event.json", "output", "summary"].map((name) =>
    join(temporary, name),
  );
  if (event === undefined || output === undefined || summary === undefined)
    throw new Error("no paths");
  const { payload } = call.event;
  writeFileSync(event, typeof payload === "string" ? payload : JSON.stringify(payload));
  writeFileSync(output, "");
  writeFileSync(summary, "");
  const inputs: Readonly<Record<string, string>> = {
    ...(call.server === null ? {} : { "github-token": "secret" }),
    ...call.inputs,
  };
  const env = {
    ...plainEnvironment(temporary),
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "__self",
    GITHUB_EVENT_NAME: call.event.name,
    GITHUB_EVENT_PATH: event,
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_RUN_ID: String(call.run ?? 1),
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_SHA: call.sha,
    GITHUB_SERVER_URL: call.server?.url ?? "http://127.0.0.1:9",
    GITHUB_API_URL: call.server?.url ?? "http://127.0.0.1:9",
    GITHUB_GRAPHQL_URL: call.server?.graphqlUrl ?? "http://127.0.0.1:9/graphql",
    GITHUB_WORKSPACE: call.root,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    RUNNER_TEMP: temporary,
    ...call.env,
  };
  const { root: folder, onStart, isBuilt = onStart !== undefined } = call;
  const outcome = await (isBuilt
    ? runProcess(process.execPath, [action], {
        folder,
        env,
        ...(onStart === undefined ? {} : { onStart }),
      })
    : runHere(env));
  return { ...outcome, temporary };
}

/** Runs the source with exactly this environment: one run at a time. */
async function runHere(env: Readonly<Record<string, string>>): Promise<Outcome> {
  const outer = process.env;
  let stdout = "";
  const log = (text: unknown): boolean => {
    stdout += String(text);
    return true;
  };
  const written = vi.spyOn(process.stdout, "write").mockImplementation(log);
  process.env = { ...env };
  try {
    return { code: await runSource(env, log), stdout, stderr: "" };
  } finally {
    process.env = outer;
    written.mockRestore();
  }
}

/** The same for a run that has nothing to report. */
export async function runBare(call: Call): Promise<Omit<Step, "report">> {
  const outcome = await startAction(call);
  const left = (name: string): string => readFileSync(join(outcome.temporary, name), "utf8");
  return { ...outcome, outputs: readOutputs(left("output")), summary: left("summary") };
}

export async function runAction(call: Call): Promise<Step> {
  const step = await runBare(call);
  const report = Report.parse(JSON.parse(readFileSync(step.outputs.get("report") ?? "", "utf8")));
  return { ...step, report };
}

export function pullRequestEvent({ base, head }: PullRequest, from = "acme/shop"): Call["event"] {
  return {
    name: "pull_request",
    payload: {
      pull_request: {
        number: 7,
        head: { sha: head, ref: "change", repo: { full_name: from } },
        base: { sha: base, ref: "main", repo: { full_name: "acme/shop" } },
      },
      repository: { full_name: "acme/shop", default_branch: "main" },
    },
  };
}

export function onPullRequest(
  pull: PullRequest,
  server: Server | null,
  over: Partial<Call> = {},
): Promise<Step> {
  return runAction({
    root: pull.root,
    server,
    event: pullRequestEvent(pull),
    sha: pull.merge,
    ...over,
  });
}

/** main, and a commit before it. */
export function createMain(content: Content): string {
  const root = createRepository({ files: { "README.md": "shop\n" } });
  put(root, content);
  commitAll(root, "main");
  return root;
}

/** What is checked out is pushed to main. */
export function pushMain(root: string, server: Server, over: Partial<Call> = {}): Promise<Step> {
  const sha = git(root, "rev-parse", "HEAD");
  server.branches.set("main", sha);
  const payload = {
    ref: "refs/heads/main",
    before: git(root, "rev-parse", "HEAD^"),
    after: sha,
    repository: { default_branch: "main" },
  };
  return runAction({ root, server, event: { name: "push", payload }, sha, ...over });
}

export async function github(
  options: Options,
  use: (server: Server) => Promise<void>,
): Promise<void> {
  await using server = await startGitHub(options);
  await use(server);
}

export function codes({ report }: Step): readonly string[] {
  return report.problems.map((problem) => problem.code);
}

/** What must be equal however the base was come by. */
export function figures({ code, report, outputs }: Step) {
  return {
    code,
    verdict: report.verdict,
    delta: outputs.get("delta-usd"),
    monthly: outputs.get("monthly-usd"),
    causes: report.scenarios.map(({ causes }) => causes),
  };
}
