import {
  assert,
  constantFrom,
  dictionary,
  nat,
  oneof,
  property,
  record,
  option,
  jsonValue,
} from "fast-check";
import { describe, expect, test } from "vitest";
import { promptTokens, sumQuantities } from "../../../src/billing/ledger/ledger.ts";
import type { Json, JsonObject } from "../../../src/json.ts";
import { bill, usageOf } from "./exchange.ts";

const keys = constantFrom(
  "input_tokens",
  "output_tokens",
  "cache_creation_input_tokens",
  "cache_read_input_tokens",
  "cache_creation",
  "iterations",
  "server_tool_use",
  "speed",
  "service_tier",
  "inference_geo",
);
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

describe("any recorded usage", () => {
  test("is priced, or null with an error that says why", () => {
    assert(
      property(dictionary(keys, oneof(jsonValue(), nat())), (usage) => {
        if (!isJson(usage)) return;
        const billed = bill("claude-opus-5-5", undefined, { usage });
        expect(billed.usd === null).toBe(billed.problems.some((each) => each.severity === "error"));
        expect(billed.usdHigh === null).toBe(billed.usd === null);
        if (billed.usd !== null)
          expect((billed.usdHigh ?? -1n) >= billed.usd && billed.usd >= 0n).toBe(true);
      }),
    );
  });

  test("keeps every token: the ledger's prompt is input, reads and writes", () => {
    const split = record({
      ephemeral_5m_input_tokens: nat(1_000),
      ephemeral_1h_input_tokens: nat(1_000),
    });
    const usages = record({
      input: nat(),
      output: nat(),
      read: nat(),
      rest: nat(1_000),
      split: option(split),
    });
    assert(
      property(usages, ({ input, output, read, rest, split: parts }) => {
        const write =
          rest +
          (parts === null ? 0 : parts.ephemeral_5m_input_tokens + parts.ephemeral_1h_input_tokens);
        const usage: JsonObject = {
          ...usageOf(input, output),
          cache_read_input_tokens: read,
          cache_creation_input_tokens: write,
          cache_creation: parts === null ? null : { ...parts },
        };
        const billed = bill("claude-haiku-5-5", usage);
        const sums = sumQuantities(billed.ledger ?? { divisor: 1n, lines: [] });
        expect(promptTokens(sums)).toBe(BigInt(input + read + write));
        expect(sums.output).toBe(BigInt(output));
        expect(sums.cacheWrite1h).toBe(BigInt(parts?.ephemeral_1h_input_tokens ?? 0));
      }),
    );
  });
});
