/** A chat of two turns and two questions, behind one long system prompt. */
import { join } from "node:path";
import type { Behaviour } from "../../servers/claude.ts";
import type { Files } from "../../repositories/scratch-repository.ts";
import { promptcost } from "../cli.ts";
import { commandHere } from "../here.ts";
import { policy } from "../policy.ts";

export const key = "sk-ant-canary-key";

export const config =
  'scenarios: { chat: { fixtures: "chat.*" }, other: { fixtures: "other.jsonl" } }\n';

export const first = {
  model: "claude-sonnet-4-5",
  max_tokens: 200,
  system: [{ type: "text", text: { $file: "policy.md" }, cache_control: { type: "ephemeral" } }],
  messages: [{ role: "user", content: "May I send this back?" }],
};

export const chat = `# a chat of two turns
exchanges:
  - request: ${JSON.stringify(first)} # as our code sends it
  - offset: 50ms
    request:
      messages:
        $append:
          - { role: assistant, content: [{ $answer: true }] }
          - { role: user, content: "And if it is broken?" }
`;

export function line(question: string) {
  return JSON.stringify({ request: { ...first, messages: [{ role: "user", content: question }] } });
}

export const files: Files = {
  "promptcost.yml": config,
  "policy.md": policy,
  "chat.yaml": chat,
  "other.jsonl": `${line("one")}\n\n${line("two")}\n`,
};

export function wroteThen(body: string): Behaviour {
  return {
    kind: "answer",
    text: `Answer of ${String(body.length)}.`,
    usage: body.includes("And if it is broken?")
      ? {
          input_tokens: 40,
          cache_read_input_tokens: 2700,
          cache_creation_input_tokens: 0,
          output_tokens: 20,
        }
      : {
          input_tokens: 12,
          cache_read_input_tokens: 0,
          cache_creation_input_tokens: 2700,
          output_tokens: 30,
        },
  };
}

export function replay(root: string, url: string, ...words: readonly string[]) {
  return commandHere(root, ["replay", "--json", ...words], environment(url));
}

/** The same in a process of its own. */
export function replayBuilt(root: string, url: string, ...words: readonly string[]) {
  return promptcost(root, ["replay", "--json", ...words], environment(url));
}

function environment(url: string) {
  return { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key };
}

export function journalOf(root: string): string {
  return join(root, ".promptcost/replay/journal.jsonl");
}
