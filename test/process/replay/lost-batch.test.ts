import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  createRepository,
  plainEnvironment,
  runProcess,
} from "../../repositories/scratch-repository.ts";
import type { BatchBehaviour } from "../../servers/claude-batches.ts";
import { codesOf } from "../cli.ts";
import { underClock } from "../here.ts";
import { wrongClock } from "./moved-clock.ts";
import { files, journalOf, recordedOf, replay, startBatches } from "./three-questions.ts";

const year = 365 * 24 * 60 * 60_000;
const hour = 60 * 60_000;

const command = ["replay", "--json", "--batch", "--max-usd", "1"];

/** A call whose batch is taken, and that is killed before it hears of it. */
async function killAtCreate(
  behaviour: Partial<BatchBehaviour> = {},
  env: Readonly<Record<string, string>> = {},
) {
  let kill: () => void = () => undefined;
  const claude = await startBatches({
    ...behaviour,
    create: (before) => {
      if (before > 0) return behaviour.create?.(before) ?? "take";
      kill();
      return behaviour.create?.(0) ?? "take-and-cut";
    },
  });
  const root = createRepository({ files });
  const cli = join(import.meta.dirname, "../../../dist/cli.js");
  await runProcess(process.execPath, [cli, ...command], {
    folder: root,
    env: {
      ...plainEnvironment(root),
      ANTHROPIC_BASE_URL: claude.url,
      ANTHROPIC_API_KEY: "sk-ant-canary-key",
      ...env,
    },
    onStart: (send) => (kill = () => send("SIGKILL")),
  });
  return { claude, root };
}

function isWhole(root: string): boolean {
  return (
    recordedOf(root).every((recording) => recording !== undefined) &&
    !existsSync(dirname(journalOf(root)))
  );
}

describe("a batch whose id never came, after a kill", () => {
  test.each([
    ["an hour back", -hour, 0],
    ["a year forward", year, 0],
    ["ten years back", -10 * year, 0],
    ["a year back at first, right then", 0, -year],
    ["a year forward at first, right then", 0, year],
  ])("is found and not sent again by a call whose clock stands %s", async (_, later, first) => {
    const { claude, root } = await killAtCreate({}, first === 0 ? {} : wrongClock(first));
    await using _server = claude;
    const { code, stdout } = await underClock({ byMs: later }, () =>
      replay(root, claude.url, "--batch", "--max-usd", "1"),
    );
    expect([code, codesOf(stdout), claude.shipped.length]).toEqual([0, [], 3]);
    expect(isWhole(root)).toBe(true);
  });

  test("is never taken to be absent by a clock of our own", async () => {
    const { claude, root } = await killAtCreate({
      create: (before) => (before === 0 ? "cut" : "take"),
    });
    await using _server = claude;
    const { code, stdout } = await underClock({ byMs: year }, () =>
      replay(root, claude.url, "--batch", "--max-usd", "1"),
    );
    expect([code, codesOf(stdout), claude.shipped.length]).toEqual([2, ["replay-batch-open"], 0]);
    const resent = await replay(root, claude.url, "--batch", "--max-usd", "1", "--resend-unknown");
    expect([resent.code, claude.shipped.length, isWhole(root)]).toEqual([0, 3, true]);
  });

  test.each([
    ["a year behind the time it was asked for", () => ({ created: Date.now() - year })],
    ["a year ahead of it", () => ({ created: Date.now() + year })],
    ["of a server that says no time", () => ({ created: 0, date: null })],
  ])("is found where the list's times are %s", async (_, clock) => {
    const { claude, root } = await killAtCreate({ clock, polls: 3 });
    await using _server = claude;
    const { code } = await replay(root, claude.url, "--batch", "--max-usd", "1");
    expect([code, claude.shipped.length, isWhole(root)]).toEqual([0, 3, true]);
  });

  test("is found among thousands of others', of which those from before are not looked at", async () => {
    const foreign = Array.from({ length: 2500 }, (_, index) => ({
      created: new Date(Date.now() - (2500 - index) * 60_000).toISOString(),
      size: 3,
    }));
    const { claude, root } = await killAtCreate({ foreign });
    await using _server = claude;
    const { code } = await replay(root, claude.url, "--batch", "--max-usd", "1");
    expect([code, claude.shipped.length, isWhole(root)]).toEqual([0, 3, true]);
    expect(claude.calls.filter(({ path }) => path.includes("foreign_"))).toEqual([]);
    expect(claude.calls.filter(({ path }) => path.includes("?limit=1000"))).toHaveLength(1);
  });

  test.each([
    ["by a call that would send again what nobody knows of", {}, ["--resend-unknown"]],
    ["where it counts no requests while it is under way", { polls: 2, counted: () => 0 }, []],
    ["where its counts do not add up", { item: () => ({ type: "succeeded " }) }, []],
  ] as const)("is found %s", async (_, behaviour, more) => {
    const { claude, root } = await killAtCreate(behaviour);
    await using _server = claude;
    const { stdout } = await replay(root, claude.url, "--batch", "--max-usd", "1", ...more);
    expect([codesOf(stdout).includes("replay-batch-open"), claude.shipped.length]).toEqual([
      false,
      3,
    ]);
  });

  test("of a journal that knows no time of the API is found too, and never taken to be absent", async () => {
    const { claude, root } = await killAtCreate({
      foreign: Array.from({ length: 5 }, () => ({ created: "2026-01-01T00:00:00Z", size: 3 })),
    });
    await using _server = claude;
    const path = journalOf(root);
    const old = readFileSync(path, "utf8").replaceAll(/,"after":[^,]*,"apiAt":[^}]*/g, "");
    expect(old).not.toContain("apiAt");
    writeFileSync(path, old.replaceAll(/"at":"\d{4}/g, '"at":"1999'));
    const { code } = await replay(root, claude.url, "--batch", "--max-usd", "1");
    expect([code, claude.shipped.length, isWhole(root)]).toEqual([0, 3, true]);
  });

  test("is not absent where the list is no list", async () => {
    let isOdd = false;
    let date = Date.now();
    const { claude, root } = await killAtCreate({
      list: () => (isOdd ? "<html>Sign in</html>" : undefined),
      clock: () => ({ date }),
    });
    await using _server = claude;
    isOdd = true;
    date += hour;
    const { code, stdout } = await replay(root, claude.url, "--batch", "--max-usd", "1");
    expect([code, codesOf(stdout), claude.shipped.length]).toEqual([2, ["replay-batch-open"], 3]);
    isOdd = false;
    const next = await replay(root, claude.url, "--batch", "--max-usd", "1");
    expect([next.code, claude.shipped.length, isWhole(root)]).toEqual([0, 3, true]);
  });
});

describe("a batch that is created", () => {
  test.each(["take-and-page", "take-and-no-id"] as const)(
    "is found where its answer is no batch: %s",
    async (how) => {
      await using claude = await startBatches({ create: () => how });
      const root = createRepository({ files });
      const { code } = await replay(root, claude.url, "--batch", "--max-usd", "1");
      expect([code, claude.shipped.length, isWhole(root)]).toEqual([0, 3, true]);
    },
  );
});
