import * as fc from "fast-check";
import { expect, test } from "vitest";
import { digest } from "../../src/io/hash.ts";
import { createBlockTable } from "../../src/prompt/block-table.ts";

test("a table that knows texts by their digest gives the numbers of one that holds them", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 3 }),
    fc.constantFrom("x".repeat(63), "x".repeat(64), "x".repeat(65), digest("x".repeat(65))),
    fc.string({ minLength: 60, maxLength: 70 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(text, fc.boolean()), { maxLength: 30 }), (texts) => {
      const [held, known] = [createBlockTable(), createBlockTable({ digest })].map((table) =>
        texts.map(([value, isBlock]) =>
          isBlock ? table.block({ type: "text", text: value }, false).key : table.text(value),
        ),
      );
      expect(known).toEqual(held);
    }),
  );
});
