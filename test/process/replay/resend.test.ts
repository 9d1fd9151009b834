import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  createRepository,
  plainEnvironment,
  runProcess,
} from "../../repositories/scratch-repository.ts";
import type { Behaviour } from "../../servers/claude.ts";
import { codesOf } from "../cli.ts";
import * as six from "./six-questions.ts";
import { files, journalOf, recordedOf, replay, startBatches } from "./three-questions.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");

/** A call that is killed by what it asks the server. */
function killable(root: string, url: string, words: readonly string[]) {
  let kill: () => void = () => undefined;
  const ended = runProcess(process.execPath, [cli, "replay", "--max-usd", "1", ...words], {
    folder: root,
    env: {
      ...plainEnvironment(root),
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: "sk-ant-canary-key",
    },
    onStart: (send) => (kill = () => send("SIGKILL")),
  });
  return { kill: () => kill(), ended };
}

/** As if the API had been sent its batches so many minutes earlier. */
function age(root: string, minutes: number): void {
  const text = readFileSync(journalOf(root), "utf8");
  const aged = text.replaceAll(/"apiAt":"([^"]*)"/g, (_, at: string) => {
    const earlier = new Date(Date.parse(at) - minutes * 60_000);
    return `"apiAt":"${earlier.toISOString()}"`;
  });
  writeFileSync(journalOf(root), aged);
}

describe("--resend-unknown", () => {
  test("twice, with a killed call in between: each time is counted, and none is forgotten", async () => {
    let call = { kill: (): void => undefined };
    let how: "hang-up" | "kill" | "refuse" | "answer" = "hang-up";
    await using claude = await six.start((): Behaviour => {
      if (how === "kill") call.kill();
      if (how === "refuse") return { kind: "status", status: 400, type: "invalid_request_error" };
      return how === "answer" ? six.answers : { kind: "hang-up" };
    });
    const root = createRepository({
      files: { "promptcost.yml": six.six["promptcost.yml"], "f/a.json": six.six["f/a.json"] },
    });
    const first = await six.replay(root, claude.url);
    expect(codesOf(first.stdout)).toEqual(["replay-maybe-paid"]);
    how = "kill";
    const killed = killable(root, claude.url, ["--resend-unknown"]);
    call = killed;
    await killed.ended;
    expect(claude.messages()).toHaveLength(2);
    // Nothing is sent by itself, and both times count.
    how = "answer";
    const plain = await six.replay(root, claude.url);
    const spent = (stdout: string): number => Number(JSON.parse(stdout).spentUsd);
    expect([codesOf(plain.stdout), claude.messages().length]).toEqual([["replay-maybe-paid"], 2]);
    expect(spent(plain.stdout)).toBeCloseTo(2 * spent(first.stdout), 9);
    // A refusal is of the last time only.
    how = "refuse";
    const refused = await six.replay(root, claude.url, "--resend-unknown");
    expect([codesOf(refused.stdout), spent(refused.stdout)]).toEqual([
      ["replay-refused"],
      spent(plain.stdout),
    ]);
    how = "answer";
    const still = await six.replay(root, claude.url);
    expect([codesOf(still.stdout), claude.messages().length]).toEqual([["replay-maybe-paid"], 3]);
    const last = await six.replay(root, claude.url, "--resend-unknown");
    expect([last.code, claude.messages().length]).toEqual([0, 4]);
    expect([spent(last.stdout) > spent(plain.stdout), existsSync(six.folderOf(root))]).toEqual([
      true,
      false,
    ]);
  });

  test(
    "of a batch that never came, killed: where the second came no more than the first, the first " +
      "is asked after again, and nothing is sent by itself",
    async () => {
      let call = { kill: (): void => undefined };
      let [creates, isLost] = [0, true];
      await using claude = await startBatches({
        create: () => {
          creates += 1;
          call.kill();
          return isLost ? "cut" : "take";
        },
      });
      const root = createRepository({ files });
      const words = [["--batch"], ["--batch", "--resend-unknown"]];
      for (const more of words) {
        const killed = killable(root, claude.url, more);
        call = killed;
        await killed.ended;
      }
      call = { kill: () => undefined };
      isLost = false;
      expect([creates, claude.shipped.length]).toEqual([2, 0]);
      // The second one had its time; the first, sent by another key, may be there yet.
      age(root, 30);
      const [one, ...others] = readFileSync(journalOf(root), "utf8").split("\n");
      const elsewhere = (one ?? "").replace(/"account":"[^"]*"/, '"account":"another"');
      writeFileSync(journalOf(root), [elsewhere, ...others].join("\n"));
      const plain = await replay(root, claude.url, "--batch", "--max-usd", "1");
      expect([plain.code, codesOf(plain.stdout), claude.shipped.length]).toEqual([
        2,
        ["replay-batch-open"],
        0,
      ]);
      const last = await replay(root, claude.url, "--batch", "--max-usd", "1", "--resend-unknown");
      expect([last.code, codesOf(last.stdout), claude.shipped.length]).toEqual([0, [], 3]);
      expect(existsSync(dirname(journalOf(root)))).toBe(false);
    },
    60_000,
  );

  test("of a batch whose answer is lost in this call says that it is open", async () => {
    await using claude = await startBatches({ create: () => "cut" });
    const root = createRepository({ files });
    const { code, stdout } = await replay(
      root,
      claude.url,
      "--batch",
      "--max-usd",
      "1",
      "--resend-unknown",
    );
    expect([code, codesOf(stdout), recordedOf(root)[0]]).toEqual([
      2,
      ["replay-batch-open"],
      undefined,
    ]);
  }, 30_000);
});

test("a batch that is cancelled elsewhere is waited for, and what it did not answer is not billed", async () => {
  await using claude = await startBatches({
    polls: 2,
    status: () => "canceling",
    item: (id) => (id.includes("-1-0-0-") ? { type: "canceled" } : { type: "expired" }),
  });
  const root = createRepository({ files });
  const { code, stdout } = await replay(root, claude.url, "--batch", "--max-usd", "1");
  expect([code, new Set(codesOf(stdout)), JSON.parse(stdout).spentUsd]).toEqual([
    2,
    new Set(["replay-batch-item"]),
    "0",
  ]);
  expect(existsSync(dirname(journalOf(root)))).toBe(false);
});
