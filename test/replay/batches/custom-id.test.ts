import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customIdOf } from "../../../src/replay/batches/custom-id.ts";
import type { JournalKey } from "../../../src/replay/journal/entry.ts";
import { digest } from "../../../src/io/hash.ts";

function key(over: Partial<JournalKey> = {}): JournalKey {
  return {
    scenario: "ask",
    run: "f/ask",
    index: 0,
    sample: 0,
    body: "b",
    ...over,
  };
}

describe("custom ids", () => {
  test("say scenario, run and place, and are what the API takes, whatever they are called", () => {
    expect(customIdOf(key({ index: 3, sample: 1 }), "batch", digest)).toMatch(
      /^ask-f-ask-3-1-[0-9a-f]{24}$/,
    );
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.string(),
        fc.nat(),
        fc.nat(63),
        (scenario, run, index, sample) => {
          expect(customIdOf(key({ scenario, run, index, sample }), "b", digest)).toMatch(
            /^[A-Za-z0-9_-]{1,64}$/,
          );
        },
      ),
    );
  });

  test("differ by everything a request differs in, and by batch", () => {
    const keys = [
      key(),
      key({ scenario: "ask!" }),
      key({ run: "f-ask" }),
      key({ index: 1 }),
      key({ sample: 1 }),
      key({ body: "c" }),
    ];
    const ids = keys.flatMap((key) => [customIdOf(key, "a", digest), customIdOf(key, "b", digest)]);
    expect(new Set(ids).size).toBe(12);
  });
});
