import { describe, expect, test } from "vitest";
import { explainCache as explainAll } from "../../../src/compare/cache-break/cache-break.ts";
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
/** Of one prompt. */
function explainCache(before: Prompt, after: Prompt) {
  return explainAll([{ before, after }])[0] ?? null;
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
  expect(explainCache(plain, withPlaceholder(name, "request"))?.what).toBe(words);
});

describe("why the cache serves otherwise", () => {
  test("something that changes often, in front of a breakpoint", () => {
    expect(explainCache(plain, withPlaceholder("now", "request"))).toMatchObject({
      kind: "added",
      breaks: "system_changed",
      name: "now",
      what: "a time",
      block: "system.0",
    });
    expect(explainCache(withPlaceholder("now", "request"), plain)).toMatchObject({
      kind: "removed",
      breaks: null,
      name: "now",
    });
    expect(
      explainCache(withPlaceholder("now", "run"), withPlaceholder("now", "request")),
    ).toMatchObject({
      kind: "added",
      name: "now",
    });
  });

  test("of several prompts, the one with the best reason tells it", () => {
    const edited = promptOf({ system: [declared("s2", 9, true), declared("t", 9)] });
    const told = explainAll([
      { before: plain, after: edited },
      { before: plain, after: withPlaceholder("now", "request") },
    ]);
    expect(told).toMatchObject([{ kind: "added", name: "now" }]);
    expect(explainAll([{ before: plain, after: edited }])).toMatchObject([
      { block: "system.0", name: null },
    ]);
  });

  test("not what stands behind it, nor what all requests of a day share", () => {
    expect(explainCache(plain, withPlaceholder("now", "request", 1))?.name ?? null).not.toBe("now");
    for (const changes of ["day", "never", 1] as const)
      expect(explainCache(plain, withPlaceholder("now", changes))).toBeNull();
  });

  test("a breakpoint that came, went, moved or lives otherwise", () => {
    const bare = promptOf({ system: [declared("s", 9)] });
    expect(explainCache(bare, marked)).toMatchObject({
      kind: "added",
      name: "cache_control",
      block: "system.0",
      breaks: null,
    });
    expect(explainCache(marked, bare)).toMatchObject({ kind: "removed", block: "system.0" });
    const [first, second] = [
      promptOf({ system: [declared("s", 9, true), declared("t", 9)] }),
      promptOf({ system: [declared("s", 9), declared("t", 9, true)] }),
    ];
    expect(explainCache(first, second)).toMatchObject({ kind: "moved", block: "system.1" });
    const hour = promptOf({ system: [declared("s", 9, true, "1h")] });
    expect(explainCache(marked, hour)).toMatchObject({
      what: "a breakpoint kept longer or shorter",
      block: "system.0",
    });
  });

  test("a block put in front moves no breakpoint: it is where the two part", () => {
    const longer = promptOf({ system: [declared("new", 5), declared("s", 9, true)] });
    expect(explainCache(marked, longer)).toMatchObject({
      breaks: "system_changed",
      block: "system.0",
    });
    const tooled = promptOf({
      tools: [{ $tokens: 9, name: "t" }],
      system: [declared("s", 9, true)],
    });
    expect(explainCache(marked, tooled)).toMatchObject({
      breaks: "tools_changed",
      name: "t",
      what: "a tool",
    });
  });

  test("nothing, where the two are one to the cache", () => {
    expect(explainCache(marked, marked)).toBeNull();
  });
});
