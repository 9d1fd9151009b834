/** Pull requests over recorded fixtures, in real repositories: what each side of them costs. */
import { check } from "../../../src/commands/check/check.ts";
import type { CheckInput } from "../../../src/commands/check/input.ts";
import { explain } from "../../../src/commands/explain/explain.ts";
import type { Explanation } from "../../../src/commands/explain/explanation.ts";
import { workOutBaseline } from "../../../src/commands/update/update.ts";
import type { CommandContext } from "../../../src/evaluation/context.ts";
import { loadTokenizer } from "../../../src/io/context.ts";
import { digest } from "../../../src/io/hash.ts";
import { hashInput } from "../../../src/fixture/input-hash.ts";
import type { JsonObject } from "../../../src/json.ts";
import type { Report, ReportedScenario } from "../../../src/report/report.ts";
import { createCounter } from "../../../src/tokens/counter.ts";
import type { Tree } from "../../../src/tree.ts";
import { commit } from "../../io/tree/open-trees.ts";
import {
  commitAll,
  createRepository,
  put,
  type Files,
} from "../../repositories/scratch-repository.ts";

/** What a command is given; its counter is its own, as its blocks are. */
export function context(): CommandContext {
  return { digest, counter: createCounter(loadTokenizer), asOf: "2026-11-24", dry: false };
}

export const config = "scenarios: { a: { fixtures: a.json, traffic: { runs: 10k/month } } }\n";

/** A request whose answer of 300 tokens is recorded. */
export const asked: JsonObject = {
  model: "claude-sonnet-5",
  max_tokens: 8_000,
  output_config: { effort: "low" },
  system: "You answer questions about holidays.",
  messages: [{ role: "user", content: "How many days off do I have?" }],
};

/** The recording of a body. `hashed`: it names that body. */
export function recordingOf(
  body: JsonObject,
  over: { readonly hashed?: boolean; readonly response?: JsonObject } = {},
): JsonObject {
  const { hashed = true, response = {} } = over;
  return {
    ...(hashed ? { inputHash: hashInput({ body, betas: [] }, digest) } : {}),
    response: {
      model: body["model"] ?? "",
      stop_reason: "end_turn",
      content: [{ type: "text", text: "You have thirty days off a year, and no more than that. " }],
      usage: { input_tokens: 34, output_tokens: 300 },
      ...response,
    },
  };
}

/** Main's files with its baseline, on a commit, and the head's on the next. */
export interface TwoCommits {
  readonly head: Tree;
  readonly base: Tree;
}

export function pullRequest(main: Files, change: Files): TwoCommits {
  const root = createRepository({ files: { "promptcost.yml": config, ...main } });
  const { plan } = workOutBaseline({
    ...context(),
    tree: commit(root, "HEAD"),
    file: "promptcost.yml",
  });
  put(root, { files: { [plan.file]: plan.text } });
  const base = commit(root, commitAll(root, "baseline"));
  put(root, { files: change });
  return { base, head: commit(root, commitAll(root, "change")) };
}

export function baseOf(tree: Tree): CheckInput["base"] {
  return { commit: { sha: "3f2c1ab".padEnd(40, "0"), why: "the merge base with main" }, tree };
}

export function checked({ head, base }: TwoCommits): Report {
  const links = { repository: null, head: null };
  const sides = { head, base: baseOf(base), file: "promptcost.yml", fork: false };
  return check({ ...context(), ...sides, links, problems: [] }).report;
}

export function explained(
  { head, base }: TwoCommits,
  over: { readonly scenario?: string; readonly asOf?: string } = {},
): Explanation | null {
  const input = { ...context(), tree: head, base: baseOf(base), file: "promptcost.yml" };
  const { text } = explain({ ...input, scenario: "a", ...over, json: true, blocks: false });
  const parsed: Explanation | null = text === null ? null : JSON.parse(text);
  return parsed;
}

export function only(report: Report): ReportedScenario {
  const [scenario] = report.scenarios;
  if (scenario === undefined) throw new Error(JSON.stringify(report.problems));
  return scenario;
}

export function codes({ problems }: Report): readonly string[] {
  return problems.map(({ code }) => code);
}
