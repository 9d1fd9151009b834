import { spawn } from "node:child_process";
import { existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  createPullRequest,
  git,
  plainEnvironment,
  write,
} from "../repositories/scratch-repository.ts";
import { change, main } from "./action/step.ts";
import { promptcost, readText } from "./cli.ts";

const cli = join(import.meta.dirname, "../../dist/cli.js");

/** `check` of a change that is over budget, its output going where `stdout` says. */
async function checkInto(stdout: "closed" | number): Promise<number | null> {
  const { root } = createPullRequest(main, change);
  git(root, "checkout", "-q", "change");
  const child = spawn(process.execPath, [cli, "check", "--base", "main"], {
    cwd: root,
    env: plainEnvironment(root),
    stdio: ["ignore", stdout === "closed" ? "pipe" : stdout, "ignore"],
  });
  // As `| head -0` does.
  child.stdout?.destroy();
  return new Promise((resolve) => child.on("close", resolve));
}

test("a reader that has seen enough does not change the verdict", async () => {
  expect(await checkInto("closed")).toBe(1);
});

test.runIf(existsSync("/dev/full"))("an output that takes nothing more is 2", async () => {
  expect(await checkInto(openSync("/dev/full", "w"))).toBe(2);
});

test("a file that is no baseline is never written over, ignored by git or not", async () => {
  const { root } = createPullRequest(main, change);
  const config = readText(root, "promptcost.yml");
  write(root, { "secrets.json": '{"key":1}\n', "package.json": '{"name":"shop"}\n' });
  write(root, { ".gitignore": "secrets.json\n" });
  for (const name of ["secrets.json", "package.json"]) {
    write(root, { "promptcost.yml": `baseline: ${name}\n${config}` });
    const before = readFileSync(join(root, name), "utf8");
    const step = await promptcost(root, ["update"]);
    expect([step.code, step.stdout.includes("no baseline of promptcost")]).toEqual([2, true]);
    expect(readFileSync(join(root, name), "utf8")).toBe(before);
  }
});
