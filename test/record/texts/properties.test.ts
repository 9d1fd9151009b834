import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isArray, isObject, type Json, type JsonObject } from "../../../src/json.ts";
import { findDifferences } from "../../../src/record/texts/alignment.ts";
import { body, fill, rewrite, sent, withSystem, type Texts } from "./rewriting.ts";

/** What prompts are made of, and what might be taken for a placeholder. */
const piece = fc.constantFrom(
  ..."You are kind . Answer {{time}} {{ id }} {name} ${x} <% y %> {{{z}}} {{ }} \n 14:02 2026-11-28".split(
    " ",
  ),
  "2026-11-28T14:01:22Z",
  "550e8400-e29b-41d4-a716-446655440000",
  '{"a":{"b":1}}',
  "/tmp/a-1/b",
  "{{",
  "}}",
  "  ",
  "é",
  "😀",
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(" "));
const request = fc
  .record({
    system: fc.array(text, { minLength: 1, maxLength: 2 }),
    messages: fc.array(text, { minLength: 1, maxLength: 3 }),
    description: text,
    keys: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 }),
  })
  .map(({ system, messages, description, keys }) =>
    body({
      system: system.map((part) => ({ type: "text", text: part })),
      tools: [
        {
          name: "look",
          description,
          input_schema: {
            type: "object",
            properties: Object.fromEntries(keys.map((key) => [key, { type: "string" }])),
          },
        },
      ],
      messages: messages.map((content, index) => ({
        role: index % 2 === 0 ? "user" : "assistant",
        content,
      })),
    }),
  );

function systemOf(written: JsonObject): {
  readonly text: string;
  readonly values: readonly string[];
} {
  const [block] = isArray(written["system"]) ? written["system"] : [];
  const found = isObject(block) ? block["text"] : "";
  if (!isObject(found)) return { text: textOf(found), values: [] };
  const vars = isObject(found["vars"]) ? Object.values(found["vars"]) : [];
  return {
    text: textOf(found["$text"]),
    values: vars.map((one) => (isObject(one) ? textOf(one["value"]) : "")),
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

describe("whatever was sent", () => {
  test("filled in, a request that is written is the first pass's body, byte for byte", () => {
    const files = fc.dictionary(fc.constantFrom("p/a.md", "p/b.txt", "c.py"), text);
    fc.assert(
      fc.property(request, request, files, (first, second, texts: Texts) => {
        const result = rewrite([sent([first, second]), sent([second, first])], texts);
        for (const [index, written] of result.requests.entries())
          expect(JSON.stringify(fill(written.request, texts).body)).toBe(
            JSON.stringify([first, second][index]),
          );
      }),
      { numRuns: 150 },
    );
  });

  test("and what was written says, a second time, what was sent", () => {
    fc.assert(
      fc.property(request, request, (first, second) => {
        const [written] = rewrite([sent([first, second])]).requests;
        const again = rewrite([sent([first], { known: written!.request })]);
        expect(again.requests[0]).toEqual({ request: written!.request, isKnown: true });
      }),
      { numRuns: 100 },
    );
  });

  test("two passes that are equal, without a clock, have no placeholder", () => {
    const plain = fc.array(fc.stringMatching(/^[a-z{}$<>% ]{1,12}$/), { maxLength: 30 });
    fc.assert(
      fc.property(plain, (words) => {
        const same = withSystem(words.join(" "));
        const result = rewrite([sent([same, same])]);
        expect([result.placeholders, result.requests[0]?.request]).toEqual([[], same]);
      }),
    );
  });
});

describe("what is put into a text", () => {
  const words = fc
    .array(fc.stringMatching(/^[a-z]{3,9}$/), { minLength: 20, maxLength: 200 })
    .map((list) => list.map((word, index) => (index % 9 === 8 ? `${word}.\n` : `${word} `)));
  const values = fc.uniqueArray(fc.stringMatching(/^[a-f]\d[a-f0-9]{8}$/), {
    minLength: 2,
    maxLength: 16,
  });

  test("in two passes is found, all of it, and all else is kept", () => {
    fc.assert(
      fc.property(words, values, fc.infiniteStream(fc.nat()), (base, ids, places) => {
        const half = Math.floor(ids.length / 2);
        const at = new Set<number>();
        // Apart from one another: two ids in a row are one value.
        for (const place of places) {
          at.add((place % Math.floor(base.length / 2)) * 2);
          if (at.size >= Math.min(half, 8)) break;
        }
        const put = (own: readonly string[]): string => {
          const rest = [...own];
          return base
            .map((word, index) => (at.has(index) ? `${word}${rest.pop() ?? ""} ` : word))
            .join("");
        };
        const [first, second] = [ids.slice(0, half), ids.slice(half)];
        const result = rewrite([sent([withSystem(put(first)), withSystem(put(second))])]);
        const { text: written, values: found } = systemOf(result.requests[0]!.request);
        expect([...found].sort()).toEqual(first.slice(-at.size).sort());
        expect(written.replaceAll(/\{\{id(?:_\d+)?\}\} /g, "")).toBe(base.join(""));
      }),
      { numRuns: 200 },
    );
  });
});

describe("two lists of tokens", () => {
  const list = fc.array(fc.constantFrom("a", "b", "c", "d", "e", " ", "."), { maxLength: 60 });

  test("are equal outside of the ranges in which they differ, which lie in order", () => {
    fc.assert(
      fc.property(list, list, (first, other) => {
        let [at, there] = [0, 0];
        for (const { from, until, otherFrom, otherUntil } of findDifferences(first, other)) {
          expect(first.slice(at, from)).toEqual(other.slice(there, otherFrom));
          expect(until - from + otherUntil - otherFrom).toBeGreaterThan(0);
          [at, there] = [until, otherUntil];
        }
        expect(first.slice(at)).toEqual(other.slice(there));
      }),
    );
  });

  test("of a hundred thousand tokens are held together by those that stand once", () => {
    const long = Array.from({ length: 100_000 }, (_, index) => `w${String(index % 70_000)}`);
    const changed = long.map((word, index) => (index % 100 === 3 ? `x${String(index)}` : word));
    expect(findDifferences(long, changed)).toHaveLength(1000);
  });
});
