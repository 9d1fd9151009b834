import { join } from "node:path";
import { startClaude, type Behaviour } from "../../servers/claude.ts";
import type { Files } from "../../repositories/scratch-repository.ts";
import { promptcost } from "../cli.ts";
import { commandHere } from "../here.ts";

/** Six fixtures of a question each, and an API that gives one answer to all. */
export function request(question: string) {
  return {
    model: "claude-sonnet-4-6",
    max_tokens: 50,
    messages: [{ role: "user", content: question }],
  };
}

export const usage = {
  input_tokens: 9,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
  output_tokens: 20,
};

export const answers: Behaviour = { kind: "answer", usage };

const names = ["a", "b", "c", "d", "e", "f"];

export const six: Files = {
  "promptcost.yml": 'scenarios: { ask: { fixtures: "f/*.json" } }\n',
  ...Object.fromEntries(names.map((name) => [`f/${name}.json`, { request: request(name) }])),
};

function succeeded() {
  return {
    type: "succeeded",
    message: {
      id: "m",
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-6",
      content: [],
      stop_reason: "end_turn",
      usage,
    },
  };
}

export function start(
  behaviourOf: (body: string, before: number) => Behaviour = () => answers,
  question?: (before: number) => number | undefined,
) {
  return startClaude(() => 9, undefined, behaviourOf, {
    item: succeeded,
    polls: 0,
    ...(question === undefined ? {} : { question }),
  });
}

export function replay(root: string, url: string, ...words: readonly string[]) {
  return commandHere(root, replaying(words), environment(url));
}

/** The same in a process of its own. */
export function replayBuilt(root: string, url: string, ...words: readonly string[]) {
  return promptcost(root, replaying(words), environment(url));
}

function replaying(words: readonly string[]): readonly string[] {
  return ["replay", "--json", "--max-usd", "1", ...words];
}

function environment(url: string) {
  return { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "k" };
}

export function folderOf(root: string): string {
  return join(root, ".promptcost/replay");
}
