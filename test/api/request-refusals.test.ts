import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { refusedByAll, refusedByModel } from "../../src/api/request-refusals.ts";
import { parseJson } from "../../src/json-text.ts";
import { isObject, type JsonObject } from "../../src/json.ts";
import { findModel } from "../../src/models/lookup.ts";

const user = { role: "user", content: "Hi" };

function byModel(model: string, more: JsonObject): readonly string[] {
  return refusedByModel(findModel(model)!.model, { model, messages: [user], ...more }).map(
    ({ path, reason }) => `${path}: ${reason}`,
  );
}

function byAll(more: JsonObject): readonly string[] {
  return refusedByAll({ messages: [user], ...more }).map(({ path }) => path);
}

const effort = (level: string) => ({ output_config: { effort: level } });
const system = { role: "system", content: "Now in French." };
const withSystem = { messages: [user, system] };

/** billing.md §5, §8, caching-rules.md §8. */
describe("what a model refuses", () => {
  test.each<[string, JsonObject, string]>([
    ["claude-sonnet-5", { messages: [user, { role: "assistant", content: "{" }] }, "messages.1"],
    ["claude-sonnet-4-6", { messages: [user, { role: "assistant", content: "{" }] }, "messages.1"],
    ["claude-sonnet-4-5", effort("high"), "output_config.effort"],
    ["claude-haiku-4-5", effort("low"), "output_config.effort"],
    ["claude-opus-4-5", effort("xhigh"), "output_config.effort"],
    ["claude-opus-4-5", effort("max"), "output_config.effort"],
    ["claude-opus-4-6", effort("xhigh"), "output_config.effort"],
    ["claude-sonnet-4-6", effort("xhigh"), "output_config.effort"],
    ["claude-opus-5", effort("hihg"), "output_config.effort"],
    ["claude-haiku-4-5", { inference_geo: "us" }, "inference_geo"],
    ["claude-opus-5", { thinking: { type: "between_tools" } }, "thinking"],
    ["claude-sonnet-5-5", { thinking: { type: "between_tools" }, ...effort("max") }, "thinking"],
    ["claude-sonnet-5-5", { thinking: { type: "disabled" } }, "thinking"],
    ["claude-opus-5", { thinking: { type: "disabled" }, ...effort("xhigh") }, "thinking"],
    ["claude-opus-4-7", { thinking: { type: "enabled", budget_tokens: 2000 } }, "thinking"],
    ["claude-opus-5-5", { tool_choice: { type: "any" } }, "tool_choice"],
    ["claude-opus-5-5", { tools: [{ type: "computer_20251124", name: "computer" }] }, "tools.0"],
    ["claude-haiku-4-5", withSystem, "messages.1"],
    ["claude-opus-4-7", withSystem, "messages.1"],
    ["claude-sonnet-5", withSystem, "messages.1"],
    [
      "claude-opus-4-8",
      { messages: [user, { role: "system", content: [], ...effort("low") }] },
      "messages.1.output_config.effort",
    ],
    ["claude-haiku-4-5", { max_tokens: 64_001 }, "max_tokens"],
  ])("%s %j", (model, more, path) => {
    expect(byModel(model, more).map((line) => line.split(":")[0])).toEqual([path]);
  });

  test.each<[string, JsonObject]>([
    ["claude-haiku-4-5", { messages: [user, { role: "assistant", content: "{" }] }],
    [
      "claude-sonnet-5",
      { messages: [user, { role: "assistant", content: "{" }], fallback_credit_token: "t" },
    ],
    ["claude-opus-4-5", effort("high")],
    ["claude-opus-4-6", effort("max")],
    ["claude-opus-4-7", effort("xhigh")],
    ["claude-opus-4-6", { inference_geo: "us" }],
    ["claude-sonnet-5-5", { thinking: { type: "between_tools" }, ...effort("high") }],
    ["claude-opus-5", { thinking: { type: "disabled" } }],
    ["claude-opus-4-8", withSystem],
    ["claude-opus-5", { messages: [user, { role: "system", content: [], ...effort("low") }] }],
    ["claude-sonnet-4-5", { thinking: { type: "enabled", budget_tokens: 2000 } }],
  ])("%s takes %j", (model, more) => {
    expect(byModel(model, more)).toEqual([]);
  });

  test("where documents and recordings part, it says so", () => {
    const model = findModel("claude-sonnet-5")!.model;
    expect(refusedByModel(model, withSystem)).toMatchObject([{ disputed: true }]);
  });
});

describe("what every model refuses", () => {
  const blocks = (text: string) => [{ type: "text", text }];
  const answer = { role: "assistant", content: "Hello" };
  test.each<[JsonObject, readonly string[]]>([
    [{ system: blocks("") }, ["system.0"]],
    [
      { messages: [{ role: "user", content: [...blocks("a"), ...blocks("")] }] },
      ["messages.0.content.1"],
    ],
    [{ messages: [{ role: "user", content: "" }] }, ["messages.0.content"]],
    [{ messages: [{ role: "user", content: [] }] }, ["messages.0.content"]],
    [
      {
        messages: [
          { role: "user", content: blocks(" ") },
          { role: "assistant", content: "" },
        ],
      },
      [],
    ],
    [{ messages: [system, user] }, ["messages.0"]],
    [{ messages: [user, answer, system] }, ["messages.2"]],
    [{ messages: [user, system, user] }, ["messages.1"]],
    [{ messages: [user, system, system, answer, user] }, []],
    [{ max_tokens: 0, stream: true, tool_choice: { type: "any" } }, ["stream", "tool_choice"]],
    [{ max_tokens: 0 }, []],
  ])("%j", (more, paths) => {
    expect(byAll(more)).toEqual(paths);
  });

  test("a format together with citations", () => {
    const document = { type: "document", source: {}, citations: { enabled: true } };
    const messages = [{ role: "user", content: [document] }];
    const format = { type: "json_schema", schema: {} };
    expect(byAll({ messages, output_config: { format } })).toEqual(["messages"]);
    expect(byAll({ messages })).toEqual([]);
  });
});

const corpus = join(import.meta.dirname, "..", "..", "..", "shared", "corpus");

test.skipIf(!existsSync(corpus))("no request that was answered is refused", () => {
  const refused: unknown[] = [];
  let count = 0;
  for (const folder of ["exchanges", "more"])
    for (const file of readdirSync(join(corpus, folder)).filter((name) => name.endsWith("jsonl")))
      for (const line of readFileSync(join(corpus, folder, file), "utf8").split("\n")) {
        const read = parseJson(line);
        const body = isObject(read) ? read["request"] : undefined;
        if (!isObject(read) || !isObject(body)) continue;
        count += 1;
        const name = body["model"];
        const model = typeof name === "string" ? (findModel(name)?.model ?? null) : null;
        const found = [
          ...refusedByAll(body),
          ...(model === null ? [] : refusedByModel(model, body)),
        ];
        for (const refusal of found)
          if (refusal.disputed !== true) refused.push([read["id"], refusal]);
      }
  expect(count).toBeGreaterThan(3_000);
  expect(refused).toEqual([]);
});
