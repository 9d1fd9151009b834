import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import {
  createRepository,
  git,
  scratchFolder,
  write,
  type Files,
} from "../repositories/scratch-repository.ts";
import { run } from "./typed.ts";

/** `init` in real repositories. */
const workflowPath = ".github/workflows/promptcost.yml";

const agent = `import Anthropic from "@anthropic-ai/sdk";
const client = new Anthropic();
export const ask = (q) =>
  client.messages.create({ model: "claude-haiku-4-5", system: read("policy.md"), messages: [] });
`;

const shop: Files = {
  "package.json": {
    scripts: { test: "node --test" },
    dependencies: { "@anthropic-ai/sdk": "^1.0.0" },
  },
  "package-lock.json": {},
  "src/agent.ts": agent,
  "prompts/policy.md": "You answer questions about returns.\n",
};

const read = (root: string, path: string): string => readFileSync(join(root, path), "utf8");

const body = (model: string, system: string, question: string) => ({
  model,
  max_tokens: 300,
  system,
  messages: [{ role: "user", content: question }],
});

/** Request bodies as somebody keeps them: two kinds of work in one folder. */
const recordings: Files = {
  "test/recorded/agent-1.json": body("claude-sonnet-5", "You answer.", "One?"),
  "test/recorded/agent-2.json": body("claude-sonnet-5", "You answer.", "Two?"),
  "test/recorded/label-1.json": body("claude-haiku-4-5", "You label.", "Three?"),
  "test/recorded/other.json": { name: "claude" },
};

test("an application without recordings: a first fixture, tied to its prompt, and the workflow that records", async () => {
  const root = createRepository({ files: shop });
  const { code, out } = await run(root, "init");
  expect(code).toBe(0);
  expect(out).toContain(
    "Found: @anthropic-ai/sdk in package.json; messages.create in src/agent.ts:4; prompts/policy.md; `npm test`\n" +
      "Wrote: promptcost.yml, fixtures/agent/first.json (a first request, tied to prompts/policy.md), " +
      `${workflowPath}\n` +
      "First figure (no traffic stated yet): agent at most $5.",
  );
  expect(JSON.parse(read(root, "fixtures/agent/first.json")).request).toMatchObject({
    model: "claude-haiku-4-5",
    system: [{ text: { $file: "../../prompts/policy.md" } }],
  });
  const workflow = parse(read(root, workflowPath));
  expect(workflow.on.push.branches).toEqual(["main"]);
  for (const job of [workflow.jobs.check, workflow.jobs.update])
    expect(job.steps.slice(-3)).toEqual([
      { run: "npm ci" },
      { run: "npx --yes promptcost record --stub -- npm test" },
      { uses: "promptcost/promptcost@v0", with: { tree: "working" } },
    ]);
  expect(workflow.permissions).toEqual({});
  // And `check` gives the same figure at once.
  const checked = await run(root, "check");
  expect([checked.code, checked.out]).toEqual([0, expect.stringMatching(/agent .*at most \$5\./)]);
});

test("recordings: scenarios by what they share, named by globs that match no other file", async () => {
  const root = createRepository({ files: { ...shop, ...recordings } });
  const { code, out } = await run(root, "init");
  expect(code).toBe(0);
  expect(out).toContain("3 request's bodies with 3 requests to the API in test/recorded");
  expect(parse(read(root, "promptcost.yml"))).toEqual({
    scenarios: {
      agent: { fixtures: "test/recorded/agent-*.json" },
      label: { fixtures: "test/recorded/label-1.json" },
    },
  });
  expect(existsSync(join(root, "fixtures"))).toBe(false);
  const steps: { uses?: string; run?: string; with?: object }[] = parse(read(root, workflowPath))
    .jobs.check.steps;
  expect(steps.map(({ uses, run: words }) => uses ?? words)).toEqual([
    "actions/checkout@v7",
    "promptcost/promptcost@v0",
  ]);
  expect((await run(root, "check")).code).toBe(0);
});

test("recordings that differ in everything are told apart by less", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [
      `cassettes/${at % 2 === 0 ? "chat" : "labels"}/${at}.json`,
      body("claude-sonnet-5", `It is minute ${at}.`, "?"),
    ]),
  );
  const root = createRepository({ files: many });
  await run(root, "init");
  expect(parse(read(root, "promptcost.yml")).scenarios).toEqual({
    chat: { fixtures: "cassettes/chat/*.json" },
    labels: { fixtures: "cassettes/labels/*.json" },
  });
});

