import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/json.ts";
import { declared, placeholder, type ScenarioSpec } from "../scenario-specs.ts";
import { body, ask, spec, compare, shown } from "../one-scenario.ts";
import { usd } from "../../dollars.ts";

describe("causes", () => {
  test("model, with the same answer's text under it", () => {
    const head = spec([
      ask({
        body: body({ model: "claude-opus-4-8" }),
        basis: "same-text",
        output: 120,
        expected: null,
        recorded: "1",
      }),
    ]);
    const comparison = compare(
      head,
      spec([ask({ basis: "recorded", expected: null, recorded: "1" })]),
    );
    expect(shown(comparison)).toEqual({ causes: [["model", usd(8 - 3)]], adjustments: [] });
    expect(comparison.causes[0]?.changes).toMatchObject([
      {
        name: "claude-opus-4-8",
        was: "claude-sonnet-5",
        what: "input $2 → $5, output $10 → $25 per MTok",
        breaks: "model_changed",
      },
    ]);
  });

  test("settings", () => {
    const comparison = compare(spec([ask({ body: body({ inference_geo: "us" }) })]), spec([ask()]));
    expect(shown(comparison)).toEqual({ causes: [["settings", usd(0.3)]], adjustments: [] });
    expect(comparison.causes[0]?.changes).toMatchObject([{ kind: "added", name: "inference_geo" }]);
  });

  test("output that the request's own settings changed", () => {
    const most = (tokens: number): ScenarioSpec =>
      spec([
        ask({
          body: body({ max_tokens: tokens }),
          output: tokens,
          basis: "at-most",
          expected: null,
        }),
      ]);
    const comparison = compare(most(2_000), most(1_000));
    expect(shown(comparison)).toEqual({ causes: [["output", usd(10)]], adjustments: [] });
    expect(comparison.causes[0]?.tokens).toBe(1_000);
  });

  test("fees, where the recording is the same", () => {
    const searching = (webSearches: number): ScenarioSpec =>
      spec([ask({ webSearches, recorded: "1", basis: "recorded", expected: null })]);
    expect(shown(compare(searching(2), searching(0)))).toEqual({
      causes: [["fees", usd(20)]],
      adjustments: [],
    });
  });

  test("an exchange more costs what it costs with main's tools; the tools are theirs", () => {
    const tools = (size: number) => [{ $tokens: size, name: "t" }];
    const base = spec([ask({ body: body({ tools: tools(1_000) }) })]);
    const asks = [
      ask({ body: body({ tools: tools(2_000) }) }),
      ask({ body: body({ tools: tools(2_000) }) }),
    ];
    const comparison = compare(spec(asks), base);
    expect(shown(comparison)).toEqual({
      causes: [
        ["exchanges", usd(5)],
        ["tools", usd(4)],
      ],
      adjustments: [],
    });
    expect(comparison.causes[0]?.changes).toMatchObject([{ kind: "added", name: "r#1" }]);
    const back = compare(base, spec(asks));
    expect(shown(back)).toEqual({
      causes: [
        ["exchanges", -usd(7)],
        ["tools", -usd(2)],
      ],
      adjustments: [],
    });
    expect(back.causes[0]?.changes).toMatchObject([{ kind: "removed", name: "r#1" }]);
  });

  test("offsets are the exchanges' cause", () => {
    const long = [{ role: "user", content: [declared("m", 20_000, true)] }];
    const later = (offsetMs: number): ScenarioSpec =>
      spec(
        [
          ask({ body: body({ messages: long }) }),
          ask({ body: body({ messages: long }), offsetMs }),
        ],
        { traffic: null },
      );
    const apart = compare(later(3_000_000), later(10_000));
    // Read at 0.20 ten seconds later, written again at 2.50 when it has been forgotten.
    expect(shown(apart)).toEqual({
      causes: [["exchanges", usd(20_000 * 2.3e-6)]],
      adjustments: [],
    });
    expect(apart.causes[0]?.changes).toMatchObject([{ kind: "moved", name: "r#1" }]);
  });

  test("tokens that were written are priced as written, for an hour or for five minutes", () => {
    const volatile = (size: number, ttl?: "1h"): ScenarioSpec =>
      spec([
        ask({
          body: body({ system: [declared("s", size, true, ttl)] }),
          placeholders: [placeholder(["system", 0, "text"], "now", "request")],
        }),
      ]);
    expect(shown(compare(volatile(9_100), volatile(9_000)))).toEqual({
      causes: [["system", usd(0.25)]],
      adjustments: [],
    });
    expect(shown(compare(volatile(9_100, "1h"), volatile(9_000, "1h")))).toEqual({
      causes: [["system", usd(0.4)]],
      adjustments: [],
    });
  });

  test("tokens of a run count by its share of the traffic", () => {
    const system = (size: number) => body({ system: [declared("s", size)] });
    const mix = (size: number): ScenarioSpec => ({
      traffic: 1_000,
      runs: [
        { id: "a", weight: 3, asks: [ask()] },
        { id: "b", weight: 1, asks: [ask({ body: system(size) })] },
      ],
    });
    const comparison = compare(mix(1_400), mix(1_000));
    expect(shown(comparison)).toEqual({ causes: [["system", usd(0.2)]], adjustments: [] });
    expect(comparison.causes[0]?.tokens).toBe(100);
  });

  test("causes that cancel are causes: the scenario changed", () => {
    const sized = (tool: number, system: number) =>
      spec([
        ask({
          body: body({ tools: [{ $tokens: tool, name: "t" }], system: [declared("s", system)] }),
        }),
      ]);
    const comparison = compare(sized(600, 400), sized(500, 500));
    expect(comparison).toMatchObject({ state: "changed", deltaUsd: 0n });
    expect(shown(comparison)).toEqual({
      causes: [
        ["tools", usd(0.2)],
        ["system", -usd(0.2)],
      ],
      adjustments: [],
    });
  });

  test("a level that was empty is priced as the whole prompt was", () => {
    const system = [declared("s", 9_000, true)];
    const comparison = compare(
      spec([ask({ body: body({ system, tools: [{ $tokens: 100, name: "t" }] }) })], {
        traffic: 20_000_000,
      }),
      spec([ask({ body: body({ system }) })], { traffic: 20_000_000 }),
    );
    // 9,000 read at 0.20 and 1,000 at 2: 0.38 a million tokens on average; the tool is in truth
    // read at 0.20.
    expect(
      Number(comparison.causes.find((cause) => cause.kind === "tools")?.usd) / 1e12,
    ).toBeCloseTo(100 * 0.38 * 20, 6);
    expect(
      Number(comparison.causes.find((cause) => cause.kind === "cache")?.usd) / 1e12,
    ).toBeCloseTo(-100 * 0.18 * 20, 6);
    expect(Number(comparison.deltaUsd) / 1e12).toBeCloseTo(100 * 0.2 * 20, 6);
  });

  test("a marker taken away is the cache's, though no token changed", () => {
    const marked = (is: boolean): ScenarioSpec =>
      spec([ask({ body: body({ system: [declared("s", 18_000, is)] }) })], { traffic: 20_000_000 });
    const comparison = compare(marked(false), marked(true));
    expect(comparison.causes.map((cause) => cause.kind)).toEqual(["cache"]);
    expect(comparison.causes[0]?.changes).toMatchObject([
      { kind: "removed", name: "cache_control", what: "a breakpoint removed", block: "system.0" },
    ]);
  });

  test("a tool reworded, added and taken out, by name and size", () => {
    const tools = (list: Readonly<Record<string, number>>) =>
      Object.entries(list).map(([name, size]) => ({ $tokens: size, name }));
    const comparison = compare(
      spec([ask({ body: body({ tools: tools({ a: 150, c: 30 }) }) })]),
      spec([ask({ body: body({ tools: tools({ a: 100, b: 70 }) }) })]),
    );
    const changes = comparison.causes
      .find((cause) => cause.kind === "tools")
      ?.changes.map((change) => [change.name, change.kind, change.tokens]);
    expect(new Set(changes)).toEqual(
      new Set([
        ["a", "changed", 50],
        ["b", "removed", 70],
        ["c", "added", 30],
      ]),
    );
    expect(comparison.causes.find((cause) => cause.kind === "tools")?.tokens).toBe(10);
  });

  test("what changes often in front of a breakpoint is named before all else", () => {
    const system = (name: string) => [declared(name, 18_000, true)];
    const volatile = { placeholders: [placeholder(["system", 0, "text"], "requestId", "request")] };
    const head = spec([
      ask({
        body: body({ system: system("new"), tools: [{ $tokens: 9, name: "t" }] }),
        ...volatile,
      }),
    ]);
    const comparison = compare(head, spec([ask({ body: body({ system: system("old") }) })]));
    expect(comparison.causes.find((cause) => cause.kind === "cache")?.changes).toMatchObject([
      {
        breaks: "system_changed",
        name: "requestId",
        what: "an id",
        block: "system.0",
        place: { file: "prompts/policy.md", line: 1 },
      },
    ]);
  });

  test("no text of a prompt is in what causes are made of", () => {
    const canary = "canary-text-7f3a";
    const texts = (text: string): JsonObject => ({
      system: `${text} now`,
      messages: [{ role: "user", content: `${text} asks` }],
      tools: [{ name: "t", description: text, input_schema: { type: "object" } }],
      stop_sequences: [text],
    });
    const comparison = compare(
      spec([ask({ body: body(texts(canary)) })]),
      spec([ask({ body: body(texts("other")) })]),
    );
    expect(comparison.causes.length).toBeGreaterThan(2);
    expect(JSON.stringify(comparison.causes.map(({ usd: _usd, ...rest }) => rest))).not.toContain(
      canary,
    );
    expect(JSON.stringify(comparison.adjustments.map(({ detail }) => detail))).not.toContain(
      canary,
    );
  });
});
