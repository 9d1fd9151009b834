import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitAll, git, write } from "../../repositories/scratch-repository.ts";
import { promptcost, readText } from "../cli.ts";
import { createProject } from "./project.ts";

const run = ["--", "node", "src/agent.mjs"];

function record(
  root: string,
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  return promptcost(root, ["record", "--stub", ...options, ...run], env);
}

test("without a key: fixtures, a first config, a figure; then a gate that sees the code change", async () => {
  const root = createProject();
  const first = await record(root, []);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).toContain("ran twice, 4 requests each\n");
  expect(first.stdout).toContain("tied: prompts/policy.md");
  expect(first.stdout).toContain("Wrote promptcost.yml.");
  const folder = join(root, "fixtures/recorded/policy");
  const files = readdirSync(folder).map((name) => join("fixtures/recorded/policy", name));
  expect(files).toHaveLength(2);
  expect(readText(root, files[0] ?? "")).toContain('"$file": "../../../prompts/policy.md"');
  commitAll(root, "recorded");
  expect(git(root, "status", "--porcelain")).toBe("");

  const figure = await promptcost(root, ["check"]);
  expect(figure.code).toBe(0);
  expect(figure.stdout).toMatch(/\$\d.* per 1,000 runs/);

  expect(await record(root, ["--check"])).toMatchObject({ code: 0 });
  expect(await record(root, [])).toMatchObject({ code: 0 });
  expect(git(root, "status", "--porcelain")).toBe("");

  const red = await record(root, ["--check"], { NOW: "1" });
  expect(red.code).toBe(1);
  expect(red.stdout).toMatch(
    /policy\/[\w-]+, exchange 1: system block 1 starts with other text \(a time\), \d+ tokens longer; 3 more requests alike/,
  );
  expect(red.stdout).not.toContain("thirty");
  expect(git(root, "status", "--porcelain")).toBe("");

  const updated = await record(root, [], { NOW: "1" });
  expect(updated.stdout).toMatch(/2 runs, 4 requests +all updated/);
  expect(updated.stdout).toContain("changes by itself: a time in the system prompt of policy");
  expect(git(root, "status", "--porcelain").split("\n")).toHaveLength(2);
  expect(readText(root, files[0] ?? "")).toContain("{{time}}");
  expect(await record(root, ["--check"], { NOW: "1" })).toMatchObject({ code: 0 });

  const checked = await promptcost(root, ["check", "--json", "-"]);
  expect(JSON.stringify(JSON.parse(checked.stdout))).toContain("system_changed");
});

test("a run that is new, and one that is gone, are differences too", async () => {
  const root = createProject();
  await record(root, []);
  commitAll(root, "recorded");
  const more = { QUESTIONS: "How many days are left?|May I take August off?|Who decides?" };
  const one = { QUESTIONS: "How many days are left?" };
  const added = await record(root, ["--check"], more);
  expect(added).toMatchObject({ code: 1 });
  expect(added.stdout).toContain("is sent, and there is no fixture of it");
  const gone = await record(root, ["--check"], one);
  expect(gone).toMatchObject({ code: 1 });
  expect(gone.stdout).toContain("is not sent any more");
  expect(await record(root, [], one)).toMatchObject({ code: 0 });
  expect(readdirSync(join(root, "fixtures/recorded/policy"))).toHaveLength(1);
  expect(await record(root, ["--check"], one)).toMatchObject({ code: 0 });
});

test("`--new=fail` takes what is recorded, and refuses what is not", async () => {
  const root = createProject();
  const refused = await record(root, ["--new=fail"]);
  expect(refused.code).toBe(2);
  expect(refused.stdout).toContain("record-not-recorded");
  expect(refused.stdout).toContain("record-command-failed");
  expect(git(root, "status", "--porcelain")).toBe("");
  const unasked = await promptcost(root, ["record", "--new=fail", ...run]);
  expect(unasked.stderr).toContain("give `--stub` too");
});

test("as JSON: what was recorded, the command's own output beside it", async () => {
  const root = createProject({ "talk.mjs": `import "./src/agent.mjs"; console.log("spoken");` });
  const { code, stdout, stderr } = await promptcost(root, [
    "record",
    "--stub",
    "--json",
    "--once",
    "--scenario",
    "days",
    "--",
    "node",
    "talk.mjs",
  ]);
  expect(code).toBe(0);
  expect(stderr).toContain("spoken");
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({
    schemaVersion: 1,
    command: ["node", "talk.mjs"],
    stub: true,
    check: false,
    recording: {
      passes: 1,
      tally: { same: 0, changed: 0, made: 4, refused: 0 },
      spent: null,
      config: "promptcost.yml",
      result: { scenarios: [{ name: "days", runs: 2, requests: 4 }] },
    },
    problems: [],
  });
  for (const path of result.recording.written)
    expect(readFileSync(join(root, path), "utf8")).not.toBe("");
});

test("a prompt file that moved is no obstacle: recording mends the fixtures", async () => {
  const root = createProject();
  await record(root, []);
  commitAll(root, "recorded");
  git(root, "mv", "prompts", "texts");
  write(root, { "src/agent.mjs": readText(root, "src/agent.mjs").replace("prompts/", "texts/") });
  expect(await record(root, [])).toMatchObject({ code: 0 });
  const [name = ""] = readdirSync(join(root, "fixtures/recorded/policy"));
  expect(readText(root, `fixtures/recorded/policy/${name}`)).toContain("../texts/policy.md");
  expect(await promptcost(root, ["check"])).toMatchObject({ code: 0 });
});

test("a cassette of the project is as good as a snapshot to answer from", async () => {
  const body = {
    model: "claude-sonnet-5",
    max_tokens: 50,
    messages: [{ role: "user", content: "Who was asked before?" }],
  };
  const answer = {
    id: "msg_01cassette",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-5",
    content: [{ type: "text", text: "I was, on tape." }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 13, output_tokens: 8 },
  };
  const interaction = {
    request: {
      body: JSON.stringify(body),
      headers: {},
      method: "POST",
      uri: "https://api.anthropic.com/v1/messages",
    },
    response: {
      body: { string: JSON.stringify(answer) },
      headers: {},
      status: { code: 200, message: "OK" },
    },
  };
  const ask = `
    const response = await fetch(process.env.ANTHROPIC_BASE_URL + "/v1/messages", {
      method: "POST",
      body: ${JSON.stringify(JSON.stringify(body))},
    });
    console.log((await response.json()).content[0].text);`;
  const root = createProject({
    "ask.mjs": ask,
    "test/cassettes/who.json": { version: 1, interactions: [interaction] },
    "promptcost.yml": "scenarios: { who: { fixtures: test/cassettes/*.json } }\n",
  });
  const words = ["record", "--stub", "--new=fail", "--", "node", "ask.mjs"];
  const { code, stdout } = await promptcost(root, words);
  expect(stdout).toContain("I was, on tape.");
  expect(code).toBe(0);
});
