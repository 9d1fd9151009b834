import { describe, expect, test } from "vitest";
import type { RequestPart } from "../../../src/compare/steps.ts";
import {
  buildCounterfactual,
  differingParts,
} from "../../../src/compare/substitution/counterfactual.ts";
import type { Exchange, Placeholder } from "../../../src/fixture/fixture.ts";
import type { JsonObject } from "../../../src/json.ts";
import { numberText } from "../../../src/json.ts";
import { declared, placeholder, sideOf } from "../scenario-specs.ts";

function exchangeOf(
  body: JsonObject,
  over: Partial<Exchange> = {},
  placeholders: readonly Placeholder[] = [],
): Exchange {
  const exchange = sideOf({ runs: [{ id: "r", asks: [{ body }] }] }).scenario.runs[0]?.exchanges[0];
  if (exchange === undefined) throw new Error("no exchange");
  return {
    ...exchange,
    ...over,
    request: {
      body,
      placeholders,
      links: placeholders.map(({ path }) => ({ path, kind: "$file", file: "f", pointer: null })),
    },
  };
}
const head = exchangeOf(
  {
    model: "new",
    max_tokens: 2,
    tools: [{ name: "n" }],
    system: [declared("n", 1)],
    messages: [{ role: "user", content: "new" }],
    temperature: 1,
  },
  { betas: ["b"], needsPrevious: true },
  [
    placeholder(["system", 0, "text"], "head", "request"),
    placeholder(["tools", 0], "headTool", "run"),
  ],
);
const base = exchangeOf(
  {
    model: "old",
    max_tokens: 1,
    system: [declared("o", 1, true)],
    messages: [{ role: "user", content: "old" }],
    speed: "fast",
  },
  {},
  [placeholder(["system", 0, "text"], "base", "run")],
);
function counterfactual(...parts: readonly RequestPart[]): Exchange {
  return buildCounterfactual({ head, base, fromHead: new Set(parts) });
}

describe("a request between the two", () => {
  test("takes each part whole, markers, placeholders and links with it", () => {
    expect(counterfactual("tools").request.body).toEqual({
      ...base.request.body,
      tools: [{ name: "n" }],
    });
    expect(
      counterfactual("tools").request.placeholders.map((placeholder) => placeholder.name),
    ).toEqual(["base", "headTool"]);
    expect(counterfactual("system").request.body["system"]).toEqual([declared("n", 1)]);
    expect(
      counterfactual("system").request.placeholders.map((placeholder) => placeholder.name),
    ).toEqual(["head"]);
    expect(counterfactual("system").request.links.map((link) => link.path[0])).toEqual(["system"]);
    expect(counterfactual("settings").request.body).toEqual({
      model: "old",
      system: [declared("o", 1, true)],
      messages: [{ role: "user", content: "old" }],
      max_tokens: 2,
      temperature: 1,
    });
    expect(counterfactual("settings").betas).toEqual(["b"]);
    expect(counterfactual("model").betas).toEqual([]);
    expect(counterfactual("model").needsPrevious).toBe(false);
    expect(counterfactual("messages").needsPrevious).toBe(true);
  });

  test("with all parts is the head's, and vouches for nothing", () => {
    const whole = counterfactual("model", "settings", "tools", "system", "messages");
    expect(whole.request.body).toEqual(head.request.body);
    expect(whole.request.placeholders).toEqual(head.request.placeholders);
    expect(whole).toMatchObject({ recorded: null, counted: null, inputHash: "" });
  });
});

describe("parts that differ", () => {
  const same: JsonObject = {
    model: "m",
    temperature: numberText("1.0"),
    system: [declared("s", 1)],
    messages: [{ role: "user", content: "x" }],
  };
  const differ = (a: Exchange, b: Exchange) => differingParts(a, b);

  test("all, or none where only the order of the body's keys does", () => {
    expect(differ(head, base)).toEqual(["model", "settings", "tools", "system", "messages"]);
    expect(
      differ(exchangeOf(same), exchangeOf(Object.fromEntries(Object.entries(same).toReversed()))),
    ).toEqual([]);
  });

  test.each<[string, JsonObject, readonly RequestPart[]]>([
    ["a number's text", { temperature: numberText("1.00") }, ["settings"]],
    ["a key more", { stream: true }, ["settings"]],
    [
      "the order inside a level",
      { system: [{ text: { $tokens: 1, name: "s" }, type: "text" }] },
      ["system"],
    ],
    ["a block more", { system: [declared("s", 1), declared("s", 1)] }, ["system"]],
    ["a list for a text", { messages: [{ role: "user", content: [] }] }, ["messages"]],
    ["null for a list", { messages: null }, ["messages"]],
    ["a marker", { system: [declared("s", 1, true)] }, ["system"]],
  ])("%s", (_, over, parts) => {
    expect(differ(exchangeOf({ ...same, ...over }), exchangeOf(same))).toEqual(parts);
    expect(differ(exchangeOf(same), exchangeOf({ ...same, ...over }))).toEqual(parts);
  });

  test("betas and placeholders", () => {
    expect(differ(exchangeOf(same, { betas: ["b"] }), exchangeOf(same))).toEqual(["settings"]);
    const now = (changes: Placeholder["changes"]) =>
      exchangeOf(same, {}, [placeholder(["system", 0, "text"], "now", changes)]);
    expect(differ(now("request"), now("day"))).toEqual(["system"]);
    expect(differ(now("request"), exchangeOf(same))).toEqual(["system"]);
    expect(differ(now("request"), now("request"))).toEqual([]);
  });
});

test("bodies are compared however deep they are nested", () => {
  const base = exchangeOf({ model: "claude-sonnet-5" });
  const nested = (leaf: string): Exchange => {
    let value: JsonObject = { text: leaf };
    for (let level = 0; level < 50_000; level += 1) value = { content: [value] };
    return { ...base, request: { body: { system: [value] }, placeholders: [], links: [] } };
  };
  expect(differingParts(nested("x"), nested("x"))).toEqual([]);
  expect(differingParts(nested("x"), nested("y"))).toEqual(["system"]);
});
