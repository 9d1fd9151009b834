import { expect, test } from "vitest";
import { loadTokenizer } from "../../../src/io/context.ts";
import { createBlockTable } from "../../../src/prompt/block-table.ts";
import { findSnapshotDifferences, nameBlock } from "../../../src/record/differences/difference.ts";
import { createCounter } from "../../../src/tokens/counter.ts";
import { assistant, body, makeStubbed, user } from "../calls.ts";
import { record } from "../recording.ts";

const policy = "You help customers of Acme. ".repeat(40);

/** Two turns with an id in the system prompt and tools whose keys have no order. */
function turns(at: number, over: { readonly ttl?: string; readonly model?: string } = {}) {
  const id = `3f2a${String(at).padStart(4, "0")}-1c4d-4e5f-8a6b-7c8d9e0f1a2b`;
  const schema = { type: "object", properties: {} };
  const tool = { name: "look_up", description: "Looks up a parcel", input_schema: schema };
  const { input_schema: _last, ...rest } = tool;
  const marker = { type: "ephemeral", ...(over.ttl === undefined ? {} : { ttl: over.ttl }) };
  const request = (messages: readonly object[]) =>
    body(messages, {
      model: over.model ?? "claude-sonnet-5",
      tools: [at % 2 === 0 ? tool : { input_schema: schema, ...rest }],
      system: [{ type: "text", text: `Request ${id}. ${policy}`, cache_control: marker }],
    });
  const first = user(`Where is ${id}?`);
  return [
    { request: request([first]) },
    { request: request([first, assistant([{ type: "text", text: "Fine." }]), user("Sure?")]) },
  ];
}

function passes(first: number, over: Parameters<typeof turns>[1] = {}) {
  return [0, 1].flatMap((pass) => makeStubbed(turns(first + pass, over), pass));
}

function differences(over: Parameters<typeof turns>[1]) {
  const { files } = record({}, passes(0, { ttl: "1h" }));
  const { plan } = record(files, passes(3, over));
  return findSnapshotDifferences(plan.changes, {
    table: createBlockTable(),
    counter: createCounter(loadTokenizer),
  }).map(({ block, what, tokens }) => [block === null ? null : nameBlock(block), what, tokens]);
}

test("ids and orders that change by themselves hide no change, and are none beside one", () => {
  expect(differences({ ttl: "1h" })).toEqual([]);
  const lost = ["system block 1", "is kept for 5m now", 0];
  expect(differences({})).toEqual([lost, lost]);
});

test("of another model no length is said: it may count otherwise", () => {
  const found = differences({ ttl: "1h", model: "claude-haiku-4-5" });
  expect(found.map(([, what, tokens]) => [what, tokens])).toEqual([
    ["has another `model`", null],
    ["has another `model`", null],
  ]);
});
