import { describe, expect, test } from "vitest";
import type { Report } from "../../../src/report/report.ts";
import { checkTrees } from "../../cases.ts";
import { createMemoryTree } from "../../repositories/memory-tree.ts";

/**
 * Changes that would look cheaper than they are, or dearer. Opus 5, USD per million: 5, 25, writes
 * 6.25, reads 0.50.
 */
type Files = Readonly<Record<string, unknown>>;

function text(files: Files): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).map(([path, value]) => [
      path,
      typeof value === "string" ? value : `${JSON.stringify(value, null, 1)}\n`,
    ]),
  );
}

function check(base: Files, change: Files, fork = false): Report {
  return checkTrees(createMemoryTree(text({ ...base, ...change })), createMemoryTree(text(base)), {
    fork,
  }).report;
}

function block(tokens: number, name: string, marked = false) {
  return {
    type: "text",
    text: { $tokens: tokens, name },
    ...(marked ? { cache_control: { type: "ephemeral" } } : {}),
  };
}
function request(system: number, over: Files = {}) {
  return {
    model: "claude-opus-5",
    max_tokens: 1024,
    system: [block(system, "policy", true)],
    messages: [{ role: "user", content: [block(100, "question")] }],
    ...over,
  };
}
function run(system: number, output: number | null = 100, over: Files = {}) {
  return {
    exchanges: [
      {
        request: request(system, over),
        ...(output === null ? {} : { expect: { output_tokens: output } }),
      },
    ],
  };
}
function config(traffic: string, budget: string): string {
  return (
    `scenarios:\n  a:\n    fixtures: "f/*.json"\n${traffic === "" ? "" : `    traffic: { runs: ${traffic} }\n`} ` +
    `   budget: ${budget}\n`
  );
}
function rules({ loosened }: Report): readonly string[] {
  return loosened.map(({ rule }) => rule);
}
function of(report: Report, id: string) {
  return report.scenarios.find((one) => one.id === id);
}

describe("a neighbour's traffic in a cache group", () => {
  const two = (b: string): string =>
    "scenarios:\n  a: { fixtures: a.json, cache: g, traffic: { runs: 6/hour }, budget: { " +
    "increase: { percent: 5 } } }\n  b: { fixtures: b.json, cache: g, traffic: { runs: " +
    `${b} } }\n`;
  const base = { "promptcost.yml": two("6/hour"), "a.json": run(10_000), "b.json": run(10_000) };
  const longer = {
    "a.json": run(10_000, 100, {
      messages: [{ role: "user", content: [block(2000, "question")] }],
    }),
  };

  test("stands beside the delta, whichever way it goes", () => {
    const alone = check(base, longer);
    const both = check(base, { ...longer, "promptcost.yml": two("60/hour") });
    expect(of(alone, "a")?.deltaUsd).toBe(of(both, "a")?.deltaUsd);
    expect([alone.verdict, both.verdict]).toEqual(["fail", "fail"]);
    const fewer = check(base, { "promptcost.yml": two("1/hour") });
    expect([
      of(fewer, "a")?.deltaUsd,
      fewer.verdict,
      of(fewer, "a")?.adjustments.map(({ kind }) => kind),
    ]).toEqual(["0", "pass", ["traffic"]]);
  });
});

