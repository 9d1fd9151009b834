import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "../src/json-text.ts";
import { deepestNesting, readNumber, writeJson } from "../src/json.ts";

describe("numbers keep their text", () => {
  test.each([
    "1.0",
    "1e3",
    "1E+3",
    "-0",
    "0.10",
    "12345678901234567890",
    "0.0000001",
    "1.50",
    "-0.0",
    "100000000000000000000000",
  ])("%s", (text) => {
    for (const wrap of [
      (n: string) => n,
      (n: string) => `[${n}]`,
      (n: string) => `{"a":${n}}`,
      (n: string) => `[1,${n},2]`,
    ]) {
      const value = parseJson(wrap(text));
      expect(value === undefined ? undefined : writeJson(value)).toBe(wrap(text));
    }
  });

  test("any number JSON can write comes back as it was", () => {
    const digits = (max: number) =>
      fc.string({ unit: fc.constantFrom(..."0123456789".split("")), minLength: 1, maxLength: max });
    const number = fc
      .tuple(
        fc.constantFrom("", "-"),
        fc.oneof(
          fc.constant("0"),
          fc
            .tuple(fc.constantFrom(..."123456789".split("")), digits(20))
            .map((parts) => parts.join("")),
        ),
        fc.option(digits(20)),
        fc.option(fc.tuple(fc.constantFrom("e", "E", "e+", "e-"), digits(2))),
      )
      .map(
        ([sign, whole, fraction, exponent]) =>
          `${sign}${whole}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : exponent.join("")}`,
      );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), number), { minLength: 1, maxLength: 5 }),
        (members) => {
          const text = `[${members.map(([name, value]) => `{${JSON.stringify(name)}:${value}}`).join(",")}]`;
          const value = parseJson(text);
          expect(value === undefined ? undefined : writeJson(value)).toBe(text);
        },
      ),
    );
  });

  test("a plain number is a plain number", () => {
    expect(readNumber("12")).toBe(12);
    expect(parseJson('{"a":0.5,"b":[-3,15]}')).toEqual({ a: 0.5, b: [-3, 15] });
  });

  test("a text that only looks like such a number changes nothing", () => {
    const value = { text: 'version: 1.0, [1e5] "x": 0.10', n: 3 };
    expect(parseJson(JSON.stringify(value))).toEqual(value);
  });
});

test("reads what JSON.parse reads, by either way", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const expected: unknown = JSON.parse(text);
      const read = parseJson(text);
      expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(expected)));
      // The same text beside a number that needs the slower reader.
      const slow = parseJson(`[${text},1.0]`);
      expect(JSON.parse(JSON.stringify(slow))).toEqual([JSON.parse(JSON.stringify(expected)), 1]);
    }),
  );
});

test("a prototype is data, not a prototype", () => {
  for (const text of ['{"__proto__":{"a":1}}', '{"__proto__":{"a":1.0}}']) {
    const value = parseJson(text);
    expect(value === undefined ? "" : writeJson(value)).toBe(text);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  }
});

test("nesting without end is refused, not a crash", () => {
  const deep = (levels: number, core: string): string =>
    "[".repeat(levels) + core + "]".repeat(levels);
  for (const core of ["1", "1.0"]) {
    expect(parseJson(deep(100_000, core))).toBeUndefined();
    expect(parseJson(deep(deepestNesting - 1, core))).toBeDefined();
  }
});
