import { spawn, type ChildProcessByStdio } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { hasCode } from "../../../../src/io/files.ts";
import { scratchFolder } from "../../../repositories/scratch-repository.ts";
import { until } from "../through.ts";

/** There are neither signals nor groups of processes there. */
const isWindows = process.platform === "win32";

const runner = fileURLToPath(new URL("runner.ts", import.meta.url));

interface Started {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly said: { out: string; errors: string };
  readonly over: Promise<unknown>;
}

function start(
  words: readonly string[],
  { timeout = "none", output = "stdout", cwd = scratchFolder() } = {},
): Started {
  const child = spawn(process.execPath, [runner, timeout, output, ...words], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", errors: "" };
  child.stdout.on("data", (piece: Buffer) => (said.out += piece.toString("utf8")));
  child.stderr.on("data", (piece: Buffer) => (said.errors += piece.toString("utf8")));
  const over = new Promise((resolve) => {
    child.on("close", () => {
      const [, end] = /^ended (.*)$/m.exec(said.out) ?? [];
      resolve(end === undefined ? said : JSON.parse(end));
    });
  });
  return { child, said, over };
}

/** A program of one line, run by node. */
function node(script: string): readonly string[] {
  return [process.execPath, "-e", script];
}

test("a command gets its arguments as they are, and its exit code is told", async () => {
  const { said, over } = start([
    ...node("console.log(JSON.stringify(process.argv.slice(1))); process.exitCode = 3;"),
    "$HOME; *",
    "a 'b'",
  ]);
  expect(await over).toEqual({ kind: "exited", code: 3 });
  expect(said.out).toContain(JSON.stringify(["$HOME; *", "a 'b'"]));
});

test("its output can go where errors go", async () => {
  const { said, over } = start(node("console.log('said')"), { output: "stderr" });
  expect(await over).toEqual({ kind: "exited", code: 0 });
  expect(said.errors).toContain("said");
  expect(said.out).not.toContain("said");
});

test.skipIf(isWindows)("a signal that ends it is told", async () => {
  const { over } = start(node("process.kill(process.pid, 'SIGSEGV'); setTimeout(() => 0, 9999)"));
  expect(await over).toEqual({ kind: "killed", signal: "SIGSEGV" });
});

test.skipIf(isWindows)("what is not there, and what the system does not run", async () => {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, "plain"), "");
  expect(await start(["no-such-program"], { cwd }).over).toEqual({ kind: "not-found" });
  expect(await start(["./plain"], { cwd }).over).toEqual({ kind: "not-started", why: "EACCES" });
});

/** A program that starts another one, which writes its number to `pid` and stays. */
const withChild = (own: string): readonly string[] =>
  node(`
    require("child_process").spawn(process.execPath, ["-e",
      "require('fs').writeFileSync('pid', String(process.pid)); setInterval(() => 0, 1000)"], { stdio: "inherit" });
    ${own}
    setInterval(() => 0, 1000);`);

function readPid(cwd: string): number {
  try {
    return Number(readFileSync(join(cwd, "pid"), "utf8"));
  } catch {
    return 0;
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return hasCode(error, "ESRCH");
  }
}

test.skipIf(isWindows)("--timeout ends a command with all it started", async () => {
  const cwd = scratchFolder();
  const { over } = start(withChild(""), { timeout: "1", cwd });
  await until(() => readPid(cwd) > 0);
  const pid = readPid(cwd);
  expect(await over).toEqual({ kind: "timed-out" });
  await until(() => isGone(pid));
});

test.skipIf(isWindows)("--timeout ends one that will not be told, too", async () => {
  const cwd = scratchFolder();
  const { over } = start(withChild("process.on('SIGTERM', () => 0);"), { timeout: "1", cwd });
  await until(() => readPid(cwd) > 0);
  const pid = readPid(cwd);
  expect(await over).toEqual({ kind: "timed-out" });
  await until(() => isGone(pid));
});

test.skipIf(isWindows).each(["SIGINT", "SIGTERM"] as const)(
  "%s is passed on, and what comes of it waited for",
  async (signal) => {
    const cwd = scratchFolder();
    const { child, said, over } = start(
      withChild(
        `process.on("${signal}", () => setTimeout(() => { console.log("put in order"); process.exit(0); }, 50));`,
      ),
      { cwd },
    );
    await until(() => readPid(cwd) > 0);
    const pid = readPid(cwd);
    child.kill(signal);
    expect(await over).toEqual({ kind: "stopped", signal });
    expect(said.out).toContain("put in order");
    await until(() => isGone(pid));
  },
);