describe("an answer that the next request repeats", () => {
  const yml = config("1000/day", "{ increase: { percent: 1 } }");
  const append = {
    messages: {
      $append: [
        { role: "assistant", content: [{ $answer: true }] },
        { role: "user", content: "and then?" },
      ],
    },
  };
  const chat = (system: number, output: number, recorded: object | null = null) => ({
    exchanges: [
      {
        request: request(system),
        ...(recorded === null ? { expect: { output_tokens: output } } : { recorded }),
      },
      { request: append, expect: { output_tokens: 50 } },
    ],
  });
  const base = { "promptcost.yml": yml, "f/run.json": chat(1000, 3000) };
  const recordedAs = (words: number) => ({
    response: {
      model: "claude-opus-5",
      usage: {
        input_tokens: 100,
        cache_read_input_tokens: 0,
        cache_creation_input_tokens: 1000,
        output_tokens: words,
      },
      stop_reason: "end_turn",
      content: [{ type: "text", text: "word ".repeat(words) }],
    },
  });

  test("expected shorter offsets nothing", () => {
    const alone = check(base, { "f/run.json": chat(2000, 3000) });
    const shorter = check(base, { "f/run.json": chat(2000, 300) });
    expect([of(alone, "a")?.deltaUsd, alone.verdict]).toEqual([
      of(shorter, "a")?.deltaUsd,
      shorter.verdict,
    ]);
    expect(of(shorter, "a")?.causes.map(({ kind }) => kind)).toEqual(
      of(alone, "a")?.causes.map(({ kind }) => kind),
    );
    expect(of(shorter, "a")?.adjustments.map(({ kind }) => kind)).toEqual(["assumed"]);
  });

  test("recorded anew costs nothing either, and what else the request changes is its own", () => {
    const recorded = { "promptcost.yml": yml, "f/run.json": chat(1000, 0, recordedAs(200)) };
    const anew = check(recorded, { "f/run.json": chat(1000, 0, recordedAs(4000)) });
    expect([of(anew, "a")?.deltaUsd, of(anew, "a")?.causes, anew.verdict]).toEqual([
      "0",
      [],
      "pass",
    ]);
    expect(new Set(of(anew, "a")?.adjustments.map(({ kind }) => kind))).toEqual(
      new Set(["re-recorded"]),
    );
    const more = {
      exchanges: chat(1000, 0, recordedAs(4000)).exchanges.map((one, at) =>
        at === 0
          ? one
          : {
              ...one,
              request: {
                messages: {
                  $append: [
                    append.messages.$append[0],
                    {
                      role: "user",
                      content: [block(500, "appendix"), { type: "text", text: "and then?" }],
                    },
                  ],
                },
              },
            },
      ),
    };
    const both = check(recorded, { "f/run.json": more });
    expect(of(both, "a")?.causes.map(({ kind }) => kind)).toEqual(["messages"]);
    // 500 tokens of input at $5 per million in each of 30,416.67 runs a month.
    expect(Number(of(both, "a")?.deltaUsd)).toBeCloseTo((500 * 5 * 1000 * 730) / 24 / 1e6, -1);
  });
});

