import { expect, test } from "vitest";
import { completedByApi, completesInput } from "../../src/api/completed-input.ts";

test("what the API adds is named, sorted", () => {
  const body = {
    tools: [{ type: "web_search_20250305" }, { name: "t", allowed_callers: ["direct", "code"] }],
    container: "c",
    context_management: { edits: [{ type: "compact_20260112" }] },
  };
  expect(completedByApi(body)).toEqual(["code", "compaction", "container", "web_search_20250305"]);
  expect(completesInput({ messages: [{ role: "user", content: "Hello" }] })).toBe(false);
});
