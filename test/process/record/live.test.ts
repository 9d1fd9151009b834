import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digest } from "../../../src/io/hash.ts";
import { commitAll, git } from "../../repositories/scratch-repository.ts";
import { event, startLoopback } from "../../servers/loopback.ts";
import { promptcost, readText } from "../cli.ts";
import { createProject } from "./project.ts";

const key = "sk-ant-api03-canary-key-of-a-user-that-stands-in-no-file-0123456789";
const run = ["--", "node", "src/agent.mjs"];

/** An API that calls the tool where it must, answers else, and refuses every `refuses`th request. */
async function startApi(refuses = 0) {
  let asked = 0;
  let answered = 0;
  const keys = new Set<unknown>();
  const server = await startLoopback((request, response, body) => {
    asked += 1;
    keys.add(request.headers.authorization);
    if (refuses > 0 && asked % refuses === 1) {
      const error = { type: "rate_limit_error", message: "slow down" };
      response.writeHead(429, { "content-type": "application/json", "retry-after-ms": "5" });
      response.end(JSON.stringify({ type: "error", error }));
      return;
    }
    answered += 1;
    const { model, tool_choice: choice } = JSON.parse(body.toString("utf8"));
    const id = `msg_01${digest(String(answered)).slice(0, 22)}`;
    const isForced = choice.type === "any";
    const usage = { input_tokens: 1500 + answered, output_tokens: 40 };
    const start = isForced
      ? { type: "tool_use", id: `toolu_01${id.slice(6)}`, name: "look_up", input: {} }
      : { type: "text", text: "" };
    const delta = isForced
      ? { type: "input_json_delta", partial_json: '{"user":"kim"}' }
      : { type: "text_delta", text: "Twelve are left." };
    const message = { id, type: "message", role: "assistant", model, content: [] };
    const none = { stop_reason: null, stop_sequence: null, usage: { ...usage, output_tokens: 1 } };
    response.writeHead(200, { "content-type": "text/event-stream", "request-id": "req_1" });
    response.write(event("message_start", { message: { ...message, ...none } }));
    response.write(event("content_block_start", { index: 0, content_block: start }));
    response.write(event("content_block_delta", { index: 0, delta }));
    response.write(event("content_block_stop", { index: 0 }));
    const stop_reason = isForced ? "tool_use" : "end_turn";
    response.write(event("message_delta", { delta: { stop_reason, stop_sequence: null }, usage }));
    response.end(event("message_stop", {}));
  });
  return { ...server, url: server.url, answered: () => answered, keys };
}

function textsBelow(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

test("with a key: answers are kept, the second run costs nothing, the stub needs no key then", async () => {
  const root = createProject();
  await using api = await startApi();
  const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: key };
  const { code, stdout, stderr } = await promptcost(root, ["record", ...run], env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("ran twice, 4 requests each\n");
  // 4 × (about 1,502 × 2 + 40 × 10) millionths of a dollar.
  expect(stdout).toContain("spent: $0.0136 of your key's money");
  expect(api.answered()).toBe(4);
  expect([...api.keys]).toEqual([`Bearer ${key}`]);
  expect(textsBelow(root).some((text) => text.includes("canary-key"))).toBe(false);
  expect(existsSync(join(root, ".promptcost/record/journal.jsonl"))).toBe(false);
  const [name = ""] = readdirSync(join(root, "fixtures/recorded/policy"));
  const file = `fixtures/recorded/policy/${name}`;
  const { exchanges } = JSON.parse(readText(root, file));
  expect(exchanges[0].recorded).toMatchObject({
    inputHash: expect.stringMatching(/^sha256:/),
    residual: { tokens: expect.any(Number) },
    response: { usage: { output_tokens: 40 }, stop_reason: "tool_use" },
  });
  commitAll(root, "recorded");

  // The recorded answers drive the agent: nothing differs, though nobody is asked.
  const check = await promptcost(root, ["record", "--stub", "--check", "--new=fail", ...run]);
  expect(check).toMatchObject({ code: 0, stderr: "" });
  const changed = await promptcost(root, ["record", "--stub", "--new=fail", ...run], {
    MODEL: "claude-haiku-4-5",
  });
  expect(changed).toMatchObject({ code: 0 });
  expect(changed.stdout).toContain("4 as recorded for the request in their place");
  const { exchanges: after } = JSON.parse(readText(root, file));
  expect(after[0].request.model).toBe("claude-haiku-4-5");
  expect(after[0].recorded).toEqual(exchanges[0].recorded);
  expect(await promptcost(root, ["check"])).toMatchObject({ code: 0 });
});

test("what is refused and sent again is said, and is in no fixture", async () => {
  const root = createProject();
  await using api = await startApi(3);
  const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: key, RETRIES: "5" };
  const { code, stdout } = await promptcost(root, ["record", ...run], env);
  expect(code).toBe(0);
  expect(stdout).toMatch(/4 requests each \(besides \d refused: sent again and answered then\)/);
  expect(textsBelow(join(root, "fixtures")).join()).not.toContain("rate_limit_error");
});

test("a text with the time in it does not make the second run cost anything", async () => {
  const root = createProject();
  await using api = await startApi();
  const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: key, NOW: "1" };
  const { code, stdout } = await promptcost(root, ["record", ...run], env);
  expect(code).toBe(0);
  expect(stdout).toContain("changes by itself: a time in the system prompt");
  expect(api.answered()).toBe(4);
});

test("answers that were paid for outlive a command that fails, and are not asked for again", async () => {
  const root = createProject({
    "fails.mjs": `import "./src/agent.mjs"; process.exitCode = Number(process.env.CODE);`,
  });
  await using api = await startApi();
  const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: key };
  const words = ["record", "--", "node", "fails.mjs"];
  const failed = await promptcost(root, words, { ...env, CODE: "3" });
  expect(failed.code).toBe(2);
  expect(failed.stdout).toContain("The command failed: exit code 3. Fixtures stay as they are.");
  expect(existsSync(join(root, "fixtures"))).toBe(false);
  expect(git(root, "status", "--porcelain")).toBe("");
  expect(api.answered()).toBe(4);

  const again = await promptcost(root, words, { ...env, CODE: "0" });
  expect(again.code).toBe(0);
  expect(again.stdout).toContain("picked up: 4 answers of a `record` that was cut short");
  expect(again.stdout).toContain("spent: $0 of your key's money");
  expect(api.answered()).toBe(4);
  const [name = ""] = readdirSync(join(root, "fixtures/recorded/policy"));
  expect(readText(root, `fixtures/recorded/policy/${name}`)).toContain('"recorded"');
});