describe("a fork", () => {
  const monthly = (usd: number): string => config("100/hour", `{ monthly: $${String(usd)} }`);

  test("gains nothing by another name of a fixture, by an `expect` main has not, or by a recording of its own", () => {
    const base = { "promptcost.yml": monthly(700), "f/run.json": run(10_000, 100) };
    const plain = check(base, { "f/run.json": run(20_000, 100) }, true);
    expect(plain.verdict).toBe("fail");
    const renamed = checkTrees(
      createMemoryTree(text({ "promptcost.yml": monthly(700), "f/other.json": run(20_000, 1) })),
      createMemoryTree(text(base)),
      { fork: true },
    ).report;
    expect([renamed.verdict, renamed.totals.monthlyUsd]).toEqual(["fail", plain.totals.monthlyUsd]);
    const usage = {
      input_tokens: 100,
      output_tokens: 1,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 0,
    };
    const recorded = { response: { model: "claude-opus-5", usage, stop_reason: "end_turn" } };
    const forged = { exchanges: [{ ...run(20_000, 1).exchanges[0], recorded }] };
    expect(check(base, { "f/run.json": forged }, true).totals.monthlyUsd).toBe(
      plain.totals.monthlyUsd,
    );
    const dry = { "promptcost.yml": monthly(2500), "f/run.json": run(10_000, null) };
    expect(check(dry, { "f/run.json": run(20_000, 1) }, true).verdict).toBe(
      check(dry, { "f/run.json": run(20_000, null) }, true).verdict,
    );
  });

  test("repeats main's answers, not its own", () => {
    const yml = config("1000/day", "{ increase: { percent: 5 } }");
    const next = {
      messages: {
        $append: [
          { role: "assistant", content: [{ $answer: true }] },
          { role: "user", content: "and then?" },
        ],
      },
    };
    const chat = (system: number, output: number) => ({
      exchanges: [
        { request: request(system, { max_tokens: 8000 }), expect: { output_tokens: output } },
        { request: next, expect: { output_tokens: 50 } },
      ],
    });
    const base = { "promptcost.yml": yml, "f/run.json": chat(1000, 3000) };
    const honest = check(base, { "f/run.json": chat(6000, 3000) }, true);
    const shorter = check(base, { "f/run.json": chat(6000, 1) }, true);
    expect([of(shorter, "a")?.deltaUsd, of(shorter, "a")?.causes]).toEqual([
      of(honest, "a")?.deltaUsd,
      of(honest, "a")?.causes,
    ]);
    expect(of(check(base, { "f/run.json": chat(1000, 9000) }, true), "a")?.deltaUsd).toBe("0");
    // A message more before the answer changes nothing of that.
    const few = (output: number) => ({
      exchanges: [
        {
          request: request(1000, {
            max_tokens: 8000,
            messages: [
              { role: "user", content: "hi" },
              { role: "assistant", content: "hi" },
              ...request(0).messages,
            ],
          }),
          expect: { output_tokens: output },
        },
        { request: next, expect: { output_tokens: 50 } },
      ],
    });
    expect(of(check(base, { "f/run.json": few(300) }), "a")?.deltaUsd).toBe(
      of(check(base, { "f/run.json": few(3000) }), "a")?.deltaUsd,
    );
  });

  test("may use what main's `vars` declare", () => {
    const vars = "    vars: { company: { value: Acme, changes: never } }\n";
    const policy = {
      system: [
        { type: "text", text: { $file: "../policy.md" }, cache_control: { type: "ephemeral" } },
      ],
    };
    const base = {
      "promptcost.yml": `${config("1000/day", "{ increase: { percent: 5, at-least: $50 } }")}${vars}`,
      "policy.md": "Be brief, be kind, promise nothing. ".repeat(900),
      "f/run.json": run(0, 100, policy),
    };
    const used = { "policy.md": `{{company}} ${base["policy.md"]}` };
    expect(check(base, used, true).verdict).toBe("pass");
    expect(of(check(base, used, true), "a")?.deltaUsd).toBe(of(check(base, used), "a")?.deltaUsd);
  });

  test("does not thin out main's runs by a run of its own", () => {
    const base = { "promptcost.yml": monthly(700), "f/run.json": run(10_000, 100) };
    const plain = check(base, { "f/run.json": run(20_000, 100) }, true);
    const cheap = {
      weight: 1_000_000,
      request: {
        model: "claude-haiku-4-5",
        max_tokens: 1,
        messages: [{ role: "user", content: "hi" }],
      },
    };
    const thinned = check(base, { "f/run.json": run(20_000, 100), "f/zz.json": cheap }, true);
    expect([thinned.totals.monthlyUsd, thinned.verdict]).toEqual([plain.totals.monthlyUsd, "fail"]);
    expect(thinned.problems.map(({ code }) => code)).toContain("fork-runs-left-out");
  });

  test("is judged by main's rules though a fixture of main is broken", () => {
    const base = { "promptcost.yml": monthly(1), "f/run.json": "{" };
    const change = { "promptcost.yml": monthly(99_999), "f/run.json": run(10_000) };
    expect(check(base, change, true).verdict).toBe("fail");
    // One's own repository may raise its budget, and says so.
    expect(rules(check(base, change))).toEqual(["scenarios.a.budget.monthly"]);
  });

  test("cannot cut a fixture loose from a file that is still there without a word", () => {
    const policy = { system: [{ type: "text", text: { $file: "../policy.md" } }] };
    const base = {
      "promptcost.yml": monthly(700),
      "policy.md": "Be brief.\n",
      "f/run.json": run(0, 100, policy),
    };
    const copy = { system: [{ type: "text", text: { $file: "../copy.md" } }] };
    const pasted = { system: [{ type: "text", text: "Be brief." }] };
    for (const fork of [true, false]) {
      const moved = check(
        base,
        {
          "policy.md": "Be long.\n".repeat(900),
          "copy.md": "Be brief.\n",
          "f/run.json": run(0, 100, copy),
        },
        fork,
      );
      expect(moved.loosened).toMatchObject([
        { rule: "f/run system follows", from: "policy.md", to: "copy.md" },
      ]);
      const gone = check(
        base,
        { "policy.md": "Be long.\n".repeat(900), "f/run.json": run(0, 100, pasted) },
        fork,
      );
      expect(gone.loosened).toMatchObject([
        { rule: "f/run system follows", from: "policy.md", to: "no file" },
      ]);
    }
  });
});