describe("what is there stays", () => {
  test("every file byte for byte, and it is said; a second run writes nothing", async () => {
    const kept = {
      "promptcost.yml": "scenarios: { mine: { fixtures: f.json } }\n",
      "f.json": { request: body("claude-sonnet-5", "a", "b") },
      [workflowPath]: "name: mine\n",
      ".pre-commit-config.yaml": "repos: []\n",
    };
    const root = createRepository({ files: { ...shop, ...kept } });
    const { code, out } = await run(root, "init", "--pre-commit");
    expect([code, git(root, "status", "--porcelain")]).toEqual([0, ""]);
    expect(out).toContain("Wrote: nothing\n");
    expect(out).toContain(
      `Kept as they are: promptcost.yml, ${workflowPath}, .pre-commit-config.yaml\n`,
    );
    expect(out).toContain("First figure (no traffic stated yet): mine at most $");
  });

  test("a file that git ignores too", async () => {
    const root = createRepository({ files: { ...shop, ".gitignore": "promptcost.yml\n" } });
    write(root, { "promptcost.yml": "mine\n" });
    await run(root, "init");
    expect(read(root, "promptcost.yml")).toBe("mine\n");
  });

  test("`--dry-run` writes nothing, and says the same figure", async () => {
    const root = createRepository({ files: shop });
    const dry = await run(root, "init", "--dry-run");
    expect([dry.code, git(root, "status", "--porcelain")]).toEqual([0, ""]);
    const wet = await run(root, "init");
    expect(dry.out).toBe(wet.out.replace("Wrote:", "Would write:"));
  });
});

test("`--pre-commit` writes the hook's entry; without it the entry is shown", async () => {
  const root = createRepository({ files: shop });
  expect((await run(root, "init", "--dry-run")).out).toContain("      - id: promptcost\n");
  await run(root, "init", "--pre-commit");
  const { repos } = parse(read(root, ".pre-commit-config.yaml"));
  expect(repos[0].hooks).toEqual([{ id: "promptcost" }]);
  const shipped = parse(
    readFileSync(join(import.meta.dirname, "../../.pre-commit-hooks.yaml"), "utf8"),
  );
  expect(shipped).toMatchObject([{ id: "promptcost", entry: "promptcost check" }]);
});

test("a package of a monorepo: its folder is set up, the workflow stands at the root", async () => {
  const inside = Object.fromEntries(
    Object.entries(shop).map(([path, content]) => [`packages/bot/${path}`, content]),
  );
  const root = createRepository({ files: { ...inside, "packages/other/src/x.ts": agent } });
  const { code } = await run(join(root, "packages/bot"), "init");
  expect(code).toBe(0);
  expect(existsSync(join(root, "packages/bot/fixtures/agent/first.json"))).toBe(true);
  expect(parse(read(root, "packages/bot/promptcost.yml")).scenarios.agent).toEqual({
    fixtures: "fixtures/agent/first.json",
  });
  const { steps } = parse(read(root, workflowPath)).jobs.check;
  expect(steps.at(-1).with).toEqual({ tree: "working", "working-directory": "packages/bot" });
  expect(steps.at(-2)).toEqual({
    run: "npx --yes promptcost record --stub -- npm test",
    "working-directory": "packages/bot",
  });
});

describe("where something is missing", () => {
  test("nothing that calls the API: nothing is written, exit 2, and what to do", async () => {
    const root = createRepository({ files: { "main.c": "int main() {}\n" } });
    const { code, out } = await run(root, "init");
    expect([code, git(root, "status", "--porcelain")]).toEqual([2, ""]);
    expect(out).toContain("Found: nothing that calls the Claude API\n");
    expect(out).toContain("promptcost record -- CMD");
  });

  test("no repository, no commit: said, and set up all the same", async () => {
    const folder = scratchFolder();
    write(folder, shop);
    const outside = await run(folder, "init", "--dry-run");
    expect([outside.code, outside.err]).toEqual([
      0,
      "promptcost: this is no git repository, so nothing can be compared yet. " +
        "Run inside a git repository with at least one commit.\n",
    ]);
    git(folder, "init", "-q", "-b", "main");
    const unborn = await run(folder, "init");
    expect([unborn.code, unborn.err]).toEqual([
      0,
      "promptcost: there is no commit yet, so nothing can be compared yet. Commit something first.\n",
    ]);
    expect(existsSync(join(folder, "promptcost.yml"))).toBe(true);
  });

  test("a folder that cannot be written: named, and nothing is left half done", async () => {
    const root = createRepository({ files: { ...shop, ".github/workflows": "a file\n" } });
    const { code, err } = await run(root, "init");
    expect([code, git(root, "status", "--porcelain")]).toEqual([2, ""]);
    expect(err).toContain(`\`${workflowPath}\` could not be written`);
  });

  test("a config that is broken: its problems, exit 2", async () => {
    const root = createRepository({ files: { ...shop, "promptcost.yml": "scenaros: {}\n" } });
    const { code, out } = await run(root, "init");
    expect([code, out]).toEqual([2, expect.stringContaining("promptcost.yml:1:1")]);
  });
});

