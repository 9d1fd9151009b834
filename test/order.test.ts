import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ascending, ascendingBy, descendingBy, groupBy, uniqueBy } from "../src/order.ts";

interface Item {
  readonly key: string;
  readonly index: number;
}
const anyItems = fc
  .array(fc.constantFrom("a", "b", "B", "é", ""), { maxLength: 20 })
  .map((keys) => keys.map((key, index): Item => ({ key, index })));

describe("sorting", () => {
  test("texts by their code units, whatever the locale; numbers by size", () => {
    expect(["b", "é", "B", "a10", "a9"].sort(ascending)).toEqual(["B", "a10", "a9", "b", "é"]);
    expect([10, 9, -1].sort(ascending)).toEqual([-1, 9, 10]);
    expect([10n ** 30n, 9n, -1n].sort(ascending)).toEqual([-1n, 9n, 10n ** 30n]);
  });

  test("by a key, either way, those of one key in the order they had", () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const up = items.toSorted(ascendingBy(({ key }) => key));
        const down = items.toSorted(descendingBy(({ key }) => key));
        for (const sorted of [up, down])
          for (const [index, item] of sorted.entries()) {
            const next = sorted[index + 1];
            if (next?.key === item.key) expect(next.index).toBeGreaterThan(item.index);
          }
        expect(down.map(({ key }) => key)).toEqual(up.map(({ key }) => key).toReversed());
      }),
    );
  });
});

describe("items by key", () => {
  test("a group holds the items of its key, in their order, and no item is lost", () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const groups = groupBy(items, ({ key }) => key);
        for (const [key, group] of groups)
          expect(group).toEqual(items.filter((item) => item.key === key));
        expect([...groups.values()].flat()).toHaveLength(items.length);
      }),
    );
  });

  test("one item of each key is the first of its group, groups in the order they come up", () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        expect(uniqueBy(items, ({ key }) => key)).toEqual(
          [...groupBy(items, ({ key }) => key).values()].map(([first]) => first),
        );
      }),
    );
  });
});
