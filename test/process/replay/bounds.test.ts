/** What a request may cost is bounded before it is sent, and what nobody knows counts in full. */
import { describe, expect, test } from "vitest";
import { startClaude, type Behaviour, type Refusal } from "../../servers/claude.ts";
import { createRepository, type Files } from "../../repositories/scratch-repository.ts";
import { codesOf, readText } from "../cli.ts";
import { commandHere } from "../here.ts";
import { policy } from "../policy.ts";
import { usage } from "./six-questions.ts";

const words = "May I have my money back?";

function fixture(body: Readonly<Record<string, unknown>>, more: object = {}): Files {
  const { max_tokens = 1000, ...rest } = body;
  const limit = max_tokens === null ? {} : { max_tokens };
  return {
    "promptcost.yml": "scenarios: { ask: { fixtures: f.json } }\n",
    "f.json": {
      ...more,
      request: { ...limit, messages: [{ role: "user", content: words }], ...rest },
    },
  };
}

const haiku = "claude-haiku-4-5";
const opus = "claude-opus-4-8";

function answer(
  over: Readonly<Record<string, unknown>>,
  edit?: (text: string) => string,
): Behaviour {
  return { kind: "answer", usage: { ...usage, ...over }, ...(edit === undefined ? {} : { edit }) };
}

function start(behaviour: Behaviour, refusal?: Refusal) {
  return startClaude(
    () => 9,
    refusal,
    () => behaviour,
  );
}

function replay(root: string, url: string, cap = "1", ...more: readonly string[]) {
  return commandHere(root, ["replay", "--json", "--max-usd", cap, ...more], {
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: "k",
  });
}

function recordedOf(root: string): unknown {
  return JSON.parse(readText(root, "f.json")).recorded;
}

describe("fallbacks", () => {
  const chain = {
    model: haiku,
    fallbacks: [{ model: opus, max_tokens: 2000 }],
  };
  const betas = { betas: ["server-side-fallback-2026-07-01"] };
  const iterations = [
    { type: "message", model: haiku, input_tokens: 9, output_tokens: 1000 },
    { type: "fallback_message", model: opus, input_tokens: 1009, output_tokens: 2000 },
  ];
  /** Both attempts in full: the dearest that this request can become. */
  const dearest = answer(
    { input_tokens: 1009, output_tokens: 2000, inference_geo: "us", iterations },
    (stream) =>
      stream
        .replace(`"model":"${haiku}"`, `"model":"${opus}"`)
        .replace(
          '"output_tokens":2000}}',
          `"output_tokens":2000,"iterations":${JSON.stringify(iterations)}}}`,
        ),
  );

  test("a cap that the asked model fits and its fallback does not sends nothing", async () => {
    await using claude = await start(dearest);
    const root = createRepository({ files: fixture(chain, betas) });
    // Haiku alone is at most $0.005511; Opus, going on with what that wrote, $0.060555 more.
    const { code, stdout } = await replay(root, claude.url, "0.06");
    expect([code, codesOf(stdout), claude.messages().length]).toEqual([
      2,
      ["replay-cap-reached"],
      0,
    ]);
    expect(stdout).toContain("$0.0661");
    // Each model is asked for its own count.
    expect(claude.calls.map(({ body }) => JSON.parse(body).model)).toEqual([haiku, opus]);
  });

  test("every attempt billed in full stays within the bound", async () => {
    await using claude = await start(dearest);
    const root = createRepository({ files: fixture(chain, betas) });
    const { code, stdout } = await replay(root, claude.url, "0.07");
    const { spentUsd } = JSON.parse(stdout);
    expect([code, codesOf(stdout), claude.messages().length]).toEqual([0, [], 1]);
    expect(Number(spentUsd)).toBeGreaterThan(0.06);
    expect(Number(spentUsd)).toBeLessThanOrEqual(0.066066);
  });

  test.each([
    ["by the API itself", "default", "replay-unbounded", "default"],
    ["by words that cannot be read", [{ max_tokens: 5 }], "replay-unbounded", "fallbacks"],
    ["without a price", [{ model: "claude-imaginary-9" }], "replay-no-price", "claude-imaginary-9"],
  ])("models that are chosen %s bound nothing", async (_, fallbacks, code, named) => {
    await using claude = await start(dearest);
    const root = createRepository({ files: fixture({ model: haiku, fallbacks }, betas) });
    for (const more of [[], ["--dry-run"]]) {
      const outcome = await replay(root, claude.url, "9", ...more);
      expect([outcome.code, codesOf(outcome.stdout)]).toEqual([2, [code]]);
      expect(JSON.parse(outcome.stdout).problems[0].message).toContain(named);
    }
    expect(claude.messages()).toHaveLength(0);
  });
});

