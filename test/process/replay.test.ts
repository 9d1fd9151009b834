import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { startClaude, type Behaviour } from "../servers/claude.ts";
import {
  createRepository,
  plainEnvironment,
  runProcess,
  type Files,
} from "../repositories/scratch-repository.ts";
import { promptcost } from "./cli.ts";

const key = "sk-ant-canary-key";
const policy =
  "You answer questions about returns, refunds and repairs. Be brief, be kind, promise nothing.\n".repeat(
    150,
  );
const config = 'scenarios: { chat: { fixtures: "chat.*" }, other: { fixtures: "other.jsonl" } }\n';
const first = {
  model: "claude-sonnet-4-5",
  max_tokens: 200,
  system: [{ type: "text", text: { $file: "policy.md" }, cache_control: { type: "ephemeral" } }],
  messages: [{ role: "user", content: "May I send this back?" }],
};
const chat = `# a chat of two turns
exchanges:
  - request: ${JSON.stringify(first)} # as our code sends it
  - offset: 50ms
    request:
      messages:
        $append:
          - { role: assistant, content: [{ $answer: true }] }
          - { role: user, content: "And if it is broken?" }
`;
function line(question: string) {
  return JSON.stringify({ request: { ...first, messages: [{ role: "user", content: question }] } });
}
const files: Files = {
  "promptcost.yml": config,
  "policy.md": policy,
  "chat.yaml": chat,
  "other.jsonl": `${line("one")}\n\n${line("two")}\n`,
};

function wroteThen(body: string): Behaviour {
  return {
    kind: "answer",
    text: `Answer of ${String(body.length)}.`,
    usage: body.includes("And if it is broken?")
      ? {
          input_tokens: 40,
          cache_read_input_tokens: 2700,
          cache_creation_input_tokens: 0,
          output_tokens: 20,
        }
      : {
          input_tokens: 12,
          cache_read_input_tokens: 0,
          cache_creation_input_tokens: 2700,
          output_tokens: 30,
        },
  };
}

function replay(root: string, url: string, ...words: readonly string[]) {
  return promptcost(root, ["replay", "--json", ...words], {
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: key,
  });
}

function journalOf(root: string): string {
  return join(root, ".promptcost/replay/journal.jsonl");
}
function codesOf(stdout: string): readonly string[] {
  return JSON.parse(stdout).problems.map(({ code }: { code: string }) => code);
}
function read(root: string, name: string): string {
  return readFileSync(join(root, name), "utf8");
}

