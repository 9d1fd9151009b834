/** Three questions behind one long system prompt, and an API that takes batches. */
import { join } from "node:path";
import type { BatchBehaviour } from "../../servers/claude-batches.ts";
import { startClaude } from "../../servers/claude.ts";
import { type Files } from "../../repositories/scratch-repository.ts";
import { readText } from "../cli.ts";
import { commandHere } from "../here.ts";
import { policy } from "../policy.ts";

export function request(question: string) {
  return {
    model: "claude-sonnet-4-6",
    max_tokens: 200,
    system: [{ type: "text", text: { $file: "policy.md" }, cache_control: { type: "ephemeral" } }],
    messages: [{ role: "user", content: question }],
  };
}

const questions = ["one", "two", "three"];

export const files: Files = {
  "promptcost.yml": 'scenarios: { ask: { fixtures: "ask.jsonl" } }\n',
  "policy.md": policy,
  "ask.jsonl": questions
    .map((question) => `${JSON.stringify({ request: request(question) })}\n`)
    .join(""),
};

const usage = {
  input_tokens: 12,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 2700,
  output_tokens: 40,
  service_tier: "batch",
};

function message(text: string) {
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-4-6",
    content: [{ type: "text", text }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage,
  };
}

export const succeeds: BatchBehaviour["item"] = (customId) => ({
  type: "succeeded",
  message: message(`Answer ${customId}`),
});

export function startBatches(behaviour: Partial<BatchBehaviour> = {}) {
  return startClaude(() => 2712, undefined, undefined, { item: succeeds, polls: 0, ...behaviour });
}

export function replay(root: string, url: string, ...words: readonly string[]) {
  return commandHere(root, ["replay", "--json", ...words], {
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: "sk-ant-canary-key",
  });
}

export function recordedOf(root: string) {
  return readText(root, "ask.jsonl")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).recorded);
}

export function journalOf(root: string): string {
  return join(root, ".promptcost/replay/journal.jsonl");
}
