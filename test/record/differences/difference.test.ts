import { expect, test } from "vitest";
import { differencesText } from "../../../src/commands/record/differences-text.ts";
import { loadTokenizer } from "../../../src/io/context.ts";
import type { JsonObject } from "../../../src/json.ts";
import { createBlockTable } from "../../../src/prompt/block-table.ts";
import { findSnapshotDifferences } from "../../../src/record/differences/difference.ts";
import type { ChangedRequest } from "../../../src/record/snapshot-plan.ts";
import { createCounter } from "../../../src/tokens/counter.ts";

const request = {
  model: "claude-sonnet-5",
  max_tokens: 100,
  tools: [
    { name: "look_up", description: "Looks up an order", input_schema: { type: "object" } },
    { name: "cancel", description: "Cancels an order", input_schema: { type: "object" } },
  ],
  system: [
    { type: "text", text: "You are kind. The canary sings." },
    { type: "text", text: "Policy.", cache_control: { type: "ephemeral", ttl: "1h" } },
  ],
  messages: [{ role: "user", content: "Where is my order?" }],
};

function change(after: JsonObject | null, over: Partial<ChangedRequest> = {}): ChangedRequest {
  const file = "fixtures/recorded/support/returns.json";
  return { scenario: "support", run: "returns", file, index: 1, before: request, after, ...over };
}

function lines(...changes: readonly ChangedRequest[]): readonly string[] {
  const found = findSnapshotDifferences(changes, {
    table: createBlockTable(),
    counter: createCounter(loadTokenizer),
  });
  return differencesText(found, { words: ["npm", "test"], stub: true });
}

const [kind, policy] = request.system;

test.each<[string, JsonObject, RegExp]>([
  [
    "a time in front of a system prompt",
    { system: [{ type: "text", text: `It is 12:04:31. ${kind?.text ?? ""}` }, policy ?? {}] },
    /exchange 2: system block 1 starts with other text \(a time\), \d+ tokens longer$/,
  ],
  [
    "other words in the middle of one",
    { system: [{ type: "text", text: "You are rude. The canary sings." }, policy ?? {}] },
    /system block 1 has from character 9 on other text/,
  ],
  ["another model", { model: "claude-haiku-4-5" }, /the request has another `model`/],
  ["a setting", { max_tokens: 200 }, /exchange 2: the request has another `max_tokens`$/],
  [
    "a tool less",
    { tools: request.tools.slice(0, 1) },
    /tool 2 is gone \(`cancel`\), \d+ tokens shorter/,
  ],
  ["tools in another order", { tools: request.tools.toReversed() }, /tool \d stands elsewhere/],
  [
    "a marker lost",
    { system: [kind ?? {}, { type: "text", text: "Policy." }] },
    /system block 2 has no `cache_control` any more$/,
  ],
  [
    "another lifetime",
    { system: [kind ?? {}, { ...policy, cache_control: { type: "ephemeral" } }] },
    /system block 2 is kept for 5m now$/,
  ],
  [
    "a message more",
    {
      messages: [
        ...request.messages,
        { role: "assistant", content: "There." },
        { role: "user", content: "Thanks" },
      ],
    },
    /message 2 is new, \d+ tokens longer/,
  ],
])("%s is named by its place, and not by its text", (_, over, expected) => {
  const said = lines(change({ ...request, ...over }));
  expect(said[1]).toMatch(expected);
  expect(said.join("\n")).not.toMatch(/canary|order\?|Thanks/);
});

test("a whole run is one difference, and those that are alike are said once", () => {
  const renamed = { ...request, model: "claude-haiku-4-5" };
  const said = lines(
    change(request, { run: "new", index: 0, before: null }),
    change(request, { run: "new", index: 1, before: null }),
    change(null, { run: "gone", index: 0 }),
    change(null, { run: "shorter", index: 2 }),
    change(renamed, { run: "a", index: 0 }),
    change(renamed, { run: "b", index: 0 }),
    change(renamed, { run: "b", index: 1 }),
  );
  const size = /, \d+ tokens (?:longer|shorter)/;
  expect(said.map((line) => line.replace(size, ""))).toEqual([
    "fixtures are not what the code sends:",
    "  support/new is sent, and there is no fixture of it",
    "  support/gone is not sent any more",
    "  support/shorter, exchange 3 is not sent any more",
    "  support/a, exchange 1: the request has another `model`; 2 more requests alike",
    "Fix: run `promptcost record --stub -- npm test` and commit what it changes, or `record` with a key for new answers.",
  ]);
});

test("where nothing differs nothing is to be done", () => {
  expect(lines()).toEqual(["fixtures are what the command sends"]);
});