describe("what the API adds while it answers", () => {
  const bodies: Readonly<Record<string, object>> = {
    web_search_20250305: { tools: [{ type: "web_search_20250305", name: "web_search" }] },
    advisor_20260301: { tools: [{ type: "advisor_20260301", name: "advisor", model: opus }] },
    code_execution_20250825: {
      tools: [{ type: "code_execution_20250825", name: "code_execution" }],
    },
    mcp_servers: { mcp_servers: [{ type: "url", name: "s", url: "https://s.example" }] },
    compaction: { context_management: { edits: [{ type: "compact_20260112" }] } },
    "while it answers.": {
      messages: [
        {
          role: "user",
          content: [{ type: "image", source: { type: "url", url: "https://i.example/i.png" } }],
        },
      ],
    },
    // A kind that nobody knows may be any of these.
    deep_research_20270101: { tools: [{ type: "deep_research_20270101", name: "deep_research" }] },
  };
  const files: Files = {
    "promptcost.yml": 'scenarios: { ask: { fixtures: "f/*.json" } }\n',
    ...Object.fromEntries(
      Object.values(bodies).map((body, index) => [
        `f/${String(index)}.json`,
        {
          request: {
            model: "claude-sonnet-4-5",
            max_tokens: 100,
            messages: [{ role: "user", content: words }],
            ...body,
          },
        },
      ]),
    ),
  };

  test("has no bound: it is not sent, and what it is is said", async () => {
    await using claude = await start(answer({}));
    const root = createRepository({ files });
    for (const more of [[], ["--dry-run"]]) {
      const { code, stdout } = await replay(root, claude.url, "9", ...more);
      const found: readonly { code: string; message: string }[] = JSON.parse(stdout).problems;
      expect([code, claude.calls.length]).toEqual([2, 0]);
      expect(found.map((each) => each.code)).toEqual(
        Object.keys(bodies).map(() => "replay-unbounded"),
      );
      for (const named of Object.keys(bodies))
        expect(
          found.some(({ message }) => message.includes(named)),
          named,
        ).toBe(true);
    }
  });

  test("passes the cap by one answer at most, however many are sent at once", async () => {
    await using claude = await start(answer({ input_tokens: 10_000, output_tokens: 100 }));
    const root = createRepository({ files });
    // An answer is $0.0315, some $0.003 of it expected.
    const most = ["--unbounded", "ask", "--concurrency", "8"];
    const { code, stdout } = await replay(root, claude.url, "0.05", ...most);
    expect([code, claude.messages().length, JSON.parse(stdout).spentUsd]).toEqual([2, 2, "0.063"]);
    expect(codesOf(stdout)).toContain("replay-cap-passed");
  });

  test("is sent where its scenario may be, and is never called bounded", async () => {
    await using claude = await start(answer({}));
    const root = createRepository({ files });
    const dry = await replay(root, claude.url, "9", "--dry-run", "--unbounded", "ask");
    expect([dry.code, JSON.parse(dry.stdout).worstUsd]).toEqual([0, null]);
    const { code, stdout } = await replay(root, claude.url, "9", "--unbounded", "ask");
    expect([code, codesOf(stdout)]).toEqual([0, []]);
    expect(claude.messages()).toHaveLength(Object.keys(bodies).length);
  });
});

