import { expect } from "vitest";
import { startClaude, type Behaviour, type ClaudeServer } from "../../servers/claude.ts";
import type { Server } from "../../servers/github.ts";
import { type Content } from "../../repositories/scratch-repository.ts";
import { type Call, type Step } from "./step.ts";
import { policy } from "../policy.ts";

/** `replay:` of the action, as the runner runs it: the API and GitHub on loopback. */
export const key = "sk-ant-canary-key";

const request = {
  model: "claude-sonnet-4-6",
  max_tokens: 500,
  system: [{ type: "text", text: { $file: "../policy.md" }, cache_control: { type: "ephemeral" } }],
  messages: [{ role: "user", content: "May I send this back?" }],
};

export const unrecorded: Content = {
  files: {
    "promptcost.yml":
      'scenarios: { ask: { fixtures: "f/*.json", traffic: { runs: 1k/day }, budget: { monthly: $100 } } }\n',
    "policy.md": policy,
    "f/ask.json": { request },
  },
};

/** What a pull request makes of the prompt. */
export const longer: Content = {
  files: { "policy.md": `${policy}${"Ask for the number of the order first.\n".repeat(40)}` },
};

export function answers(output: number, read = 0): () => Behaviour {
  const written = read === 0 ? 2700 : 0;
  return () => ({
    kind: "answer",
    text: "canary-answer",
    usage: {
      input_tokens: 12,
      cache_read_input_tokens: read,
      cache_creation_input_tokens: written,
      output_tokens: output,
    },
  });
}

export function claudeThat(
  behaviourOf: (body: string, before: number) => Behaviour,
): Promise<ClaudeServer> {
  return startClaude(() => 2712, undefined, behaviourOf);
}

export function withKey(
  claude: ClaudeServer,
  more: Readonly<Record<string, string>> = {},
): Partial<Call> {
  return {
    inputs: { replay: "stale", "max-usd": "1", "anthropic-api-key": key, ...more },
    env: { ANTHROPIC_BASE_URL: claude.url },
  };
}

export function noCanary(step: Step, server: Server | null): void {
  const said = [
    step.stdout.replace(`::add-mask::${key}`, ""),
    step.stderr,
    step.summary,
    JSON.stringify(step.report),
    ...step.outputs.values(),
  ];
  const comments = server?.comments.map(({ body }) => body) ?? [];
  expect([...said, ...comments].join("\n")).not.toMatch(/canary/);
}
