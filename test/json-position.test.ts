import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findJsonFault, findRepeatedKey, locateJson } from "../src/json-position.ts";
import { parseJson, scanJson } from "../src/json-text.ts";

test("refuses what JSON.parse refuses, and names the place", () => {
  const broken = [
    "",
    "[1,2",
    '{"a":}',
    "[1,]",
    "{'a':1}",
    '{"a":1.0,}',
    "[01]",
    '["\u0001"]',
    "nul",
    "[1] 2",
    '{"a" 1.0}',
  ];
  for (const text of broken) {
    expect(parseJson(text), text).toBeUndefined();
    expect(findJsonFault(text), text).not.toBeNull();
  }
  expect(findJsonFault('{"a": 1,\n "b": x}')).toBe(15);
  expect(findJsonFault("[1]")).toBeNull();
});

test("finds values and keys by path", () => {
  const text = '{ "a": [1, { "b\\"c": true }] }';
  expect(locateJson(text, [], "value")).toBe(0);
  expect(locateJson(text, ["a", 1, 'b"c'], "value")).toBe(text.indexOf("true"));
  expect(locateJson(text, ["a", 1, 'b"c'], "key")).toBe(text.indexOf('"b'));
  expect(locateJson(text, ["x"], "value")).toBeNull();
});

test("passes over what stands before, whatever its strings hold", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, space) => {
      const text = JSON.stringify([value, { 'a"]\\': value, found: [value, "here"] }], null, space);
      expect(locateJson(text, [1, "found", 1], "value")).toBe(text.lastIndexOf('"here"'));
    }),
  );
  const text = String.raw`["]\\", {"a": "\"}"}, -1.5e3, true]`;
  expect(locateJson(text, [3], "value")).toBe(text.indexOf("true"));
});

describe("a key that stands twice in one object", () => {
  test("is none in what is written by a program", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(findRepeatedKey(text, parseJson(text) ?? null)).toBeNull();
      }),
    );
  });

  test("is found wherever it stands, strings that look like keys beside it", () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.array(fc.nat(3)), (name, value, around) => {
        const key = JSON.stringify(name);
        const inner = `{${key}: ${JSON.stringify(value)}, "\\"a\\": 1 ": "b: \\\\", ${key} : 2}`;
        const text = around.reduce((made, _, index) => `{"k${String(index)}": [${made}]}`, inner);
        const found = findRepeatedKey(text, parseJson(text) ?? null);
        expect(found).toBe(text.lastIndexOf(`${key} : 2`));
      }),
    );
  });
});

test("passes over what the path does not lead through, as a reader of all of it would", () => {
  const within = (value: unknown, path: (string | number)[]): readonly (string | number)[][] => {
    if (typeof value !== "object" || value === null) return [path];
    const entries: [string | number, unknown][] = Array.isArray(value)
      ? [...value.entries()]
      : Object.entries(value);
    return [path, ...entries.flatMap(([step, part]) => within(part, [...path, step]))];
  };
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2), (json, indent) => {
      const text = `\n${JSON.stringify(JSON.parse(json), null, indent)}`;
      for (const path of within(JSON.parse(text), []))
        for (const what of ["key", "value"] as const) {
          let offset: number | null = null;
          scanJson(text, (here, kind, start) => {
            if (kind === what && JSON.stringify(here) === JSON.stringify(path)) offset = start;
            return true;
          });
          expect(locateJson(text, path, what)).toBe(offset);
        }
    }),
  );
});

test("finds nothing beyond what a text that breaks off says", () => {
  const text = '{"a": [1, {"b": "c';
  expect(locateJson(text, ["a", 1, "b"], "value")).toBe(text.indexOf('"c'));
  expect(locateJson(text, ["a", 2], "value")).toBeNull();
  expect(locateJson(text, ["a", "b"], "value")).toBeNull();
  expect(locateJson("", ["a"], "value")).toBeNull();
});

test("takes the last of a key that stands twice, and keys with escapes", () => {
  expect(locateJson('{"a":1,"a":2}', ["a"], "value")).toBe(11);
  expect(locateJson('{"\\u0061":1}', ["a"], "key")).toBe(1);
});
