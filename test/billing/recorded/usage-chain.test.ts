import { expect, test } from "vitest";
import { createUsageChain } from "../../../src/billing/recorded/usage-chain.ts";
import type { UsageRow } from "../../../src/billing/recorded/usage-chain.ts";
import { minutes } from "../cache/layouts.ts";

function row(
  startMs: number,
  read: number,
  more: { write5m?: number; write1h?: number; input?: number; model?: string },
): UsageRow {
  return {
    model: more.model ?? "claude-opus-5",
    startMs,
    recorded: {
      read,
      write5m: more.write5m ?? 0,
      write1h: more.write1h ?? 0,
      input: more.input ?? 2,
    },
  };
}

function reads(rows: readonly UsageRow[]): readonly number[] {
  const follow = createUsageChain();
  return rows.map((row) => follow(row).read);
}

test("within the TTL a row reads what the one before read and wrote, whatever it recorded itself", () => {
  expect(
    reads([
      row(0, 0, { write5m: 1_000 }),
      row(9_000, 1_000, { write5m: 50 }),
      row(18_000, 1_050, { write5m: 7 }),
    ]),
  ).toEqual([0, 1_000, 1_050]);
  const follow = createUsageChain();
  follow(row(0, 0, { write5m: 1_000 }));
  expect(follow(row(9_000, 400, { write5m: 700, input: 3 }))).toMatchObject({
    read: 1_000,
    write5m: 100,
    write1h: 0,
    input: 3,
  });
});

test("after the TTL of what was written all is written again; an hour lasts an hour, and reading renews it", () => {
  const five = [row(0, 0, { write5m: 1_000 }), row(minutes(6), 0, { write5m: 1_100 })];
  expect(reads(five)).toEqual([0, 0]);
  const hour = [
    row(0, 0, { write1h: 1_000 }),
    row(minutes(50), 1_000, {}),
    row(minutes(100), 1_000, {}),
    row(minutes(165), 0, { write1h: 9 }),
  ];
  expect(reads(hour)).toEqual([0, 1_000, 1_000, 0]);
});

test("a request for five minutes reads an hour's entry, which keeps its hour", () => {
  expect(
    reads([
      row(0, 0, { write1h: 1_000 }),
      row(minutes(6), 1_000, { write5m: 10 }),
      row(minutes(12), 1_000, { write5m: 10 }),
    ]),
  ).toEqual([0, 1_000, 1_000]);
});

test("what a client cut off is not read again, what stands before the cut is", () => {
  const rows = [
    row(0, 0, { write5m: 300 }),
    row(1_000, 300, { write5m: 5_000 }),
    row(2_000, 300, { write5m: 900 }),
    row(3_000, 1_200, { write5m: 10 }),
  ];
  expect(reads(rows)).toEqual([0, 300, 300, 1_200]);
});

test("models do not share, and a row without caching is input", () => {
  expect(
    reads([
      row(0, 0, { write5m: 1_000 }),
      row(1_000, 0, { write5m: 1_000, model: "claude-opus-4-8" }),
    ]),
  ).toEqual([0, 0]);
  expect(createUsageChain()(row(0, 0, { input: 90 }))).toEqual({
    read: 0,
    write5m: 0,
    write1h: 0,
    input: 90,
    hitBlock: -1,
  });
});
