import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { event, startLoopback } from "../../servers/loopback.ts";
import { plainEnvironment, runProcess } from "../../repositories/scratch-repository.ts";
import { promptcost } from "../cli.ts";
import { createProject } from "./project.ts";

/** An API that takes its time, so that a kill falls between two answers. */
function startSlowApi(answered: string[], onAnswer: () => void) {
  return startLoopback(async (_request, response, body) => {
    await new Promise((resolve) => setTimeout(resolve, 150));
    const { model, messages } = JSON.parse(body.toString("utf8"));
    answered.push(String(messages[0].content));
    const id = `msg_${String(answered.length)}`;
    const usage = { input_tokens: 9, output_tokens: 4 };
    const message = { id, type: "message", role: "assistant", model, content: [], usage };
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(event("message_start", { message }));
    response.write(
      event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
    );
    response.write(
      event("content_block_delta", { index: 0, delta: { type: "text_delta", text: "Yes." } }),
    );
    response.write(event("content_block_stop", { index: 0 }));
    const delta = { stop_reason: "end_turn", stop_sequence: null };
    response.write(event("message_delta", { delta, usage }));
    response.end(event("message_stop", {}));
    onAnswer();
  });
}

test("kill -9 in the middle: nothing is half written, and nothing that was answered is asked again", async () => {
  const questions = Array.from({ length: 8 }, (_, at) => `Question number ${String(at)}, please`);
  const root = createProject();
  const answered: string[] = [];
  let kill = (): void => undefined;
  await using api = await startSlowApi(answered, () => {
    if (answered.length === 4) setTimeout(kill, 50);
  });
  const env = {
    ANTHROPIC_BASE_URL: api.url,
    ANTHROPIC_API_KEY: "none",
    QUESTIONS: questions.join("|"),
  };
  const words = ["record", "--scenario", "many", "--", "node", "src/agent.mjs"];
  await runProcess(
    process.execPath,
    [join(import.meta.dirname, "../../../dist/cli.js"), ...words],
    {
      folder: root,
      env: { ...plainEnvironment(root), ...env },
      onStart: (signal) => {
        kill = () => signal("SIGKILL");
      },
    },
  );
  expect(existsSync(join(root, "fixtures"))).toBe(false);
  // What the killed process started goes on for a moment, with nobody to answer it.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const again = await promptcost(root, words, env);
  expect(again).toMatchObject({ code: 0 });
  expect(again.stdout).toMatch(/picked up: [45] answers/);
  // One may have been on its way when the process ended.
  expect(answered.length).toBeLessThanOrEqual(questions.length + 1);
  const folder = join(root, "fixtures/recorded/many");
  const files = readdirSync(folder);
  expect(files).toHaveLength(questions.length);
  for (const name of files)
    expect(JSON.parse(readFileSync(join(folder, name), "utf8"))).toHaveProperty("exchanges");
  expect(existsSync(join(root, ".promptcost/record/journal.jsonl"))).toBe(false);
});
