import { describe, expect, test } from "vitest";
import { checkTrees } from "../../cases.ts";
import { createMemoryTree } from "../../repositories/memory-tree.ts";
import { text, check, request, run, config, rules, of } from "./two-trees.ts";

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

  test("is not judged by what it asserts itself where a fixture of main is broken", () => {
    const base = { "promptcost.yml": monthly(700), "f/run.json": "{" };
    const own = check(base, { "f/run.json": run(10_000, 1, { max_tokens: 9 }) }, true);
    expect([own.verdict, own.problems[0]?.code]).toEqual(["error", "fork-without-rules"]);
    // One's own repository mends it, may raise its budget, and says so.
    const change = { "promptcost.yml": monthly(99_999), "f/run.json": run(10_000) };
    const mended = check(base, change);
    expect([mended.verdict, rules(mended)]).toEqual(["pass", ["scenarios.a.budget.monthly"]]);
  });

  test("cannot unlink a fixture from a file that is still there without a word", () => {
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

  test("does not thin out observed traffic: main's times count", () => {
    const usage = {
      input_tokens: 9,
      output_tokens: 1,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 0,
    };
    const callsOn = (days: number): string =>
      Array.from({ length: days }, (_, day) => {
        const at = `2026-10-${String(day + 1).padStart(2, "0")}T08:00:00Z`;
        const message = { model: "claude-opus-5", usage, stop_reason: "end_turn" };
        return JSON.stringify({ request: null, response: { ...message, content: [] }, at });
      }).join("\n");
    const observed = "{ observed: used/*.jsonl }";
    const base = {
      "promptcost.yml": `scenarios: { a: { fixtures: f/run.json, traffic: { arrivals: ${observed} } } }`,
      "f/run.json": run(10_000, 100),
      "used/a.jsonl": callsOn(20),
      "used/b.jsonl": callsOn(19),
    };
    const plain = check(base, {}, true).totals.monthlyUsd;
    const fewer = { "used/a.jsonl": callsOn(2), "used/b.jsonl": callsOn(2) };
    expect(check(base, fewer, true).totals.monthlyUsd).toBe(plain);
    const own = check(base, fewer);
    expect(own.totals.monthlyUsd).not.toBe(plain);
    expect(own.scenarios[0]?.adjustments).toMatchObject([
      {
        kind: "traffic",
        detail: expect.stringMatching(/as observed \([\d.,]+ a month\) → as observed/),
      },
    ]);
  });
});
