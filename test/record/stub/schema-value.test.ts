import { expect, test } from "vitest";
import { z } from "zod";
import type { JsonObject } from "../../../src/json.ts";
import { valueFor } from "../../../src/record/stub/schema-value.ts";

/** Schemas of tools and answers as people write them, or have their libraries write them. */
const schemas: Readonly<Record<string, JsonObject>> = {
  "required members only": {
    type: "object",
    properties: { city: { type: "string" }, unit: { enum: ["c", "f"] }, days: { type: "integer" } },
    required: ["city", "unit"],
  },
  nested: {
    type: "object",
    properties: {
      order: {
        type: "object",
        properties: {
          lines: { type: "array", minItems: 2, items: { type: "number", minimum: 3 } },
        },
        required: ["lines"],
      },
    },
    required: ["order"],
  },
  "references, one of them to itself": {
    $defs: {
      Node: {
        type: "object",
        properties: {
          name: { type: "string" },
          next: { anyOf: [{ $ref: "#/$defs/Node" }, { type: "null" }] },
        },
        required: ["name", "next"],
      },
    },
    $ref: "#/$defs/Node",
  },
  "a grammar whose first alternative needs itself twice": {
    $defs: {
      Condition: { anyOf: [{ $ref: "#/$defs/Both" }, { $ref: "#/$defs/Field" }] },
      Both: {
        type: "object",
        properties: {
          left: { $ref: "#/$defs/Condition" },
          right: { $ref: "#/$defs/Condition" },
        },
        required: ["left", "right"],
      },
      Field: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
    },
    $ref: "#/$defs/Condition",
  },
  alternatives: {
    type: "object",
    properties: { when: { anyOf: [{ type: "string", format: "date" }, { type: "null" }] } },
    required: ["when"],
  },
  "all of several": {
    allOf: [
      { type: "object", properties: { a: { type: "boolean" } }, required: ["a"] },
      { type: "object", properties: { b: { const: "fixed" } }, required: ["b"] },
    ],
  },
  "bounds of numbers": {
    type: "array",
    prefixItems: [
      { type: "number", exclusiveMinimum: 4, maximum: 5 },
      { type: "integer", multipleOf: 7, minimum: 8 },
      { type: "integer", maximum: -3 },
    ],
  },
  "lengths and formats": {
    type: "object",
    properties: {
      id: { type: "string", format: "uuid" },
      code: { type: "string", pattern: "^[A-Z]{2}\\d{2}$" },
      short: { type: "string", minLength: 9, maxLength: 9 },
      mail: { type: "string", format: "email" },
    },
    required: ["id", "code", "short", "mail"],
    additionalProperties: false,
  },
  "several types": { type: ["null", "integer"] },
  "a map": { type: "object", additionalProperties: { type: "integer" }, minProperties: 2 },
};

test.each(Object.entries(schemas))("a value for a schema: %s", (_, schema) => {
  const value = valueFor(schema);
  // A schema that zod reads is held against the value it would take.
  const read = z.fromJSONSchema({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...schema,
  });
  expect(read.safeParse(value).error).toBeUndefined();
});

test("what is not required is left out, and the first of a few values is taken", () => {
  expect(valueFor(schemas["required members only"])).toEqual({ city: "text", unit: "c" });
});

test("a schema that is none, or needs itself for ever, comes to an end", () => {
  expect(valueFor(undefined)).toBeNull();
  expect(valueFor({})).toEqual({});
  const endless = { type: "object", properties: { a: { $ref: "#" } }, required: ["a"] };
  expect(JSON.stringify(valueFor(endless)).length).toBeLessThan(1000);
  const twice = {
    ...endless,
    properties: { a: { $ref: "#" }, b: { $ref: "#" } },
    required: ["a", "b"],
  };
  expect(JSON.stringify(valueFor(twice)).length).toBeLessThan(1_000_000);
  const huge = { type: "array", minItems: 1e12, items: { type: "string", minLength: 1e12 } };
  expect(valueFor({ ...huge, items: { type: "integer" } })).toHaveLength(10_000);
  expect(valueFor(huge.items)).toHaveLength(100_000);
  const within = {
    anyOf: [
      { type: "object", properties: { a: { $ref: "#" }, b: { $ref: "#" } }, required: ["a", "b"] },
      { type: "string" },
    ],
  };
  expect(valueFor(within)).toEqual({ a: "text", b: "text" });
  const circle = { $defs: { a: { $ref: "#/$defs/a" } }, $ref: "#/$defs/a" };
  expect(valueFor(circle)).toEqual({});
});
