import { expect, test } from "vitest";
import { commandNames } from "../../src/cli/usage.ts";
import { run as runIn } from "./typed.ts";

function run(...words: readonly string[]) {
  return runIn(".", ...words);
}

test("every command is in the help, and has one of its own", async () => {
  const { code, out } = await run("--help");
  expect(code).toBe(0);
  for (const name of commandNames) {
    expect(out).toContain(`\n  ${name} `);
    expect((await run(name, "--help")).out).toContain(`Usage: promptcost ${name} [options]`);
  }
});

test("help of a command", async () => {
  expect((await run("simulate", "--help")).out).toBe(
    [
      "promptcost simulate: what the prompt cache does with each exchange, beside what was recorded",
      "",
      "Usage: promptcost simulate [options] FILES…",
      "",
      "  --as-of DAY  the cache rules of this day where a recording has no time; by default today (UTC)",
      "  --json       print JSON",
      "  --help       this text",
      "",
    ].join("\n"),
  );
  const { out } = await run("replay", "--help");
  expect(out).toContain("Usage: promptcost replay [options] [SCENARIO…]\n");
  expect(out).toContain(
    "  --only WHICH       missing, stale or all; by default missing and stale\n",
  );
  expect(out).toContain("  --concurrency N    runs at once, 4 by default\n");
});

test.each([
  ["sim", "there is no command `sim`. Did you mean `simulate`? `promptcost --help` lists them."],
  ["chekc", "there is no command `chekc`. Did you mean `check`? `promptcost --help` lists them."],
  ["dmeo", "there is no command `dmeo`. Did you mean `demo`? `promptcost --help` lists them."],
  ["zzz", "there is no command `zzz`. `promptcost --help` lists them."],
])("an unknown command: %s", async (word, text) => {
  expect(await run(word)).toEqual({ code: 2, out: "", err: `promptcost: ${text}\n` });
});

test("an unknown value, with the nearest one there is", async () => {
  expect(await run("replay", "--only", "al")).toEqual({
    code: 2,
    out: "",
    err: "promptcost: `--only` is missing, stale or all. Did you mean `all`?\n",
  });
  expect((await run("replay", "--only", "x")).err).toBe(
    "promptcost: `--only` is missing, stale or all.\n",
  );
  expect((await run("check", "--as-of", "today")).err).toBe(
    "promptcost: `--as-of` takes a day such as 2026-11-24. " +
      "`promptcost check --help` says what it takes.\n",
  );
});
