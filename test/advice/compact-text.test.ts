import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compactText } from "../../src/advice/content/compact-text.ts";

test("a text with JSON in it says the same, compactly", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 4 }), (value, indent) => {
      fc.pre(typeof value === "object" && value !== null);
      const [written, compact] = [JSON.stringify(value, null, indent), JSON.stringify(value)];
      const text = `Before (see below):\n\`\`\`json\n${written}\n\`\`\`\nafter.`;
      const found = compactText(text) ?? text;
      expect(found.length).toBeLessThanOrEqual(text.length);
      const [, inner = ""] = /```json\n([\s\S]*)\n```\nafter\.$/.exec(found) ?? [];
      expect(JSON.parse(inner)).toEqual(JSON.parse(compact));
      expect(found.startsWith("Before (see below):\n```json\n")).toBe(true);
    }),
  );
});

test.each([
  ["prose with {a brace} and [a link]", null],
  ['{"a":1,"b":[1,2,3],"c":"x  y  z  and more  spaces"}', null],
  [
    '{\n    "price": 1.50,\n    "big": 12345678901234567890,\n    "text": "a  \\" b"\n}',
    '{"price":1.50,"big":12345678901234567890,"text":"a  \\" b"}',
  ],
  ["{ not: json,\n      really: not }", null],
])("%j becomes %j", (text, expected) => {
  expect(compactText(text)).toBe(expected);
});

test("brackets that lead nowhere take no time", () => {
  const text = '[ "'.repeat(50_000);
  const started = compactText(text);
  expect(started).toBeNull();
});
