import { expect, test } from "vitest";
import type { JsonObject } from "../../src/json.ts";
import { nowhere, placeIn } from "../../src/problem.ts";
import { checkPrompt } from "../../src/prompt/check.ts";
import { ephemeral, hour, promptOf, textBlock, userTurn } from "./requests.ts";

const model = "claude-opus-5";
function mark(text: string, cache_control: JsonObject = ephemeral) {
  return textBlock(text, { cache_control });
}
function found(body: JsonObject) {
  return checkPrompt(promptOf(body), nowhere).map(({ code, path }) => [code, path]);
}
function asks(...content: readonly JsonObject[]) {
  return { model, messages: [userTurn(...content)] };
}

test("a sound request has no problems", () => {
  const thinking = { type: "thinking", thinking: "t", signature: "s" };
  const body = {
    model,
    cache_control: ephemeral,
    tools: [{ name: "a", input_schema: {}, cache_control: hour }],
    system: [mark("s", hour)],
    messages: [
      userTurn(mark("a")),
      { role: "assistant", content: [thinking, textBlock("b")] },
      { role: "user", content: "c" },
    ],
  };
  expect(found(body)).toEqual([]);
});

test("five breakpoints are one too many, the automatic one and those inside a block's content too", () => {
  expect(found(asks(...["a", "b", "c", "d", "e"].map((text) => mark(text))))).toEqual([
    ["too-many-breakpoints", ""],
  ]);
  expect(
    found({
      ...asks(mark("a"), mark("b"), mark("c"), mark("d"), textBlock("e")),
      cache_control: ephemeral,
    }),
  ).toEqual([["too-many-breakpoints", ""]]);
  expect(
    found({
      ...asks(textBlock("a"), mark("b"), mark("c"), mark("d"), mark("e")),
      cache_control: ephemeral,
    }),
  ).toEqual([]);
  const result = { type: "tool_result", tool_use_id: "1", content: [mark("a"), mark("b")] };
  expect(found(asks(result, mark("c"), mark("d"), mark("e")))).toEqual([
    ["marker-inside", "messages.0.content.0.content.0"],
    ["marker-inside", "messages.0.content.0.content.1"],
    ["too-many-breakpoints", ""],
  ]);
});

test("an hour must not come after five minutes", () => {
  expect(
    found({
      model,
      tools: [{ name: "a", cache_control: ephemeral }],
      system: [mark("s", hour)],
      messages: [],
    }),
  ).toEqual([["ttl-order", "system.0"]]);
  expect(found({ ...asks(textBlock("a")), system: [mark("s")], cache_control: hour })).toEqual([
    ["ttl-order", "cache_control"],
  ]);
  expect(
    found({ ...asks(textBlock("a")), system: [mark("s", hour)], cache_control: ephemeral }),
  ).toEqual([]);
});

test("the automatic breakpoint must agree with the marker of the block it falls on", () => {
  expect(found({ ...asks(mark("a", hour)), cache_control: ephemeral })).toEqual([
    ["automatic-ttl", "cache_control"],
  ]);
  expect(found({ ...asks(mark("a", hour)), cache_control: hour })).toEqual([]);
});

test.each([
  [
    "a deferred tool",
    { model, tools: [{ name: "a", defer_loading: true, cache_control: ephemeral }], messages: [] },
    "tools.0",
  ],
  [
    "thinking",
    asks({ type: "thinking", thinking: "t", signature: "s", cache_control: ephemeral }),
    "messages.0.content.0",
  ],
  ["an empty text", asks(mark("")), "messages.0.content.0"],
  [
    "a message that holds a string",
    { model, messages: [{ role: "user", content: "a", cache_control: ephemeral }] },
    "messages.0",
  ],
  [
    "a turn-scoped message",
    {
      model,
      messages: [
        userTurn(textBlock("a")),
        { role: "system", clear_at: "next_user_message", content: [mark("b")] },
      ],
    },
    "messages.1.content.0",
  ],
] as const)("a marker cannot stand on %s", (_, body, path) => {
  expect(found(body)).toEqual([["marker-misplaced", path]]);
});

test("a marker says ephemeral, 5m or 1h", () => {
  expect(
    found(asks(mark("a", { type: "persistent" }), mark("b", { type: "ephemeral", ttl: "2h" }))),
  ).toEqual([
    ["marker-invalid", "messages.0.content.0.cache_control"],
    ["marker-invalid", "messages.0.content.1.cache_control"],
  ]);
});

test("what is no request is named place by place", () => {
  expect(
    found({
      model: 5,
      tools: [1],
      system: 7,
      messages: ["x", { role: "tool", content: [null] }, { role: "user" }],
    }),
  ).toEqual([
    ["request-shape", "model"],
    ["request-shape", "tools.0"],
    ["request-shape", "system"],
    ["request-shape", "messages.0"],
    ["request-shape", "messages.1.role"],
    ["request-shape", "messages.1.content.0"],
    ["request-shape", "messages.2.content"],
  ]);
  expect(found({})).toEqual([["request-shape", "messages"]]);
});

test("a block kind of next year is a warning, said once, and its type is never quoted where it is no name", () => {
  const prompt = promptOf(
    asks({ type: "hologram" }, { type: "hologram" }, { type: "canary Text!" }),
  );
  const problems = checkPrompt(prompt, placeIn("fixtures/a.json"));
  expect(problems.map(({ code, severity, file, path }) => [code, severity, file, path])).toEqual([
    ["unknown-block-kind", "warning", "fixtures/a.json", "messages.0.content.0"],
    ["unknown-block-kind", "warning", "fixtures/a.json", "messages.0.content.2"],
  ]);
  expect(problems[0]?.message).toContain("hologram");
  expect(problems[1]?.message).not.toContain("canary");
});

test("a tool of a kind that is not known is a warning; a newer date of a known one is none", () => {
  const tools = [
    { type: "teleport_20300101", name: "t" },
    { type: "web_search_20300101", name: "web_search" },
    { name: "own", input_schema: {} },
    { $tokens: 9, name: "sized" },
  ];
  const prompt = promptOf({ ...asks({ type: "text", text: "a" }), tools });
  expect(
    checkPrompt(prompt, placeIn("a.json")).map(({ code, severity, path }) => [
      code,
      severity,
      path,
    ]),
  ).toEqual([["unknown-block-kind", "warning", "tools.0"]]);
});
