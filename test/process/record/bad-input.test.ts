import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { git, scratchFolder, write } from "../../repositories/scratch-repository.ts";
import { codesOf, promptcost } from "../cli.ts";
import { createProject } from "./project.ts";

const run = ["--", "node", "src/agent.mjs"];

/** Records with the stub, and gives the exit code, the problems' codes and what was printed. */
async function record(
  root: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const { code, stdout } = await promptcost(root, ["record", "--stub", "--json", ...words], env);
  return { code, codes: codesOf(stdout), stdout };
}

test.each<[string, string, string]>([
  ["sends nothing", "console.log(1)", "record-nothing-sent"],
  ["fails", "process.exit(7)", "record-command-failed"],
  ["is ended by a signal", "process.kill(process.pid, 'SIGKILL')", "record-command-failed"],
])("a command that %s is named, and nothing is written", async (_, script, expected) => {
  const root = createProject();
  const { code, codes } = await record(root, ["--", "node", "-e", script]);
  expect({ code, codes }).toEqual({ code: 2, codes: [expected] });
  expect(git(root, "status", "--porcelain")).toBe("");
});

test("a command that fails is told what of its requests may be why", async () => {
  const root = createProject();
  const fixes = async (script: string) => {
    const { code, stdout } = await promptcost(root, ["record", "--stub", "--", "sh", "-c", script]);
    expect(code).toBe(2);
    return stdout;
  };
  const silent = await fixes("exit 1");
  expect(silent).toContain("It sent nothing: where its output speaks of a connection");
  const asserting = await fixes("node src/agent.mjs; exit 1");
  expect(asserting).toContain("Some answers were made up");
  expect(asserting).not.toContain("It sent nothing");
});

test("a command that ignores the address is told how to be pointed to it", async () => {
  const root = createProject();
  await using elsewhere = await silentServer();
  const script = `fetch("${elsewhere.url}").catch(() => {})`;
  const { code, stdout } = await promptcost(root, ["record", "--stub", "--", "node", "-e", script]);
  expect(code).toBe(2);
  expect(stdout).toContain("The command sent nothing to the address it was given.");
  expect(stdout).toContain("ANTHROPIC_BASE_URL");
  expect(stdout).toContain("a mocked client, nock, msw, a cassette");
});

async function silentServer() {
  const server = createServer((_, response) => response.end());
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    url: `http://127.0.0.1:${String(port)}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

test("a command that hangs is ended after `--timeout`", async () => {
  const root = createProject();
  const script = "setInterval(() => {}, 1000)";
  const hung = await record(root, ["--timeout", "1", "--", "node", "-e", script]);
  expect(hung).toMatchObject({ code: 2, codes: ["record-timed-out"] });
});

test("a program that is not there, or is none", async () => {
  const root = createProject({ "notes.txt": "no program\n" });
  expect(await record(root, ["--", "no-such-program"])).toMatchObject({
    code: 2,
    codes: ["record-command-missing"],
  });
  expect(await record(root, ["--", "./notes.txt"])).toMatchObject({
    code: 2,
    codes: ["record-command-not-started"],
  });
});

test("a port that is taken", async () => {
  const root = createProject();
  await using taken = await silentServer();
  expect(await record(root, ["--port", String(taken.port), ...run])).toMatchObject({
    code: 2,
    codes: ["record-port-taken"],
  });
});

test("fixtures that cannot be written: nothing is run, nothing is changed", async () => {
  const root = createProject({ fixtures: "a file where their folder should be\n" });
  const barred = await record(root, run);
  expect(barred).toMatchObject({ code: 2, codes: ["record-not-written"] });
  expect(git(root, "status", "--porcelain")).toBe("");

  const linked = createProject();
  symlinkSync(scratchFolder(), join(linked, "fixtures"));
  expect(await record(linked, run)).toMatchObject({ code: 2, codes: ["record-not-written"] });
});

test("a config with mistakes is named before anything runs", async () => {
  const root = createProject({ "promptcost.yml": "scenarios: { a: { fixtures: 3 } }\n" });
  const { code, codes } = await record(root, ["--", "node", "-e", "process.exit(9)"]);
  expect(code).toBe(2);
  expect(codes.some((each) => each.startsWith("config"))).toBe(true);
});

test("an address that is none, and one where nobody is", async () => {
  const root = createProject();
  const live = async (url: string) => {
    const env = { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "none" };
    const { code, stdout } = await promptcost(root, ["record", "--json", ...run], env);
    return { code, codes: codesOf(stdout) };
  };
  expect(await live("nowhere")).toEqual({ code: 2, codes: ["record-base-url"] });
  expect(await live("http://127.0.0.1:9")).toEqual({
    code: 2,
    codes: ["record-command-failed", "record-unreached"],
  });
});

test("no git repository, and one without a commit", async () => {
  const root = createProject();
  rmSync(join(root, ".git"), { recursive: true });
  const plain = await record(root, run);
  expect(plain).toMatchObject({ code: 0, codes: ["record-no-repository"] });
  expect(existsSync(join(root, "promptcost.yml"))).toBe(true);

  rmSync(join(root, "fixtures"), { recursive: true });
  rmSync(join(root, "promptcost.yml"));
  git(root, "init", "-q", "-b", "main");
  expect(await record(root, run)).toMatchObject({ code: 0, codes: [] });
  expect(readdirSync(join(root, "fixtures/recorded"))).toHaveLength(1);
});

test("two recordings of one request that say two sizes of it", async () => {
  const root = createProject();
  await record(root, ["--scenario", "one", ...run]);
  const kept = (tokens: number) => ({
    exchanges: [
      {
        request: {
          model: "claude-sonnet-5",
          max_tokens: 9,
          messages: [{ role: "user", content: "Hello" }],
        },
        recorded: {
          response: {
            model: "claude-sonnet-5",
            usage: { input_tokens: tokens, output_tokens: 3 },
            stop_reason: "end_turn",
          },
        },
      },
    ],
  });
  mkdirSync(join(root, "fixtures/recorded/two"));
  write(root, {
    "fixtures/recorded/two/a.json": kept(10),
    "fixtures/recorded/two/b.json": kept(11),
  });
  const { code, codes } = await record(root, ["--scenario", "one", ...run]);
  expect({ code, codes }).toEqual({ code: 0, codes: ["recordings-disagree"] });
});

test("two that run at once: the second one waits for nobody, and writes nothing", async () => {
  const root = createProject();
  const slow = `setTimeout(() => import("./src/agent.mjs"), 1500)`;
  const first = record(root, ["--once", "--", "node", "-e", slow]);
  await new Promise((resolve) => setTimeout(resolve, 900));
  expect(await record(root, run)).toMatchObject({ code: 2, codes: ["record-running"] });
  expect(await first).toMatchObject({ code: 0 });
});