describe("a count that is too low", () => {
  const long: Files = {
    "policy.md": policy,
    "promptcost.yml": 'scenarios: { ask: { fixtures: "f/*.json" } }\n',
    ...Object.fromEntries(
      ["a", "b", "c", "d", "e", "f"].map((content) => [
        `f/${content}.json`,
        {
          request: {
            model: "claude-sonnet-4-5",
            max_tokens: 10,
            system: { $file: "../policy.md" },
            messages: [{ role: "user", content }],
          },
        },
      ]),
    ),
  };

  test("for such a body leaves the cap as it is", async () => {
    await using claude = await start(answer({ input_tokens: 2700, output_tokens: 10 }));
    // One answer is $0.00825; by the count of 9 tokens all six would fit.
    const { code, stdout } = await replay(createRepository({ files: long }), claude.url, "0.02");
    expect([code, new Set(codesOf(stdout))]).toEqual([2, new Set(["replay-cap-reached"])]);
    expect([claude.messages().length, JSON.parse(stdout).spentUsd]).toEqual([2, "0.0165"]);
  });

  test("by what nobody can foresee stops everything, and says by how much", async () => {
    await using claude = await start(answer({ input_tokens: 9000, output_tokens: 10 }));
    const root = createRepository({ files: long });
    const { code, stdout } = await replay(root, claude.url, "1", "--concurrency", "1");
    expect([code, codesOf(stdout), claude.messages().length]).toEqual([2, ["replay-overrun"], 1]);
    expect(JSON.parse(stdout).problems[0].message).toMatch(
      /f\/a\S* cost \$0\.0272, more than its upper bound of \$0\.008\d+\./,
    );
    expect(readText(root, "f/a.json")).toContain('"recorded"');
  });
});

describe("an answer that does not say what it cost", () => {
  const without = (name: string) => (stream: string) =>
    stream.replace(new RegExp(`event: ${name}\\ndata: .*\\n\\n`, "g"), "");
  const delta = (written: string) => (stream: string) =>
    stream.replace('"usage":{"output_tokens":20}', written);
  const cut = "replay-maybe-paid";
  const odd = "replay-without-usage";
  const streams: readonly (readonly [string, string, (stream: string) => string])[] = [
    ["without message_delta", cut, without("message_delta")],
    ["without message_stop", cut, without("message_stop")],
    ["without message_start", cut, without("message_start")],
    ["a message_delta without usage", cut, delta('"more":1')],
    ["a usage without output", odd, delta('"usage":{}')],
    ["an output of null", odd, delta('"usage":{"output_tokens":null}')],
    ["an output of text", odd, delta('"usage":{"output_tokens":"20"}')],
    ["an output below zero", odd, delta('"usage":{"output_tokens":-20}')],
    ["no end", odd, (stream) => stream.replace('"stop_reason":"end_turn"', '"stop_reason":null')],
    ["no input", odd, (stream) => stream.replace('"input_tokens":9', '"input_tokens":0')],
  ];
  const lines = (names: readonly string[]): Files => ({
    "promptcost.yml": "scenarios: { ask: { fixtures: f.jsonl } }\n",
    "f.jsonl": names
      .map((content) => ({ model: haiku, max_tokens: 1000, messages: [{ role: "user", content }] }))
      .map((request) => `${JSON.stringify({ request })}\n`)
      .join(""),
  });

  test("counts in full, is not kept, and is not sent again unless that is asked for", async () => {
    await using claude = await startClaude(
      () => 9,
      undefined,
      (body) => answer({}, streams.find(([name]) => body.includes(`"${name}"`))?.[2]),
    );
    const names = streams.map(([name]) => name);
    const root = createRepository({ files: lines([...names, "whole"]) });
    const first = await replay(root, claude.url, "1", "--concurrency", "1");
    const found: readonly { code: string; line: number }[] = JSON.parse(first.stdout).problems;
    expect(found.map(({ code, line }) => [code, names[line - 1]])).toEqual(
      streams.map(([name, code]) => [code, name]),
    );
    // A bound is 10 tokens at $1 and 1,000 at $5 per million; the whole answer is 9 and 20.
    const { spentUsd, answered } = JSON.parse(first.stdout);
    expect([first.code, spentUsd, answered]).toEqual([2, "0.050209", 1]);
    expect(readText(root, "f.jsonl").match(/"recorded"/g)).toHaveLength(1);
    const sent = claude.messages().length;
    const again = await replay(root, claude.url, "1");
    expect([new Set(codesOf(again.stdout)), claude.messages().length]).toEqual([
      new Set([cut]),
      sent,
    ]);
    // What it counts as leaves no room for a second bound.
    const resent = await replay(root, claude.url, "0.055", "--resend-unknown");
    expect(new Set(codesOf(resent.stdout))).toEqual(new Set(["replay-cap-reached"]));
    expect(claude.messages()).toHaveLength(sent);
    await replay(root, claude.url, "1", "--resend-unknown");
    expect(claude.messages()).toHaveLength(sent + names.length);
  });

  test("nothing is sent beyond the cap, whatever the stream would have billed", async () => {
    await using claude = await start(answer({ output_tokens: 1000 }, without("message_delta")));
    const root = createRepository({ files: lines(["a", "b", "c", "d", "e", "f", "g", "h"]) });
    const { stdout } = await replay(root, claude.url, "0.03");
    expect([claude.messages().length, JSON.parse(stdout).spentUsd]).toEqual([5, "0.02505"]);
  });

  test("the same in a batch", async () => {
    const odd: readonly object[] = [
      { usage: undefined },
      { usage: { ...usage, output_tokens: null } },
      { stop_reason: null },
    ];
    const whole = { type: "message", model: haiku, content: [], stop_reason: "end_turn", usage };
    await using claude = await startClaude(() => 9, undefined, undefined, {
      item: (_, { messages }) => {
        const index = Number(JSON.stringify(messages).replace(/\D/g, ""));
        return { type: "succeeded", message: { ...whole, ...odd[index] } };
      },
      polls: 0,
    });
    const root = createRepository({ files: lines(["0", "1", "2", "3"]) });
    const { code, stdout } = await replay(root, claude.url, "1", "--batch");
    expect([code, codesOf(stdout)]).toEqual([2, odd.map(() => cut)]);
    expect(JSON.parse(stdout).problems.map(({ line }: { line: number }) => line)).toEqual([
      1, 2, 3,
    ]);
    // Three bounds and one answer, at half the price.
    expect(JSON.parse(stdout).spentUsd).toBe("0.0075695");
    await replay(root, claude.url, "1", "--batch");
    expect(claude.shipped).toHaveLength(4);
  });
});