describe("replay", () => {
  test(
    "sends what is missing, keeps it in place, and says how good the prediction was; " +
      "then there is nothing to send",
    async () => {
      await using claude = await startClaude(() => 2712, undefined, wroteThen);
      const root = createRepository({ files });
      const { code, stdout, stderr } = await replay(root, claude.url, "--max-usd", "1");
      expect([code, stderr.includes("4 of 4 answered")]).toEqual([0, true]);
      const report = JSON.parse(stdout);
      expect(report).toMatchObject({
        schemaVersion: 1,
        requests: 4,
        answered: 4,
        problems: [],
        maxUsd: "1",
      });
      expect(report.exchanges).toHaveLength(4);
      expect(Number(report.totals.ratio)).toBeGreaterThan(0);
      expect(report.spentUsd).toBe(report.totals.billedUsd);
      // The second turn holds what the model said to the first one just now.
      const second = claude.messages().find((body) => body.includes("And if it is broken?")) ?? "";
      expect(JSON.parse(second).messages[1].content[0].text).toMatch(/^Well, Answer of \d+\.$/);
      // Only `recorded` has come to the fixtures.
      const yaml = read(root, "chat.yaml");
      const kept = parse(yaml);
      expect(kept.exchanges[0].recorded).toMatchObject({
        requestId: "req_42",
        response: {
          model: "claude-sonnet-4-5",
          stop_reason: "end_turn",
          usage: { input_tokens: 12, output_tokens: 30 },
        },
      });
      expect(yaml.split("\n").filter((one) => !one.includes("recorded"))).toEqual(
        chat
          .split("\n")
          .map((one) =>
            one.startsWith("  - request")
              ? one.replace("  - ", "    ")
              : one === "  - offset: 50ms"
                ? "    offset: 50ms"
                : one,
          ),
      );
      const lines = read(root, "other.jsonl").split("\n");
      expect([lines.length, lines[1], JSON.parse(lines[0] ?? "").request]).toEqual([
        4,
        "",
        JSON.parse(line("one")).request,
      ]);
      expect(existsSync(join(root, ".promptcost/replay"))).toBe(false);
      // Every recording vouches for its body, so there is nothing left to do.
      const count = JSON.parse(
        (await promptcost(root, ["count", "chat.yaml", "other.jsonl", "--json"])).stdout,
      );
      expect(count.exchanges.map(({ witness }: { witness: string }) => witness)).toEqual([
        "recorded",
        "recorded",
        "recorded",
        "recorded",
      ]);
      const again = await replay(root, claude.url, "--max-usd", "1");
      expect([again.code, JSON.parse(again.stdout).requests, claude.messages().length]).toEqual([
        0, 0, 4,
      ]);
      const all = await replay(root, claude.url, "other", "--only", "all", "--max-usd", "1");
      expect([all.code, claude.messages().length]).toEqual([0, 6]);
    },
  );

  test("a prompt that moved on makes its recordings stale", async () => {
    await using claude = await startClaude(() => 2712, undefined, wroteThen);
    const root = createRepository({ files });
    await replay(root, claude.url, "--max-usd", "1");
    const { stdout } = await promptcost(
      createRepository({ folder: root, files: { "policy.md": `${policy}One more.\n` } }),
      ["replay", "--dry-run", "--json"],
    );
    expect(JSON.parse(stdout).requests.map(({ age }: { age: string }) => age)).toEqual([
      "stale",
      "stale",
      "stale",
      "stale",
    ]);
  });

  test("--dry-run needs no key and sends nothing", async () => {
    const root = createRepository({ files });
    const { code, stdout } = await promptcost(root, ["replay", "--dry-run"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/replay would send 4 requests in 3 runs/);
    expect(stdout).toMatch(/expected \$0\.\d+, at most \$0\.\d+/);
    expect(existsSync(join(root, ".promptcost"))).toBe(false);
  });

  test("--no-answers keeps usage without a word of the answer, and the recording holds all the same", async () => {
    await using claude = await startClaude(() => 2712, undefined, wroteThen);
    const root = createRepository({ files });
    await replay(root, claude.url, "--max-usd", "1", "--no-answers");
    for (const name of ["chat.yaml", "other.jsonl"])
      expect(read(root, name)).not.toContain("Answer of");
    const again = await replay(root, claude.url, "--max-usd", "1");
    expect(JSON.parse(again.stdout).requests).toBe(0);
  });

  test("--times: lengths of answers beside the first one, and the projection takes their mean", async () => {
    const lengths = [30, 50, 40, 90, 10];
    await using claude = await startClaude(
      () => 2712,
      undefined,
      (body, before) => {
        const behaviour = wroteThen(body);
        return behaviour.kind === "answer"
          ? {
              ...behaviour,
              usage: { ...behaviour.usage, output_tokens: lengths[Math.floor(before / 2)] },
            }
          : behaviour;
      },
    );
    const root = createRepository({ files });
    const { code, stdout } = await replay(
      root,
      claude.url,
      "other",
      "--max-usd",
      "1",
      "--times",
      "5",
      "--concurrency",
      "1",
    );
    expect([code, claude.messages().length]).toEqual([0, 10]);
    expect(JSON.parse(stdout).outputs).toEqual(
      ["other other:1#0", "other other:3#0"].map((exchange) => ({
        exchange,
        samples: 5,
        p50: 40,
        p90: 90,
        mean: 44,
      })),
    );
    const [first] = read(root, "other.jsonl").split("\n");
    const { recorded } = JSON.parse(first ?? "");
    expect(
      recorded.samples.map(
        ({ usage }: { usage: { output_tokens: number } }) => usage.output_tokens,
      ),
    ).toEqual(lengths);
    expect(recorded.response.usage.output_tokens).toBe(30);
    const explained = JSON.parse((await promptcost(root, ["explain", "other", "--json"])).stdout);
    expect(JSON.stringify(explained)).toContain('"tokens":44');
  });

  test("--fast marks the recording: its split says nothing", async () => {
    await using claude = await startClaude(() => 2712, undefined, wroteThen);
    const root = createRepository({ files });
    await replay(root, claude.url, "chat", "--max-usd", "1", "--fast");
    expect(parse(read(root, "chat.yaml")).exchanges[0].recorded.fast).toBe(true);
  });
});

describe("the cap", () => {
  test("a request whose bound does not fit is never sent; what was answered is kept", async () => {
    await using claude = await startClaude(() => 2712, undefined, wroteThen);
    const root = createRepository({ files });
    // Bound of one request: 2,740 tokens written at 3.75, 200 of answer at 15 USD per million:
    // $0.0133.
    const { code, stdout } = await replay(
      root,
      claude.url,
      "--max-usd",
      "0.02",
      "--concurrency",
      "1",
    );
    expect(code).toBe(2);
    expect(codesOf(stdout)).toContain("replay-cap-reached");
    expect(Number(JSON.parse(stdout).spentUsd)).toBeLessThanOrEqual(0.02);
    // Once for a scenario, whatever number of its runs met it.
    expect(codesOf(stdout)).toEqual(["replay-cap-reached", "replay-cap-reached"]);
    expect(stdout).toContain("Nor is 1 more run of its scenario.");
    expect(claude.messages()).toHaveLength(1);
  });

  test("what a run was answered before it met the cap is not paid for again", async () => {
    await using claude = await startClaude(() => 2712, undefined, wroteThen);
    const root = createRepository({ files });
    const first = await replay(root, claude.url, "chat", "--max-usd", "0.02");
    expect([first.code, claude.messages().length, JSON.parse(first.stdout).answered]).toEqual([
      2, 1, 1,
    ]);
    const second = await replay(root, claude.url, "chat", "--max-usd", "1");
    expect([second.code, claude.messages().length, JSON.parse(second.stdout).answered]).toEqual([
      0, 2, 2,
    ]);
    // What was spent before counts.
    expect(JSON.parse(second.stdout).spentUsd).toBe(JSON.parse(second.stdout).totals.billedUsd);
    expect(existsSync(join(root, ".promptcost/replay"))).toBe(false);
  });

  test.each([
    [[], "replay-needs-cap"],
    [["--max-usd", "0"], "replay-needs-cap"],
    [["--max-usd", "-3"], "replay-needs-cap"],
    [["--max-usd", "lots"], "replay-needs-cap"],
  ])("%j: %s, and nothing is asked", async (words, code) => {
    await using claude = await startClaude(() => 2712, undefined, wroteThen);
    const outcome = await replay(createRepository({ files }), claude.url, ...words);
    expect(outcome.code).toBe(2);
    if (!outcome.stdout.startsWith("{")) expect(outcome.stderr).not.toBe("");
    else expect(codesOf(outcome.stdout)).toContain(code);
    expect(claude.calls).toHaveLength(0);
  });

  test("the config's cap holds too, a scenario nobody knows is named, a key is needed", async () => {
    const root = createRepository({
      files: { ...files, "promptcost.yml": `${config}replay: { max-usd: $1 }\n` },
    });
    const keyless = await promptcost(root, ["replay", "--json"]);
    expect([keyless.code, codesOf(keyless.stdout)]).toEqual([2, ["replay-needs-key"]]);
    const unknown = await replay(root, "http://127.0.0.1:9", "chatt");
    expect([unknown.code, codesOf(unknown.stdout)]).toEqual([2, ["scenario-unknown"]]);
    expect(unknown.stdout).toContain("`chat`");
  });

  test("an answer over its bound stops the rest", async () => {
    await using claude = await startClaude(
      () => 10,
      undefined,
      () => ({
        kind: "answer",
        usage: {
          input_tokens: 900_000,
          cache_read_input_tokens: 0,
          cache_creation_input_tokens: 0,
          output_tokens: 5,
        },
      }),
    );
    const { code, stdout } = await replay(
      createRepository({ files }),
      claude.url,
      "--max-usd",
      "9",
      "--concurrency",
      "1",
    );
    expect([code, claude.messages().length]).toEqual([2, 1]);
    expect(codesOf(stdout)).toEqual(["replay-overrun"]);
  });
});

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
    );
    expect(JSON.parse(stdout).problems[1]).toMatchObject({
      file: "other.jsonl",
      line: 3,
      message:
        "The API refused other:3#0 (400 invalid_request_error): max_tokens: 999 > 200, see " +
        "`May I send this back?`. Nothing was billed for it.",
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
      (one: { code: string }) => one.code === "replay-unsendable",
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

describe.skipIf(process.platform === "win32")("Ctrl-C", () => {
  const interrupt = async (signals: number) => {
    let signal: (name: NodeJS.Signals) => void = () => undefined;
    await using claude = await startClaude(
      () => 2712,
      undefined,
      (body) => {
        for (let at = 0; at < signals; at += 1) setTimeout(() => signal("SIGINT"), 100 * at);
        return { ...wroteThen(body), delayMs: 400 };
      },
    );
    const root = createRepository({ files });
    const env = {
      ...plainEnvironment(root),
      ANTHROPIC_BASE_URL: claude.url,
      ANTHROPIC_API_KEY: key,
    };
    const words = [
      join(import.meta.dirname, "../../dist/cli.js"),
      "replay",
      "--max-usd",
      "1",
      "--concurrency",
      "1",
      "--json",
    ];
    const outcome = await runProcess(process.execPath, words, {
      folder: root,
      env,
      onStart: (send) => (signal = send),
    });
    return { ...outcome, root, sent: claude.messages().length };
  };

  test("once: nothing more is sent, what is under way is kept", async () => {
    const { code, stdout, stderr, root, sent } = await interrupt(1);
    expect([code, sent, JSON.parse(stdout).answered]).toEqual([2, 1, 1]);
    expect(stderr).toContain("Nothing more is sent");
    expect(parse(read(root, "chat.yaml")).exchanges[0].recorded).toBeDefined();
  });

  test("twice: it ends at once, and the journal knows what was sent", async () => {
    const { code, stdout, root } = await interrupt(2);
    expect([code, stdout]).toEqual([130, ""]);
    expect(readFileSync(journalOf(root), "utf8")).toMatch(/^\{"kind":"sent"[^\n]*\n$/);
  });
});

describe("after a kill", () => {
  test("no answer is lost, no answered request is sent again", async () => {
    await using claude = await startClaude(
      () => 2712,
      undefined,
      (body) => ({ ...wroteThen(body), delayMs: 60 }),
    );
    for (const ms of [250, 330, 400, 470, 540, 620, 700]) {
      const root = createRepository({ files });
      const before = claude.messages().length;
      await promptcost(
        root,
        ["replay", "--max-usd", "1", "--concurrency", "2"],
        { ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: key },
        ms,
      );
      for (const name of ["chat.yaml", "other.jsonl"]) expect(read(root, name)).not.toBe("");
      const answered = new Set(
        (existsSync(journalOf(root)) ? read(root, ".promptcost/replay/journal.jsonl") : "")
          .split("\n")
          .filter((one) => one.includes('"answered"') && one.endsWith("}"))
          .map((one) => JSON.stringify(JSON.parse(one).key)),
      );
      const sent = claude.messages().slice(before);
      const second = await replay(root, claude.url, "--max-usd", "1", "--resend-unknown");
      expect(second.code).toBe(0);
      const all = claude.messages().slice(before);
      // Four requests in all; those that were under way when it died were sent twice, and no other.
      expect(all.length - 4).toBeLessThanOrEqual(2);
      expect(all.length).toBeLessThanOrEqual(sent.length + 4 - answered.size);
      const count = JSON.parse(
        (await promptcost(root, ["count", "chat.yaml", "other.jsonl", "--json"])).stdout,
      );
      expect(
        count.exchanges.every(({ witness }: { witness: string }) => witness === "recorded"),
      ).toBe(true);
      expect(existsSync(join(root, ".promptcost/replay"))).toBe(false);
    }
  }, 60_000);
});

test("no key and no header anywhere", async () => {
  await using claude = await startClaude(
    () => 2712,
    undefined,
    (body) => ({ ...wroteThen(body), headers: { "x-canary": "canary-header" } }),
  );
  const root = createRepository({ files });
  const { stdout, stderr } = await promptcost(root, ["replay", "--max-usd", "1"], {
    ANTHROPIC_BASE_URL: claude.url,
    ANTHROPIC_API_KEY: key,
  });
  expect(claude.calls.map(({ headers }) => headers.authorization)).toEqual(
    Array.from({ length: 8 }, () => `Bearer ${key}`),
  );
  expect(stdout + stderr + read(root, "chat.yaml") + read(root, "other.jsonl")).not.toMatch(
    /canary/,
  );
  expect(stdout).toMatch(/predicted \$0\.\d+, billed \$0\.\d+/);
});