test("as JSON", async () => {
  const root = createRepository({ files: { ...shop, ...recordings } });
  const { code, out } = await run(root, "init", "--dry-run", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    found: {
      packages: [{ name: "@anthropic-ai/sdk", file: "package.json" }],
      calls: [{ line: 2 }, { file: "src/agent.ts", line: 4, calls: "messages.create" }],
      recordings: [{ file: "test/recorded/agent-1.json", requests: 1 }, {}, {}],
      test: { command: "npm test", folder: "" },
    },
    wouldWrite: [{ path: "promptcost.yml" }, { path: workflowPath }],
    scenarios: [{ id: "agent" }, { id: "label" }],
  });
});

test("a recording that `check` would refuse is named and left out, and the others give a figure", async () => {
  const root = createRepository({
    files: {
      ...recordings,
      "test/recorded/agent-3.json": {
        ...body("claude-sonnet-5", "You answer.", "?"),
        top_p: "wrong",
      },
      "test/recorded/agent-4.json": { ...body("claude-unheard-of", "You answer.", "?") },
    },
  });
  const { code, out } = await run(root, "init");
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/Left out: test\/recorded\/agent-4\.json \([\w-]+\)/),
  ]);
  expect(parse(read(root, "promptcost.yml")).scenarios.agent.fixtures).not.toContain(
    "test/recorded/agent-4.json",
  );
  expect((await run(root, "check")).code).toBe(0);
});

const vcr = (question: string, answer: string) => ({
  http_interactions: [
    {
      request: {
        method: "post",
        uri: "https://api.anthropic.com/v1/messages",
        body: {
          encoding: "UTF-8",
          string: JSON.stringify(body("claude-haiku-4-5", "Label.", question)),
        },
        headers: {},
      },
      response: {
        status: { code: 200, message: "OK" },
        headers: { "Content-Type": ["application/json"] },
        body: {
          encoding: "UTF-8",
          string: JSON.stringify({
            id: "msg_1",
            type: "message",
            role: "assistant",
            model: "claude-haiku-4-5",
            content: [{ type: "text", text: answer }],
            stop_reason: "end_turn",
            usage: { input_tokens: 17, output_tokens: 2 },
          }),
        },
      },
      recorded_at: "Fri, 20 Nov 2026 10:00:00 GMT",
    },
  ],
  recorded_with: "VCR 6.3.1",
});

test("cassettes are a scenario as they lie; one recorded anew is compared", async () => {
  const root = createRepository({
    files: {
      Gemfile: 'gem "anthropic"\n',
      "lib/labels.rb": "# Claude\nclient.messages.create(max_tokens: 5)\n",
      "spec/labels_spec.rb": "",
      "spec/cassettes/labels/one.json": vcr("one?", "yes"),
      "spec/cassettes/labels/two.json": vcr("two?", "no"),
    },
  });
  const { code, out } = await run(root, "init");
  expect([code, out]).toEqual([
    0,
    expect.stringContaining("2 requests to the API in spec/cassettes/labels"),
  ]);
  expect(parse(read(root, "promptcost.yml")).scenarios).toEqual({
    labels: { fixtures: "spec/cassettes/labels/*.json" },
  });
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "promptcost");
  git(root, "checkout", "-q", "-b", "change");
  write(root, { "spec/cassettes/labels/two.json": vcr(`${"two, but longer ".repeat(40)}?`, "no") });
  const checked = await run(root, "check");
  expect([checked.code, checked.out]).toEqual([
    0,
    expect.stringMatching(/labels .*→.*\n.*messages/),
  ]);
});

test("the manual shows what it says of the sample application", async () => {
  const root = createRepository({
    folder: join(import.meta.dirname, "../../fixtures/sample-app"),
    files: { expected: null, fixtures: null, "promptcost.yml": null },
  });
  const { out } = await run(root, "init", "--dry-run");
  // Its figure is as of today.
  const [found, wouldWrite] = out.split("\n");
  const manual = readFileSync(join(import.meta.dirname, "../../docs/start.md"), "utf8");
  for (const line of [found, wouldWrite?.replace("Would write:", "Wrote:")])
    expect(manual).toContain(`    ${line}\n`);
});