describe("a model without a price", () => {
  const imaginary = "claude-imaginary-9";

  test("that answered is named, counts at the bound, and its answer is kept", async () => {
    const behaviour = answer({}, (stream) =>
      stream.replace(`"model":"${haiku}"`, `"model":"${imaginary}"`),
    );
    await using claude = await start(behaviour);
    const root = createRepository({ files: fixture({ model: haiku }) });
    const { code, stdout } = await replay(root, claude.url);
    const { spentUsd, totals, exchanges, problems } = JSON.parse(stdout);
    expect([code, codesOf(stdout)]).toEqual([2, ["replay-answer-unpriced"]]);
    expect(problems[0]).toMatchObject({ file: "f.json", line: 1, scenario: "ask" });
    expect(problems[0].message).toContain(imaginary);
    expect([spentUsd, totals.billedUsd, totals.priced, totals.ratio]).toEqual([
      "0.00501",
      "0.00501",
      false,
      null,
    ]);
    expect(exchanges[0].real).toMatchObject({ usd: "0.00501", priced: false });
    expect(Number(exchanges[0].predicted.usd)).toBeGreaterThan(0);
    expect(recordedOf(root)).toMatchObject({ response: { model: imaginary } });
    // It was paid, so it is not sent again.
    expect(JSON.parse((await replay(root, claude.url)).stdout).requests).toBe(0);
    expect(claude.messages()).toHaveLength(1);
  });

  test("an answer with a value in its usage that nobody knows counts at the bound, and is kept", async () => {
    await using claude = await start(answer({ inference_geo: "moon" }));
    const root = createRepository({ files: fixture({ model: haiku }) });
    const { code, stdout } = await replay(root, claude.url);
    const { spentUsd, totals, exchanges } = JSON.parse(stdout);
    expect([code, codesOf(stdout), spentUsd]).toEqual([2, ["replay-answer-unpriced"], "0.00501"]);
    // Nobody is told a part of it as the whole.
    expect([totals.billedUsd, totals.priced, totals.ratio]).toEqual(["0.00501", false, null]);
    expect(exchanges[0].real).toMatchObject({ usd: "0.00501", priced: false });
    expect(recordedOf(root)).toBeDefined();
  });

  test("that answered in a batch: the same", async () => {
    const message = {
      type: "message",
      model: imaginary,
      content: [],
      stop_reason: "end_turn",
      usage,
    };
    await using claude = await startClaude(() => 9, undefined, undefined, {
      item: () => ({ type: "succeeded", message }),
      polls: 0,
    });
    const root = createRepository({ files: fixture({ model: haiku }) });
    const { code, stdout } = await replay(root, claude.url, "1", "--batch");
    expect([code, codesOf(stdout)]).toEqual([2, ["replay-answer-unpriced"]]);
    expect(JSON.parse(stdout).spentUsd).toBe("0.002505");
    expect(recordedOf(root)).toMatchObject({ response: { model: imaginary } });
  });

  test("that is asked is a problem in the dry run, and no sum of dollars", async () => {
    const root = createRepository({ files: fixture({ model: imaginary }) });
    const dry = await commandHere(root, ["replay", "--dry-run", "--json"]);
    expect([dry.code, codesOf(dry.stdout)]).toEqual([2, ["replay-no-price"]]);
    expect(JSON.parse(dry.stdout)).toMatchObject({ expectedUsd: null, worstUsd: null });
    const text = await commandHere(root, ["replay", "--dry-run"]);
    expect(text.stdout).toContain("expected unknown, at most unknown");
    const both = createRepository({
      files: {
        ...fixture({ model: imaginary }),
        "promptcost.yml": 'scenarios: { ask: { fixtures: "*.json" } }\n',
        "g.json": {
          request: { model: haiku, max_tokens: 10, messages: [{ role: "user", content: words }] },
        },
      },
    });
    const part = await commandHere(both, ["replay", "--dry-run"]);
    expect(part.stdout).toMatch(/expected at least \$0\.\d*[1-9]\d*, at most unknown/);
  });
});

