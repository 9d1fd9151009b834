import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { promptcost, readText } from "../cli.ts";
import { createProject } from "./project.ts";

const body = {
  model: "claude-sonnet-5",
  max_tokens: 50,
  messages: [{ role: "user", content: "Hello from another client" }],
};

/** The only fixture of a scenario. */
function onlyFixture(root: string, scenario: string): string {
  const folder = join("fixtures/recorded", scenario);
  const [name = ""] = readdirSync(join(root, folder));
  return readText(root, join(folder, name));
}

test("fetch, with the headers that name scenario and run", async () => {
  const script = `
    const response = await fetch(process.env.ANTHROPIC_BASE_URL + "/v1/messages?beta=true", {
      method: "POST",
      headers: { "x-promptcost-scenario": "greeting", "x-promptcost-run": "hello" },
      body: ${JSON.stringify(JSON.stringify(body))},
    });
    if ((await response.json()).type !== "message") process.exit(1);`;
  const root = createProject({ "ask.mjs": script });
  const { code } = await promptcost(root, ["record", "--stub", "--", "node", "ask.mjs"]);
  expect(code).toBe(0);
  expect(readText(root, "fixtures/recorded/greeting/hello.json")).toContain("another client");
});

test("a Node program that fixes the API's address is turned to us", async () => {
  const script = `
    const response = await fetch("https://api.anthropic.com/v1/messages", {
      method: "POST",
      body: ${JSON.stringify(JSON.stringify(body))},
    });
    if ((await response.json()).type !== "message") process.exit(1);`;
  const root = createProject({ "ask.mjs": script });
  const words = ["record", "--stub", "--scenario", "fixed", "--", "node", "ask.mjs"];
  expect(await promptcost(root, words)).toMatchObject({ code: 0 });
  expect(onlyFixture(root, "fixed")).toContain("another client");
});

test.skipIf(spawnSync("curl", ["--version"]).status !== 0)("curl, in a shell", async () => {
  const root = createProject({ "body.json": JSON.stringify(body) });
  const line = `curl -sSf "$ANTHROPIC_BASE_URL/v1/messages" -H "x-api-key: $ANTHROPIC_API_KEY" -d @body.json`;
  const words = ["record", "--stub", "--scenario", "curl", "--", "sh", "-c", line];
  const { code, stdout } = await promptcost(root, words);
  expect(code).toBe(0);
  expect(stdout).toContain('"type":"message"');
  expect(onlyFixture(root, "curl")).toContain("another client");
});

test("no name of a scenario or a run leads out of the folder of fixtures", async () => {
  const script = `
    await fetch(process.env.ANTHROPIC_BASE_URL + "/v1/messages", {
      method: "POST",
      headers: { "x-promptcost-run": "../../../../evil" },
      body: ${JSON.stringify(JSON.stringify(body))},
    });`;
  const root = createProject({ "ask.mjs": script });
  const words = ["record", "--stub", "--scenario", "../../../evil", "--", "node", "ask.mjs"];
  await promptcost(root, words);
  const outside = readdirSync(join(root, "..")).filter((name) => name.includes("evil"));
  expect(outside).toEqual([]);
  const written = readdirSync(root).filter((name) => name.includes("evil"));
  expect(written).toEqual([]);
});
