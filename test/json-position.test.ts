import { expect, test } from "vitest";
import { findJsonFault, locateJson } from "../src/json-position.ts";
import { parseJson } from "../src/json-text.ts";

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