describe("count_tokens without an answer", () => {
  const busy = (status: number, times = Infinity): Refusal => ({
    status,
    type: status === 429 ? "rate_limit_error" : "api_error",
    times,
  });
  const page: Refusal["how"] = { page: "<html>Welcome</html>" };

  test.each<[string, Refusal, number, string]>([
    ["429", busy(429), 6, "no room (429 rate_limit_error)"],
    ["529", busy(529), 6, "no room (529 api_error)"],
    ["500", busy(500), 6, "failed (500 api_error)"],
    ["503", busy(503), 6, "failed (503 api_error)"],
    ["a cut", { ...busy(500), how: "cut" }, 5, "no answer came"],
    ["a page of another server", { ...busy(200), how: page }, 3, "not the Claude API (200"],
    ["an address without the API", { ...busy(404), how: page }, 3, "not the Claude API (404"],
  ])("%s: asked again, then named, and nothing is sent", async (_, refusal, asked, said) => {
    await using claude = await start(answer({}), refusal);
    const root = createRepository({ files: fixture({ model: haiku }) });
    const { code, stdout } = await replay(root, claude.url);
    expect([code, codesOf(stdout)]).toEqual([2, ["replay-count-failed"]]);
    expect(JSON.parse(stdout).problems[0]).toMatchObject({ file: "f.json", line: 1 });
    expect(JSON.parse(stdout).problems[0].message).toContain(said);
    expect([claude.calls.length, claude.messages().length]).toEqual([asked, 0]);
    expect(JSON.parse(stdout).spentUsd).toBe("0");
  });

  test("a number that no request can have is none of the API's", async () => {
    await using claude = await startClaude(() => Number.MAX_SAFE_INTEGER);
    const root = createRepository({ files: fixture({ model: haiku }) });
    const { code, stdout } = await replay(root, claude.url);
    expect([code, codesOf(stdout)]).toEqual([2, ["replay-count-failed"]]);
    expect(stdout).toContain("not the Claude API");
  });

  test.each([
    ["nobody there", "http://127.0.0.1:9"],
    ["no such host", "http://nowhere.invalid"],
  ])("%s: the same", async (_, url) => {
    const root = createRepository({ files: fixture({ model: haiku }) });
    const { code, stdout } = await replay(root, url);
    expect([code, codesOf(stdout)]).toEqual([2, ["replay-count-failed"]]);
    expect(stdout).toContain("ANTHROPIC_BASE_URL");
  });

  test.each<[string, Refusal]>([
    ["429", busy(429, 3)],
    ["503", busy(503, 3)],
    ["a cut", { ...busy(500, 1), how: "cut" }],
  ])("%s that passes: asked again, and sent", async (_, refusal) => {
    await using claude = await start(answer({}), refusal);
    const root = createRepository({ files: fixture({ model: haiku }) });
    const { code, stdout } = await replay(root, claude.url);
    expect([code, codesOf(stdout), claude.messages().length]).toEqual([0, [], 1]);
  });

  test.each([
    [400, "invalid_request_error", "replay-count-refused"],
    [404, "not_found_error", "replay-count-refused"],
    [413, "request_too_large", "replay-count-refused"],
    [401, "authentication_error", "replay-denied"],
    [402, "billing_error", "replay-denied"],
    [403, "permission_error", "replay-denied"],
  ])("%d is asked once, and named without the request's words", async (status, type, code) => {
    await using claude = await start(answer({}), { status, type, times: Infinity });
    const root = createRepository({ files: fixture({ model: haiku }) });
    const { code: exit, stdout } = await replay(root, claude.url);
    expect([exit, codesOf(stdout), claude.calls.length]).toEqual([2, [code], 1]);
    expect(stdout).toContain(`${String(status)} ${type}`);
    expect(stdout).not.toContain("my money back");
  });

  test("a scenario that may be sent without a bound is sent by our own count", async () => {
    await using claude = await start(answer({}), {
      status: 400,
      type: "invalid_request_error",
      times: 1,
    });
    const root = createRepository({ files: fixture({ model: haiku }) });
    const { code, stdout } = await replay(root, claude.url, "1", "--unbounded", "ask");
    expect([code, codesOf(stdout), claude.messages().length]).toEqual([0, [], 1]);
  });
});

