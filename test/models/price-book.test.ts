import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/models/catalogue.ts";
import { checkLifecycle, noteRetirement } from "../../src/models/lifecycle.ts";
import { createPriceBook } from "../../src/models/price-book.ts";
import type { RateKey, Rates } from "../../src/models/rates.ts";
import { nowhere } from "../../src/problem.ts";

const book = createPriceBook();
function on(model: string, day: string, rest: Partial<RateKey> = {}): Rates | null {
  return book.rates({
    model,
    rate: book.rateOn(model, day),
    band: "base",
    geo: "global",
    speed: "standard",
    tier: "standard",
    ...rest,
  });
}

describe("dates", () => {
  test("Sonnet 5.5 reads halve on 2026-10-07", () => {
    expect(on("claude-sonnet-5-5", "2026-10-06")?.cacheRead).toBe(200_000n);
    expect(on("claude-sonnet-5-5", "2026-10-07")?.cacheRead).toBe(100_000n);
    expect(book.rateOn("claude-sonnet-5-5", "2026-10-06")).toBe("2026-09-28");
    expect(book.rateOn("claude-sonnet-5-5", "2026-10-07")).toBe("2026-10-07");
    expect(book.rateOn("claude-sonnet-5", "2026-10-07")).toBe("list");
  });

  test("the premium over 200k ends after 2026-03-13", () => {
    expect(book.bandOf("claude-opus-4-6", "2026-03-13", 200_001)).toBe("long");
    expect(book.bandOf("claude-opus-4-6", "2026-03-13", 200_000)).toBe("base");
    expect(book.bandOf("claude-opus-4-6", "2026-03-14", 900_000)).toBe("base");
    expect(on("claude-sonnet-4-6", "2026-03-01", { band: "long" })?.output).toBe(22_500_000n);
    expect(on("claude-sonnet-4-6", "2026-03-14", { band: "long" })).toBeNull();
  });

  test("fast mode ends", () => {
    expect(on("claude-opus-4-6", "2026-06-29", { speed: "fast" })?.input).toBe(30_000_000n);
    expect(on("claude-opus-4-6", "2026-06-30", { speed: "fast" })).toBeNull();
    expect(on("claude-opus-4-6", "2026-03-01", { speed: "fast", band: "long" })?.output).toBe(
      225_000_000n,
    );
    expect(on("claude-opus-4-8", "2026-11-30", { speed: "fast" })?.output).toBe(50_000_000n);
    expect(on("claude-opus-4-8", "2026-12-01", { speed: "fast" })).toBeNull();
  });

  test("Haiku 5.5 has two bands", () => {
    expect(book.bandOf("claude-haiku-5-5", "2026-11-24", 100_000)).toBe("base");
    expect(book.bandOf("claude-haiku-5-5", "2026-11-24", 100_001)).toBe("long");
  });

  test.each([
    ["claude-opus-4-5", "2026-11-24", "2027-01-22, in 59 days", "`claude-opus-5-5`"],
    ["claude-opus-4-5-20251101", "2027-01-21", "2027-01-22, in 1 day:", "`claude-opus-5-5`"],
    ["claude-sonnet-4-5", "2026-09-01", "2026-11-30, in 90 days", "`claude-sonnet-5`"],
  ])("%s is said to retire soon on %s", (id, day, when, newest) => {
    const [found, ...others] = noteRetirement(id, day, nowhere);
    expect(others).toEqual([]);
    expect([found?.code, found?.severity]).toEqual(["model-retires-soon", "warning"]);
    expect(found?.message).toContain(when);
    expect(found?.fix).toContain(newest);
  });

  test.each([
    ["claude-sonnet-4-5", "2026-08-31"],
    ["claude-sonnet-4-5", "2026-11-30"],
    ["claude-sonnet-5-5", "2026-11-24"],
    ["us.anthropic.claude-opus-4-5-20251101-v1:0", "2026-11-24"],
    ["nobody-knows", "2026-11-24"],
  ])("of %s nothing is said on %s", (id, day) => {
    expect(noteRetirement(id, day, nowhere)).toEqual([]);
  });

  test("a retired model warns, a day before the release is an error", () => {
    const sonnet45 = catalogue.find((model) => model.id === "claude-sonnet-4-5");
    const sonnet55 = catalogue.find((model) => model.id === "claude-sonnet-5-5");
    expect(checkLifecycle(sonnet45!, "2026-11-29", nowhere)).toEqual([]);
    expect(
      checkLifecycle(sonnet45!, "2026-11-30", nowhere).map((problem) => [
        problem.code,
        problem.severity,
      ]),
    ).toEqual([["model-retired", "warning"]]);
    expect(
      checkLifecycle(sonnet55!, "2026-09-27", nowhere).map((problem) => [
        problem.code,
        problem.severity,
      ]),
    ).toEqual([["price-unknown-on-day", "error"]]);
  });
});

