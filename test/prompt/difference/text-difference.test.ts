import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  contentOf,
  differenceOf,
  textDifferences,
  type TextDifference,
} from "../../../src/prompt/difference/text-difference.ts";

const rules = "Be brief.\nRefunds take 14 days.\nNever promise a date.\n";

const cases: readonly [TextDifference, string, string][] = [
  ["time", "It is 10:41:07 now.", "It is 10:41:09 now."],
  ["time", "Now: 2026-11-24T10:41:07Z\nrules", "Now: 2026-11-25T08:01:59Z\nrules"],
  ["time", "at 2026-11-24 10:41 by us", "at 2026-12-01 10:41 by us"],
  ["time", "as of Tue, 24 Nov 2026 10:41:07 GMT", "as of Wed, 25 Nov 2026 10:41:07 GMT"],
  ["time", "time=1795516867", "time=1795516868"],
  ["date", "Today is 2026-11-24.", "Today is 2026-11-25."],
  ["date", "Today is 24 November 2026.", "Today is 1 December 2026."],
  ["date", "Today is November 24, 2026", "Today is November 25, 2026"],
  ["date", "It is Tuesday.", "It is Wednesday."],
  [
    "id",
    "session 6fa459ea-ee8a-3ca4-894e-db77e160355e",
    "session 16fd2706-8baf-433b-82cb-8c7fada847da",
  ],
  ["id", "commit 3f2c1ab9", "commit 9c0ffee1"],
  ["id", "request req_011CSHoEeqs5C35K2UUqR7Fy", "request req_011CQq7tQF9cvGVnZ2Xb4kTA"],
  ["number", "You have 41 tickets.", "You have 42 tickets."],
  ["number", "order-10233 is late", "order-9 is late"],
  ["number", "at most 1,000 words", "at most 2,000 words"],
  ["key-order", 'Account: {"id": "a", "plan": "pro"}.', 'Account: {"plan": "pro", "id": "a"}.'],
  ["key-order", '{"a":{"x":"1 }","y":[1]},"b":2}', '{"b":2,"a":{"x":"1 }","y":[1]}}'],
  ["key-order", '{"a":{"x":1,"y":[1]},"b":2}', '{"a":{"y":[1],"x":1},"b":2}'],
  ["line-order", "- one\n- two\n- three", "- three\n- one\n- two"],
  ["whitespace", "a b\nc", "a  b\n\nc"],
  ["whitespace", rules, `${rules}\n`],
  ["appended", rules, `${rules}Sign every answer.\n`],
  ["prepended", rules, `Bonjour. Be kind.\n${rules}`],
  ["prepended", rules, `Be honest.\n${rules}`],
  ["inserted", rules, rules.replace("Refunds", "Answer at once.\nRefunds")],
  ["cut-at-end", `${rules}Sign every answer.\n`, rules],
  ["cut-at-start", `Be honest.\n${rules}`, rules],
  ["cut-out", rules.replace("Refunds", "Answer at once.\nRefunds"), rules],
  ["edited", rules, rules.replace("Never promise", "Do not name")],
  ["replaced", rules, "You translate what users write into French, word for word, and no more."],
];

describe("how a text differs", () => {
  test.each(cases)("%s: %j", (kind, before, after) => {
    expect(differenceOf(before, after)).toBe(kind);
    expect(differenceOf(after, after)).toBeNull();
  });

  test("every kind has a case", () => {
    expect(new Set(cases.map(([kind]) => kind))).toEqual(new Set(textDifferences));
  });

  test("a value in the place of another of its kind, there and back", () => {
    for (const [kind, before, after] of cases.slice(0, 15))
      expect(differenceOf(after, before)).toBe(kind);
  });

  test.each([
    ["", "It is 10:41:07.\n", "time"],
    [rules, `Today: 2026-11-24.\n${rules}`, "date"],
    [`trace 6fa459ea-ee8a-3ca4-894e-db77e160355e\n${rules}`, rules, "id"],
    [rules, `${rules}Rule 4: refunds take 30 days.\n`, null],
    [rules, `${rules}${"A shop is open from 9:00. ".repeat(20)}`, null],
  ])("what a short piece that came or went holds: %j → %j", (before, after, kind) => {
    expect(contentOf(before, after)).toBe(kind);
  });

  test("every difference of two texts has a kind, and says where text came or went", () => {
    const text = fc.stringMatching(/^[ab \n{}":,1]{0,30}$/);
    fc.assert(
      fc.property(text, text, (before, after) => {
        const kind = differenceOf(before, after);
        expect(kind === null).toBe(before === after);
        if (kind === "appended") expect(after.startsWith(before)).toBe(true);
        if (kind === "prepended") expect(after.endsWith(before)).toBe(true);
        if (kind === "cut-at-end") expect(before.startsWith(after)).toBe(true);
        if (kind === "cut-at-start") expect(before.endsWith(after)).toBe(true);
        if (kind === "inserted") expect(after.length).toBeGreaterThan(before.length);
        if (kind === "whitespace") expect(before.replace(/\s/g, "")).toBe(after.replace(/\s/g, ""));
      }),
    );
  });

  test("takes no longer than the text is long", () => {
    const braces = "{".repeat(60_000);
    expect(differenceOf(`${braces}a${braces}`, `${braces}b${braces}`)).toBe("edited");
    const word = "a1".repeat(100_000);
    expect(differenceOf(`${word}a`, `${word}b`)).toBe("edited");
  });
});