describe("max_tokens", () => {
  test("0 is sent unstreamed, as the API takes it, and bills no output", async () => {
    await using claude = await start(answer({ output_tokens: 0 }));
    for (const stream of [{}, { stream: false }]) {
      const root = createRepository({
        files: fixture({ model: haiku, max_tokens: 0, ...stream }),
      });
      const { code, stdout } = await replay(root, claude.url);
      expect([code, codesOf(stdout)]).toEqual([0, []]);
      expect(JSON.parse(stdout).spentUsd).toBe("0.000009");
      expect(recordedOf(root)).toMatchObject({ response: { stop_reason: "max_tokens" } });
    }
    expect(claude.messages().map((body) => JSON.parse(body).stream ?? false)).toEqual([
      false,
      false,
    ]);
  });

  test("0 with betas: the same; an answer without usage counts in full", async () => {
    await using claude = await start(
      answer({ output_tokens: 0 }, (text) => text.replace('"input_tokens"', '"tokens"')),
    );
    const root = createRepository({
      files: fixture({ model: haiku, max_tokens: 0 }, { betas: ["some-beta-2026-01-01"] }),
    });
    const { stdout } = await replay(root, claude.url);
    expect([codesOf(stdout), JSON.parse(stdout).spentUsd]).toEqual([
      ["replay-without-usage"],
      "0.00001",
    ]);
    expect(claude.calls.at(-1)?.headers["anthropic-beta"]).toContain("some-beta-2026-01-01");
  });

  test.each([
    ["none", null, "replay-unsendable", "has no `max_tokens`"],
    ["a text", "200", "request-shape", "a whole number"],
    ["a fraction", 200.5, "request-shape", "a whole number"],
    ["below zero", -1, "request-shape", "a whole number"],
    ["more than numbers hold", 1e30, "request-shape", "a whole number"],
  ])("%s is found while planning, with its place", async (_, limit, named, said) => {
    await using claude = await start(answer({}));
    const root = createRepository({ files: fixture({ model: haiku, max_tokens: limit }) });
    for (const more of named === "request-shape" ? [[]] : [[], ["--dry-run"]]) {
      const { code, stdout } = await replay(root, claude.url, "1", ...more);
      expect([code, codesOf(stdout), claude.calls.length]).toEqual([2, [named], 0]);
      expect(JSON.parse(stdout).problems[0]).toMatchObject({
        file: "f.json",
        line: named === "request-shape" ? 3 : 1,
      });
      expect(JSON.parse(stdout).problems[0].message).toContain(said);
    }
  });
});
