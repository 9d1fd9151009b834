import { join } from "node:path";
import { symlinkSync } from "node:fs";
import { createRepository, type Files } from "../../repositories/scratch-repository.ts";

/** A policy long enough that the model caches it. */
export const policy = `${"Ask your manager before you book. ".repeat(200)}Days off are thirty a year.`;

/**
 * A program that asks as people's programs do: a system prompt out of a file, a tool, an agent's
 * loop, by the vendor's SDK. Each of `QUESTIONS` is a run of its own.
 */
export const agent = `
import Anthropic from "@anthropic-ai/sdk";
import { readFileSync } from "node:fs";
const client = new Anthropic({ maxRetries: Number(process.env.RETRIES ?? 0) });
const policy = readFileSync("prompts/policy.md", "utf8").trim();
const intro = process.env.NOW === undefined ? "" : \`It is \${new Date().toISOString()}. \`;
const system = [{ type: "text", text: intro + policy, cache_control: { type: "ephemeral" } }];
const tools = [{
  name: "look_up",
  description: "Looks up how many days are left",
  input_schema: { type: "object", properties: { user: { type: "string" } }, required: ["user"] },
}];
async function ask(question) {
  const messages = [{ role: "user", content: question }];
  for (let turn = 0; turn < 2; turn += 1) {
    const stream = client.messages.stream({
      model: process.env.MODEL ?? "claude-sonnet-5",
      max_tokens: 400,
      system,
      tools,
      tool_choice: turn === 0 ? { type: "any" } : { type: "auto" },
      messages,
    });
    const { content } = await stream.finalMessage();
    messages.push({ role: "assistant", content });
    const calls = content.filter(({ type }) => type === "tool_use");
    if (calls.length === 0) return;
    messages.push({
      role: "user",
      content: calls.map(({ id }) => ({ type: "tool_result", tool_use_id: id, content: "12" })),
    });
  }
}
for (const question of (process.env.QUESTIONS ?? "How many days are left?|May I take August off?").split("|"))
  await ask(question);
`;

/** A repository of a project with that program, its packages installed. */
export function createProject(files: Files = {}): string {
  const root = createRepository({
    files: {
      ".gitignore": "node_modules\n",
      "prompts/policy.md": `${policy}\n`,
      "src/agent.mjs": agent,
      ...files,
    },
  });
  symlinkSync(join(import.meta.dirname, "../../../node_modules"), join(root, "node_modules"));
  return root;
}
