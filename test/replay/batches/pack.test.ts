import * as fc from "fast-check";
import { expect, test } from "vitest";
import { limitsFor, splitIntoBatches } from "../../../src/replay/batches/pack.ts";
import { utf8Length } from "../../../src/utf8.ts";

const sign = fc.integer({ min: 0, max: 0x10_ff_ff });
const half = fc.integer({ min: 0xd8_00, max: 0xdf_ff });

test("bytes of a text are counted as they are sent", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(sign, half)), (points) => {
      const text = String.fromCodePoint(...points);
      expect(utf8Length(text)).toBe(Buffer.byteLength(text, "utf8"));
    }),
  );
});

test("batches hold requests in order, of one set of betas each, and never more than their limits", () => {
  const item = fc.record({
    betas: fc.subarray(["a", "b"]),
    bytes: fc.integer({ min: 1, max: 40 }),
    id: fc.nat(),
  });
  fc.assert(
    fc.property(
      fc.array(item),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 40, max: 90 }),
      (items, requests, bytes) => {
        const batches = splitIntoBatches(items, { requests, bytes });
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(requests);
          expect(batch.reduce((sum, request) => sum + request.bytes, 0)).toBeLessThanOrEqual(bytes);
          expect(new Set(batch.map(({ betas }) => betas.join())).size).toBe(1);
        }
        for (const betas of [[], ["a"], ["b"], ["a", "b"]]) {
          const mine = (request: { readonly betas: readonly string[] }): boolean =>
            request.betas.join() === betas.join();
          expect(batches.flat().filter(mine)).toEqual(items.filter(mine));
        }
      },
    ),
  );
});

test("a batch is small while there are few, and never larger than the API takes", () => {
  const of = (count: number, bytes: number) =>
    limitsFor(Array.from({ length: count }, () => ({ bytes })));
  expect(of(1, 2000)).toEqual({ requests: 100_000, bytes: 2_000_000 });
  expect(of(5000, 2000).bytes).toBe(2_000_000);
  expect(of(5000, 32_000).bytes).toBe(10_000_000);
  expect(of(1000, 32_000_000).bytes).toBe(256_000_000);
  expect(of(0, 0).bytes).toBe(2_000_000);
});