describe("what is laxer is said", () => {
  const base = {
    "promptcost.yml": config("100/hour", "{ monthly: $700 }"),
    "f/run.json": run(10_000, null),
  };

  test("an assertion where the answer counted at most, another weight, sharing and arrivals, a share of hits", () => {
    expect(rules(check(base, { "f/run.json": run(10_000, 1) }))).toEqual([
      "f/run#0 expect.output_tokens",
    ]);
    const two = { ...base, "f/two.json": run(20_000, null) };
    expect(rules(check(two, { "f/run.json": { weight: 100, ...run(10_000, null) } }))).toEqual([
      "f/two weight",
    ]);
    const yml = base["promptcost.yml"];
    const scenario = (more: string): Files => ({
      "promptcost.yml": yml.replace("    traffic: { runs: 100/hour }\n", more),
    });
    expect(
      rules(
        check(
          base,
          scenario(
            "    traffic: { runs: 100/hour, arrivals: steady, shared: { messages: all } }\n",
          ),
        ),
      ),
    ).toEqual(["scenarios.a.traffic.arrivals", "scenarios.a.traffic.shared.messages"]);
    expect(
      rules(
        check(
          base,
          scenario(
            "    traffic: { runs: 100/hour }\n    batch: { hit-share: 98% }\n    output: 1\n",
          ),
        ),
      ),
    ).toEqual(["scenarios.a.batch.hit-share", "scenarios.a.output"]);
    const policy = { system: [{ type: "text", text: { $file: "../policy.md" } }] };
    const braces = { ...base, "policy.md": "It is {{now}}.\n", "f/run.json": run(0, 100, policy) };
    const declared = scenario(
      "    traffic: { runs: 100/hour }\n    vars: { now: { value: x, changes: never } }\n",
    );
    expect(rules(check(braces, declared))).toEqual(["f/run#0 now changes"]);
    // Nothing that costs less.
    expect(
      rules(
        check(
          { ...base, "f/run.json": run(10_000, 100) },
          scenario("    traffic: { runs: 100/hour }\n    output: 1\n"),
        ),
      ),
    ).toEqual([]);
  });

  test("a scenario by another name keeps no rule behind", () => {
    const renamed = base["promptcost.yml"]
      .replace("  a:", "  z:")
      .replace("    budget: { monthly: $700 }\n", "");
    expect(check(base, { "promptcost.yml": renamed }).loosened).toMatchObject([
      { rule: "scenarios.z.budget.monthly", to: "none" },
    ]);
  });

  test("a price of one's own that is taken out", () => {
    const priced = `${base["promptcost.yml"]}prices: { claude-opus-5: { input: 9 } }\n`;
    expect(
      rules(
        check({ ...base, "promptcost.yml": priced }, { "promptcost.yml": base["promptcost.yml"] }),
      ),
    ).toEqual(["prices.claude-opus-5.input"]);
  });
});

test("without traffic there is no month, and the increase is a run's", () => {
  const yml = (traffic: string): string =>
    `${config(traffic, "{}").replace("    budget: {}\n", "")}budget: { increase: { percent: 5 } }\n`;
  const report = check(
    { "promptcost.yml": yml("100/hour"), "f/run.json": run(10_000) },
    { "promptcost.yml": yml(""), "f/run.json": run(100_000) },
  );
  // Warm: 100,000 read, 100 of input, 100 of output against 10,000.
  expect([report.totals.monthlyUsd, report.totals.deltaUsd, report.verdict]).toEqual([
    null,
    null,
    "fail",
  ]);
  expect(report.totals.budgets[0]).toMatchObject({ actualUsd: "0.045", judged: true, over: true });
});

