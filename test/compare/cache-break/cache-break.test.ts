import { describe, expect, test } from "vitest";
import { movedBreakpoint } from "../../../src/compare/cache-break/moved-breakpoint.ts";
import {
  placeholderThatCame,
  placeholderThatWent,
} from "../../../src/compare/cache-break/volatile-placeholders.ts";
import type { Changes } from "../../../src/config/config.ts";
import type { JsonObject } from "../../../src/json.ts";
import type { Prompt } from "../../../src/prompt/prompt.ts";
import { declared, placeholder, sideOf } from "../scenario-specs.ts";

function promptOf(body: JsonObject, placeholders: Parameters<typeof placeholder>[] = []): Prompt {
  const prompt = sideOf({
    runs: [
      {
        id: "r",
        asks: [
          {
            body: { model: "claude-sonnet-5", messages: [{ role: "user", content: "q" }], ...body },
            placeholders: placeholders.map((one) => placeholder(...one)),
          },
        ],
      },
    ],
  }).measured.runs[0]?.exchanges[0]?.prompt;
  if (prompt === undefined) throw new Error("no prompt");
  return prompt;
}
const marked = promptOf({ system: [declared("s", 9, true)] });
function withPlaceholder(name: string, changes: Changes, at = 0): Prompt {
  return promptOf({ system: [declared("s", 9, true), declared("t", 9)] }, [
    [["system", at, "text"], name, changes],
  ]);
}
const plain = promptOf({ system: [declared("s", 9, true), declared("t", 9)] });

test.each([
  ["now", "a time"],
  ["current_time", "a time"],
  ["todayISO", "a time"],
  ["user.timestamp", "a time"],
  ["requestId", "an id"],
  ["uuid", "an id"],
  ["trace_id", "an id"],
  ["company", "a variable"],
  ["video", "a variable"],
  ["timely", "a variable"],
])("%s is %s", (name, words) => {
  expect(placeholderThatCame(plain, withPlaceholder(name, "request"))?.what).toBe(words);
});

describe("something that changes often, in front of a breakpoint", () => {
  test("came, went, or changes at other times", () => {
    const now = withPlaceholder("now", "request");
    expect(placeholderThatCame(plain, now)).toMatchObject({
      kind: "added",
      breaks: "system_changed",
      name: "now",
      what: "a time",
      block: "system.0",
    });
    expect(placeholderThatWent(now, plain)).toMatchObject({
      kind: "removed",
      breaks: null,
      name: "now",
    });
    expect(placeholderThatCame(withPlaceholder("now", "run"), now)).toMatchObject({
      kind: "added",
      name: "now",
    });
    expect([placeholderThatCame(now, plain), placeholderThatWent(plain, now)]).toEqual([
      null,
      null,
    ]);
  });

  test("not what stands behind it, nor what all requests of a day share", () => {
    expect(placeholderThatCame(plain, withPlaceholder("now", "request", 1))).toBeNull();
    for (const changes of ["day", "never", 1] as const)
      expect(placeholderThatCame(plain, withPlaceholder("now", changes))).toBeNull();
  });
});

describe("a breakpoint", () => {
  test("came, went, moved or lives otherwise", () => {
    const bare = promptOf({ system: [declared("s", 9)] });
    expect(movedBreakpoint(bare, marked)).toMatchObject({
      kind: "added",
      name: "cache_control",
      block: "system.0",
      breaks: null,
    });
    expect(movedBreakpoint(marked, bare)).toMatchObject({ kind: "removed", block: "system.0" });
    const [first, second] = [
      promptOf({ system: [declared("s", 9, true), declared("t", 9)] }),
      promptOf({ system: [declared("s", 9), declared("t", 9, true)] }),
    ];
    expect(movedBreakpoint(first, second)).toMatchObject({ kind: "moved", block: "system.1" });
    const hour = promptOf({ system: [declared("s", 9, true, "1h")] });
    expect(movedBreakpoint(marked, hour)).toMatchObject({
      what: "a breakpoint kept for 1h instead of 5m",
      block: "system.0",
    });
  });

  test.each([
    ["in front of it", { system: [declared("new", 5), declared("s", 9, true)] }],
    ["behind it", { system: [declared("s", 9, true), declared("new", 5)] }],
    [
      "at the end, where the last block is marked",
      { system: [declared("s", 9), declared("new", 5, true)] },
    ],
    ["at another level", { tools: [{ $tokens: 9, name: "t" }], system: [declared("s", 9, true)] }],
  ])("is not moved by a block %s", (_, body) => {
    expect(movedBreakpoint(marked, promptOf(body))).toBeNull();
    expect(movedBreakpoint(promptOf(body), marked)).toBeNull();
  });
});