describe("multipliers", () => {
  test("batch × geo × band multiply, searches stay", () => {
    const rates = on("claude-haiku-5-5", "2026-11-24", { band: "long", geo: "us", tier: "batch" });
    expect(rates).toEqual({
      input: 275_000n,
      output: 1_375_000n,
      cacheWrite5m: 343_750n,
      cacheWrite1h: 550_000n,
      cacheRead: 27_500n,
      webSearch: 10_000_000_000n,
    });
  });

  test("are exact for every price of the book", () => {
    for (const model of catalogue) {
      for (const period of model.periods) {
        for (const prices of [period.list, period.fast, period.long?.prices, period.long?.fast]) {
          for (const price of Object.values(prices ?? {}))
            if (price !== null) expect(price % 20n, model.id).toBe(0n);
        }
      }
    }
  });

  test("fast mode and batch exclude one another", () => {
    expect(on("claude-opus-5-5", "2026-11-24", { speed: "fast", tier: "batch" })).toBeNull();
    expect(on("claude-opus-5-5", "2026-11-24", { speed: "fast", geo: "us" })?.cacheRead).toBe(
      440_000n,
    );
  });

  test("unknown prices are null, unknown models and rates have none", () => {
    expect(on("claude-mythos-preview", "2026-11-24")?.input).toBeNull();
    expect(on("claude-3-sonnet-20240229", "2025-01-01")).toMatchObject({
      input: 3_000_000n,
      cacheRead: null,
    });
    expect(on("claude-2.1", "2025-01-01")).toBeNull();
    expect(
      book.rates({
        model: "claude-sonnet-5",
        rate: "2020-01-01",
        band: "base",
        geo: "global",
        speed: "standard",
        tier: "standard",
      }),
    ).toBeNull();
  });
});

describe("overrides", () => {
  const own = createPriceBook([
    { model: "claude-sonnet-4-5-20250929", input: 2_000_000n },
    { model: "in-house", input: 7n, output: 8n },
  ]);
  const key: RateKey = {
    model: "claude-sonnet-4-5",
    rate: "2026-05-01",
    band: "base",
    geo: "global",
    speed: "standard",
    tier: "standard",
  };

  test("replace a class and leave the others, multipliers on top", () => {
    expect(own.rates(key)).toMatchObject({ input: 2_000_000n, output: 15_000_000n });
    expect(own.rates({ ...key, tier: "batch" })).toMatchObject({
      input: 1_000_000n,
      output: 7_500_000n,
    });
  });

  test("may name a model that the book does not know", () => {
    const found = own.rates({
      ...key,
      model: "in-house",
      rate: own.rateOn("in-house", "2026-11-24"),
      geo: "us",
    });
    expect(found).toMatchObject({ input: 8n, output: 9n, cacheRead: null });
  });
});

describe("describe", () => {
  test("is stable text that changes with a price and not with the order of the models", () => {
    const models = ["claude-sonnet-5-5", "claude-haiku-5-5"];
    const today = book.describe(models, "2026-11-24");
    expect(book.describe(models.toReversed(), "2026-11-23")).toBe(today);
    expect(book.describe(models, "2026-10-06")).not.toBe(today);
    expect(
      createPriceBook([{ model: "claude-sonnet-5-5", output: 1n }]).describe(models, "2026-11-24"),
    ).not.toBe(today);
    expect(today.split("\n")[0]).toBe(
      "claude-haiku-5-5 standard global standard base: input 100000 output 500000 " +
        "cacheWrite5m 125000 cacheWrite1h 200000 cacheRead 10000 webSearch 10000000000",
    );
  });
});