describe("what the API would not take, or bills otherwise", () => {
  const priced = (model: string, over: Files = {}, more = ""): Report =>
    check(
      {
        "promptcost.yml": `${config("", "{ per-run: $9 }")}    variants: [batch]\n${more}`,
        "f/run.json": run(10_000, 100, { model, ...over }),
      },
      {},
    );
  const codes = (report: Report): readonly string[] => report.problems.map(({ code }) => code);

  test("is said: a window too small, a place left open, fast mode that is over; and priced as it is billed", () => {
    const long = check(
      {
        "promptcost.yml": config("", "{ per-run: $9 }"),
        "f/run.json": run(300_000, 100, { model: "claude-haiku-4-5" }),
      },
      {},
    );
    expect(codes(long)).toContain("prompt-too-long");
    expect(codes(priced("anthropic.claude-opus-5"))).toContain("region-unknown");
    const fast = priced("claude-opus-4-6", { speed: "fast" });
    expect([codes(fast).includes("fast-mode-over"), of(fast, "a")?.perRunUsd]).toEqual([
      true,
      of(priced("claude-opus-4-6"), "a")?.perRunUsd,
    ]);
  });

  test("no batch on a cloud that has none", () => {
    expect(of(priced("us.anthropic.claude-opus-5"), "a")?.variants[0]?.whyNot).toContain("Bedrock");
    expect(of(priced("claude-haiku-4-5@20251001"), "a")?.variants[0]?.whyNot).toContain(
      "Vertex AI",
    );
    expect(of(priced("claude-opus-5"), "a")?.variants[0]?.whyNot).toBeNull();
  });

  test("a price given for a regional endpoint is that endpoint's", () => {
    const prices =
      "prices: { us.anthropic.claude-opus-5: { input: 5.5, output: 27.5, cache-read: 0.55 } }\n";
    // Warm: 10,000 read, 100 of input, 100 of output.
    const expected = (10_000 * 0.55 + 100 * 5.5 + 100 * 27.5) / 1e6;
    expect(
      Number(of(priced("us.anthropic.claude-opus-5", {}, prices), "a")?.perRunUsd),
    ).toBeCloseTo(expected, 9);
    expect(of(priced("claude-opus-5", {}, prices), "a")?.perRunUsd).toBe(
      of(priced("claude-opus-5"), "a")?.perRunUsd,
    );
  });
});

test("what a stream counted first is no length of an answer", () => {
  const usage = {
    input_tokens: 100,
    output_tokens: 1,
    cache_read_input_tokens: 10_000,
    cache_creation_input_tokens: 0,
  };
  const recorded = (stop: string | null) => ({
    response: { model: "claude-opus-5", usage, stop_reason: stop },
  });
  const of = (stop: string | null) =>
    check(
      {
        "promptcost.yml": config("", "{ per-run: $1 }"),
        "f/run.json": { exchanges: [{ request: request(10_000), recorded: recorded(stop) }] },
      },
      {},
    );
  const codes = (report: Report): readonly string[] => report.problems.map(({ code }) => code);
  expect([
    codes(of("end_turn")).includes("output-unknown"),
    codes(of(null)).includes("output-unknown"),
  ]).toEqual([false, true]);
});

test("leaving effort out is the model's own default: medium on Opus 5.5", () => {
  const turn = (effort: string | null, offset: string) => ({
    offset,
    request: request(10_000, {
      model: "claude-opus-5-5",
      ...(effort === null ? {} : { output_config: { effort } }),
    }),
    expect: { output_tokens: 100 },
  });
  const hitRate = (first: string | null, second: string | null): string | null | undefined =>
    of(
      check(
        {
          "promptcost.yml": config("1/day", "{ per-run: $1 }"),
          "f/run.json": { exchanges: [turn(first, "0s"), turn(second, "10s")] },
        },
        {},
      ),
      "a",
    )?.hitRate;
  expect(Number(hitRate(null, "medium"))).toBeGreaterThan(0.4);
  expect(Number(hitRate(null, "high"))).toBeLessThan(0.1);
});
