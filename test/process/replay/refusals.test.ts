import { describe, expect, test } from "vitest";
import { startClaude, type Behaviour } from "../../servers/claude.ts";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { config, first, files, line, wroteThen, replay } from "./chat-and-questions.ts";
import { policy } from "../policy.ts";
import { codesOf } from "../cli.ts";

describe("refusals", () => {
  test.each<[string, Behaviour, string, number]>([
    ["400", { kind: "status", status: 400, type: "invalid_request_error" }, "replay-refused", 3],
    ["404", { kind: "status", status: 404, type: "not_found_error" }, "replay-refused", 3],
    ["413", { kind: "status", status: 413, type: "request_too_large" }, "replay-refused", 3],
    ["401", { kind: "status", status: 401, type: "authentication_error" }, "replay-denied", 1],
    ["403", { kind: "status", status: 403, type: "permission_error" }, "replay-denied", 1],
    [
      "a spending limit",
      {
        kind: "status",
        status: 429,
        type: "rate_limit_error",
        code: "enforced_spend_limit_reached",
      },
      "replay-denied",
      1,
    ],
    ["500", { kind: "status", status: 500, type: "api_error" }, "replay-maybe-paid", 3],
    ["a cut", { kind: "cut" }, "replay-maybe-paid", 3],
    ["an error after a 200", { kind: "error-event" }, "replay-maybe-paid", 3],
    ["no word", { kind: "hang-up" }, "replay-maybe-paid", 3],
  ])("%s", async (_, behaviour, code, sent) => {
    await using claude = await startClaude(
      () => 2712,
      undefined,
      () => behaviour,
    );
    const root = createRepository({ files });
    const {
      code: exit,
      stdout,
      stderr,
    } = await replay(root, claude.url, "--max-usd", "1", "--concurrency", "1");
    expect([exit, claude.messages().length]).toEqual([2, sent]);
    expect(new Set(codesOf(stdout))).toEqual(new Set([code]));
    expect(stdout + stderr).not.toMatch(/May I send|canary/);
    const { spentUsd, answered } = JSON.parse(stdout);
    expect([Number(spentUsd) > 0, answered]).toEqual([code === "replay-maybe-paid", 0]);
    // What may have been paid is not sent again, unless that is asked for.
    if (code !== "replay-maybe-paid") return;
    await replay(root, claude.url, "--max-usd", "1", "--concurrency", "1");
    expect(claude.messages()).toHaveLength(sent);
    await replay(root, claude.url, "--max-usd", "1", "--concurrency", "1", "--resend-unknown");
    expect(claude.messages().length).toBeGreaterThan(sent);
  });

  test("many requests refused for one fault are one problem; another fault is another", async () => {
    await using claude = await startClaude(
      () => 2712,
      undefined,
      (body) => ({
        kind: "status",
        status: 400,
        type: "invalid_request_error",
        message: body.includes("number 7")
          ? "temperature: must be set to 1 when thinking is enabled"
          : body.includes("number 5")
            ? 'system: "policy of the house" is not valid'
            : "temperature: is not supported with this model",
      }),
    );
    const questions = Array.from({ length: 40 }, (_, index) => line(`number ${String(index)}`));
    const root = createRepository({ files: { ...files, "other.jsonl": questions.join("\n") } });
    const alone = ["--max-usd", "9", "--concurrency", "1"];
    const { code, stdout } = await replay(root, claude.url, "other", ...alone);
    expect([code, claude.messages().length]).toEqual([2, 40]);
    const { problems } = JSON.parse(stdout);
    expect(
      problems.map(({ line: at, message }: { line: number; message: string }) => [
        at,
        /^The API refused other:\d+#0(.*?) \(/.exec(message)?.[1],
      ]),
    ).toEqual([
      [1, " and 37 more requests"],
      [6, ""],
      [8, ""],
    ]);
  });

  test("what waits for room ends once no request is taken any more", async () => {
    await using claude = await startClaude(
      () => 2712,
      undefined,
      (_, before) =>
        before === 0
          ? {
              kind: "status",
              status: 429,
              type: "rate_limit_error",
              headers: { "retry-after": "50" },
            }
          : { kind: "status", status: 401, type: "authentication_error" },
    );
    const root = createRepository({ files });
    const startMs = performance.now();
    const { code, stdout } = await replay(root, claude.url, "--max-usd", "1");
    expect([code, codesOf(stdout)]).toEqual([2, ["replay-denied"]]);
    expect(performance.now() - startMs).toBeLessThan(45_000);
  });

  test.each([
    [
      "429",
      { kind: "status", status: 429, type: "rate_limit_error", headers: { "retry-after-ms": "5" } },
    ],
    [
      "529",
      { kind: "status", status: 529, type: "overloaded_error", headers: { "retry-after-ms": "5" } },
    ],
    ["429 without retry-after", { kind: "status", status: 429, type: "rate_limit_error" }],
  ] as const)("%s is waited for and sent again", async (_, refusal) => {
    await using claude = await startClaude(
      () => 2712,
      undefined,
      (body, before) => (before < 2 ? refusal : wroteThen(body)),
    );
    const { code } = await replay(
      createRepository({ files }),
      claude.url,
      "chat",
      "--max-usd",
      "1",
    );
    expect([code, claude.messages().length]).toEqual([0, 4]);
  });

  test("what the API says of a request is shown with the fixture's line, without the prompt's words", async () => {
    const message = "max_tokens: 999 > 200, see `May I send this back?`";
    await using claude = await startClaude(
      () => 2712,
      undefined,
      () => ({ kind: "status", status: 400, type: "invalid_request_error", message }),
    );
    const { stdout } = await replay(
      createRepository({ files }),
      claude.url,
      "other",
      "--max-usd",
      "1",
      // One at a time: problems come in the order of the answers.
      "--concurrency",
      "1",
    );
    expect(JSON.parse(stdout).problems[1]).toMatchObject({
      file: "other.jsonl",
      line: 3,
      message:
        "The API refused other:3#0 (400 invalid_request_error): max_tokens: 999 > 200, see " +
        "`May … send this back?`. Nothing was billed for it.",
    });
    const chat = await replay(createRepository({ files }), claude.url, "chat", "--max-usd", "1");
    expect(JSON.parse(chat.stdout).problems[0].message).toContain(
      "max_tokens: 999 > 200, see `…`. Nothing",
    );
  });

  test("nobody there: nothing was paid, and it is said", async () => {
    const { code, stdout } = await replay(
      createRepository({ files }),
      "http://127.0.0.1:9",
      "--max-usd",
      "1",
    );
    expect(code).toBe(2);
    expect(JSON.parse(stdout).spentUsd).toBe("0");
  }, 30_000);

  test("what has no text to send is named before anything is sent", async () => {
    await using claude = await startClaude(() => 2712, undefined, wroteThen);
    const declared = { request: { ...first, system: { $tokens: 3000, name: "policy" } } };
    const wider = `${config.trimEnd().slice(0, -1)}, third: { fixtures: third.json } }\n`;
    const root = createRepository({
      files: {
        ...files,
        "promptcost.yml": wider,
        "third.json": declared,
        "policy.md": `${policy}{{now}}\n`,
      },
    });
    const { code, stdout } = await replay(root, claude.url, "--max-usd", "1");
    expect([code, claude.calls.length]).toEqual([2, 0]);
    const unsendable = JSON.parse(stdout).problems.filter(
      (problem: { code: string }) => problem.code === "replay-unsendable",
    );
    expect(unsendable.map(({ file }: { file: string }) => file)).toEqual([
      "chat.yaml",
      "chat.yaml",
      "other.jsonl",
      "other.jsonl",
      "third.json",
    ]);
  });
});
