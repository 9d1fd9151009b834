import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { renderBacking } from "../scripts/accuracy/backing.ts";
import type { Figures } from "../scripts/accuracy/figures.ts";
import { measureAccuracy, type Accuracy, type Row } from "../scripts/accuracy/measure.ts";
import { renderAccuracy, renderShort } from "../scripts/accuracy/page.ts";
import { putShort } from "../scripts/accuracy/readme.ts";

function at(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
const corpus = at("../shared/corpus");
const present = existsSync(corpus);
if (!present)
  console.warn(`SKIPPED: there is no recorded traffic (${corpus}); accuracy is not tested`);

function figures(rows: readonly Row[], name: string): Figures {
  const row = rows.find((row) => row.name === name);
  if (row === undefined)
    throw new Error(`no row is named ${name}: ${rows.map((row) => row.name).join(", ")}`);
  return row.figures;
}

describe.skipIf(!present)("accuracy on recorded traffic", () => {
  let accuracy: Accuracy;
  beforeAll(async () => {
    accuracy = await measureAccuracy(corpus);
  }, 300_000);

  /**
   * Floors: the least that must hold. The pages' own figures, compared below, hold what has been
   * reached.
   */
  test.each([
    ["to 4.6: plain", { n: 700, exact: 0.99, withinOne: 0.99, p95: 0 }],
    ["newer: plain", { n: 50, exact: 0.99, withinOne: 0.99, p95: 0 }],
    ["to 4.6, without tools", { n: 1300, exact: 0.94, withinOne: 0.97, p95: 0.001 }],
    ["newer, without tools", { n: 160, exact: 0.96, withinOne: 0.97, p95: 0.005 }],
    ["to 4.6, with tools", { n: 1650, exact: 0.98, withinOne: 0.98, p95: 0.001 }],
    ["newer, with tools", { n: 60, exact: 0.88, withinOne: 0.88, p95: 0.05 }],
    ["all", { n: 3200, exact: 0.95, withinOne: 0.97, p95: 0.005 }],
  ])("input tokens, %s", (name, floor) => {
    const row = figures([...accuracy.byKind, ...accuracy.sums], name);
    expect(row.n).toBeGreaterThanOrEqual(floor.n);
    expect(row.exact).toBeGreaterThanOrEqual(floor.exact);
    expect(row.withinOne).toBeGreaterThanOrEqual(floor.withinOne);
    expect(row.p95).toBeLessThanOrEqual(floor.p95);
  });

  test.each([
    ["to 4.6", 0.95],
    ["newer", 0.92],
  ])("exact without selection but the odd recordings, %s", (family, exact) => {
    const rows = ["without tools", "with tools"].map((tools) =>
      figures(accuracy.sums, `${family}, ${tools}`),
    );
    const n = rows.reduce((sum, row) => sum + row.n, 0);
    expect(rows.reduce((sum, row) => sum + row.exact * row.n, 0) / n).toBeGreaterThanOrEqual(exact);
  });

  const tables = ["sums", "byKind", "bySource", "withoutSource", "unseen"] as const;

  test.each(tables)("%s: what is said to be exact is, but for one in a hundred", (table) => {
    for (const { name, figures: row } of accuracy[table])
      if (row.claimed >= 10) expect([name, row.wrong / row.claimed <= 0.01]).toEqual([name, true]);
  });

  test.each(tables)("%s: intervals hold 95 % in each row of ten or more", (table) => {
    for (const { name, figures: row } of accuracy[table])
      if (row.n >= 10) expect([name, row.covered >= 0.95]).toEqual([name, true]);
  });

  test("and not by being boundless: most requests have none", () => {
    const row = figures(accuracy.sums, "all");
    expect(row.claimed / row.n).toBeGreaterThan(0.75);
    expect(accuracy.unselected.figures.covered).toBeGreaterThanOrEqual(0.95);
  });

  test("the counter's intervals rest on the recordings there are", () => {
    expect(readFileSync(at("src/tokens/framing/backing/recorded.ts"), "utf8")).toBe(
      renderBacking(accuracy.backing, accuracy.fingerprint),
    );
  });

  test.each([
    ["text answers, to 4.6", 0.98],
    ["text answers, newer", 0.95],
  ])("output tokens, %s", (name, exact) => {
    expect(figures(accuracy.output, name).exact).toBeGreaterThanOrEqual(exact);
  });

  test("a changed prompt is exact where both counts are, else within a thousandth at the median", () => {
    expect(figures(accuracy.calibrated, "calibrated, both exact by count alone").exact).toBe(1);
    expect(figures(accuracy.calibrated, "calibrated, the others").median).toBeLessThanOrEqual(
      0.001,
    );
  });

  test("the cache behaves as predicted, and what is believed or left out is said", () => {
    const { rows, withoutRead } = accuracy.caching;
    expect(rows).toHaveLength(5);
    const [, whole, , read, all] = rows;
    expect([whole?.exact, whole?.withinPercent]).toEqual([1, 1]);
    expect(all?.n).toBe((read?.n ?? 0) + withoutRead.n);
    for (const row of rows.filter(({ name }) => name !== all?.name))
      expect([row.name, row.n >= 60, row.outcome >= 0.99]).toEqual([row.name, true, true]);
    expect(all?.outcome).toBeGreaterThanOrEqual(0.97);
    const page = renderAccuracy(accuracy);
    for (const figure of [whole?.believed, withoutRead.n, withoutRead.read])
      expect([figure !== 0, page.includes(` ${String(figure)} `)]).toEqual([true, true]);
  });

  /** With our own count alone: no usage says where tokens stand. */
  test("read and write divide as recorded wherever the total is ours", () => {
    const { rows, leftOut } = accuracy.caching.dry;
    for (const { name, n, exact, sameTotal } of rows) {
      expect([name, sameTotal.exact >= 0.98, n > 10]).toEqual([name, true, true]);
      if (!name.startsWith("with tools, in the messages")) expect(exact).toBeGreaterThan(0.9);
    }
    expect(leftOut.every(({ n }) => n > 0)).toBe(true);
  });

  test("public counters are measured on the same recordings", () => {
    const [ours, ...others] = accuracy.others;
    expect(others.length).toBeGreaterThanOrEqual(2);
    for (const other of others) {
      for (const [index, row] of other.rows.entries()) {
        expect(row.figures.n).toBe(ours?.rows[index]?.figures.n);
        expect(row.figures.median).toBeGreaterThan(ours?.rows[index]?.figures.median ?? 1);
      }
    }
  });

  test("ACCURACY.md and the README say what was measured now", () => {
    expect(readFileSync(at("ACCURACY.md"), "utf8")).toBe(renderAccuracy(accuracy));
    const readme = readFileSync(at("README.md"), "utf8");
    expect(putShort(readme, renderShort(accuracy))).toBe(readme);
  });
});
