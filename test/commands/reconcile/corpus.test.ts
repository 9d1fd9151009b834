import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { billExchanges, readBilled } from "../../../src/commands/bill/bill.ts";
import { reconcile } from "../../../src/commands/reconcile/reconcile.ts";
import { readExchangeFiles } from "../../../src/fixture/files/exchanges.ts";
import { digest } from "../../../src/io/hash.ts";
import { createPriceBook } from "../../../src/models/price-book.ts";
import { sumExact } from "../../../src/arithmetic.ts";
import { billOfRecordings } from "../../../src/reconcile/recordings.ts";
import { fixtureOf, projectionOf } from "./bills.ts";

const folder = "../shared/corpus/traces";
const absent = !existsSync(folder);
if (absent) console.warn(`SKIPPED: no transcripts at ${folder}; nothing of them was reconciled.`);

test.skipIf(absent)("transcripts come to what `bill` says of them, by model and day", () => {
  const files = readdirSync(folder).map((name) => {
    const path = `${folder}/${name}`;
    const text = (): string => readFileSync(path, "utf8");
    return { path, text, lines: () => text().split("\n") };
  });
  const read = readExchangeFiles({ files, tree: null, digest, report: () => undefined });
  const bill = billExchanges({
    exchanges: readBilled(read),
    book: createPriceBook(),
    asOf: "2026-11-24",
  });
  const dated = bill.exchanges.filter((one) => one.dated && one.usd !== null);
  const days = dated.map(({ day }) => day).sort();
  const [first = "", last = ""] = [days[0], days.at(-1)];
  const real = billOfRecordings(bill.exchanges, []);
  const head = projectionOf(
    "scenarios: { agent: { fixtures: a.json, traffic: { runs: 1k/month } } }",
    { "a.json": fixtureOf("claude-opus-5") },
  );
  const { result } = reconcile({
    head,
    bill: real,
    period: { from: first, to: last, month: null },
  });
  expect(dated.length).toBeGreaterThan(1_000);
  expect(result?.usd).toBe(sumExact(dated.map(({ usd }) => usd ?? 0n)));
  // Every request of a trace is one; passes of other models within it are not.
  const requests = result?.items.map((item) => item.requests ?? 0n) ?? [];
  expect(sumExact(requests)).toBe(BigInt(dated.filter(({ usd }) => usd !== 0n).length));
});
