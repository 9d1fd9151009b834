import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { outcomeOf } from "../../../src/billing/cache/split.ts";
import { simulateExchanges } from "../../../src/commands/simulate/simulate.ts";
import type { SimulatedExchange } from "../../../src/commands/simulate/json.ts";
import { readExchangeFiles } from "../../../src/fixture/files/exchanges.ts";
import type { Problem } from "../../../src/problem.ts";
import { createBlockTable } from "../../../src/prompt/block-table.ts";
import { loadTokenizer } from "../../../src/io/context.ts";
import { createCounter } from "../../../src/tokens/counter.ts";

const corpus = fileURLToPath(new URL("../../../../shared/corpus/", import.meta.url));
const present = existsSync(corpus);
if (!present)
  console.warn(
    `SKIPPED: no recorded traffic at ${corpus}; the cache machine was not held against it.`,
  );

function simulateFolder(folder: "exchanges" | "traces") {
  const problems: Problem[] = [];
  const files = readdirSync(`${corpus}${folder}`).map((name) => {
    const path = `${corpus}${folder}/${name}`;
    return {
      path,
      text: () => readFileSync(path, "utf8"),
      lines: () => readFileSync(path, "utf8").split("\n"),
    };
  });
  const digest = (text: string) => createHash("sha256").update(text).digest("hex");
  const runs = new Map<string, string>();
  function* read() {
    for (const exchange of readExchangeFiles({
      files,
      tree: null,
      digest,
      report: (found) => problems.push(found),
    })) {
      runs.set(exchange.exchange.id, `${exchange.exchange.place.file ?? ""}#${exchange.run}`);
      yield exchange;
    }
  }
  return {
    ...simulateExchanges({
      exchanges: read(),
      counter: createCounter(loadTokenizer),
      table: createBlockTable(),
      problems,
    }),
    runs,
  };
}

function agrees({ recorded, outcome }: SimulatedExchange) {
  return recorded !== null && outcomeOf(recorded) === outcome;
}

interface Evidence {
  readonly evidence: Readonly<
    Record<
      string,
      {
        readonly columns: readonly string[];
        readonly rows: readonly (readonly (string | number)[])[];
      }
    >
  >;
}

describe.skipIf(!present)("recorded traffic", () => {
  describe("exchanges", () => {
    const { exchanges, runs, problems } = present
      ? simulateFolder("exchanges")
      : { exchanges: [], runs: new Map<string, string>(), problems: [] };
    const runOf = ({ id }: SimulatedExchange) => runs.get(id) ?? "";
    const isCached = ({ recorded }: SimulatedExchange) =>
      recorded !== null && outcomeOf(recorded) !== "none";
    const cachedRuns = new Set(exchanges.filter(isCached).map(runOf));
    const inCachedRuns = exchanges.filter((exchange) => cachedRuns.has(runOf(exchange)));

    test("all are simulated, and nothing is wrong with them", () => {
      expect(exchanges.length).toBeGreaterThan(3_500);
      expect(problems.filter((problem) => problem.severity === "error")).toEqual([]);
      expect(exchanges.filter(agrees).length / exchanges.length).toBeGreaterThan(0.998);
    });

    test("in recordings with cache activity the outcome is the recorded one", () => {
      expect(inCachedRuns.length).toBeGreaterThan(260);
      expect(inCachedRuns.filter(agrees).length / inCachedRuns.length).toBeGreaterThan(0.99);
    });

    test("read and write are within 1 % where one prompt was measured, not the sum of a server tool's loop", () => {
      const near = (predicted: number, recorded: number) =>
        Math.abs(predicted - recorded) <= recorded / 100;
      const total = ({
        input,
        cacheRead,
        cacheWrite5m,
        cacheWrite1h,
      }: SimulatedExchange["predicted"]) => input + cacheRead + cacheWrite5m + cacheWrite1h;
      const single = inCachedRuns.filter(
        (exchange) =>
          exchange.recorded !== null &&
          exchange.recorded.webSearches === 0 &&
          total(exchange.predicted) === total(exchange.recorded),
      );
      const close = single.filter(
        ({ predicted, recorded }) =>
          recorded !== null &&
          near(predicted.cacheRead, recorded.cacheRead) &&
          near(
            predicted.cacheWrite5m + predicted.cacheWrite1h,
            recorded.cacheWrite5m + recorded.cacheWrite1h,
          ),
      );
      expect(single.length).toBeGreaterThan(240);
      expect(close.length / single.length).toBeGreaterThan(0.95);
    });
  });

  describe("traces", () => {
    const byId = new Map(
      (present ? simulateFolder("traces").exchanges : []).map((exchange) => [
        exchange.id,
        exchange,
      ]),
    );
    const { evidence }: Evidence = present
      ? JSON.parse(readFileSync(`${corpus}published/trace-evidence.json`, "utf8"))
      : { evidence: {} };
    const rowsOf = (claim: string) =>
      (evidence[claim]?.rows ?? []).flatMap(([trace, index, gap]) => {
        const exchange = byId.get(`${String(trace)}#${String(index)}`);
        return exchange === undefined ? [] : [{ exchange, gap: Number(gap) }];
      });

    test("the trace with whole bodies: every outcome, and to the token but where no count is measured", () => {
      const lemmy = [...byId.values()].filter((exchange) => exchange.id.startsWith("lemmy"));
      expect(lemmy).toHaveLength(64);
      expect(lemmy.filter((exchange) => !agrees(exchange))).toEqual([]);
      const differing = lemmy.filter(
        (exchange) => JSON.stringify(exchange.predicted) !== JSON.stringify(exchange.recorded),
      );
      // The second conversation reads tools and system, whose size alone no request measured.
      expect(differing.map((exchange) => exchange.id.split("#")[1])).toEqual(["57"]);
    });

    test.each([
      // One of them came 3,614 s after the hour's entry was written: past the documented minimum,
      // and not counted on.
      ["1h_hit_late", 3_600],
      ["1h_hit_over_5m", 3_600],
      ["5m_hit_late", 300],
      ["below_minimum_not_cached", Number.POSITIVE_INFINITY],
    ])("%s: kept as the machine says", (claim, ttl) => {
      const rows = rowsOf(claim).filter(({ gap }) => gap < ttl || Number.isNaN(gap));
      expect(rows.length).toBeGreaterThan(4);
      expect(
        rows.filter(
          ({ exchange }) => exchange.predicted.cacheRead !== exchange.recorded?.cacheRead,
        ),
      ).toEqual([]);
    });

    test.each(["1h_miss_just_after", "5m_miss_just_after"])(
      "%s: lost as the machine says, but for heads that others kept",
      (claim) => {
        const rows = rowsOf(claim);
        expect(rows.length).toBeGreaterThan(12);
        for (const { exchange } of rows)
          expect(exchange.predicted.cacheRead).toBeLessThanOrEqual(
            exchange.recorded?.cacheRead ?? -1,
          );
      },
    );

    test("within the TTL a row reads what the one before read and wrote", () => {
      const rows = [...byId.values()].filter((row) => row.predicted.cacheRead > 0);
      const exact = rows.filter(
        (row) => row.predicted.cacheRead === row.recorded?.cacheRead,
      ).length;
      expect(rows.length).toBeGreaterThan(14_000);
      expect(exact / rows.length).toBeGreaterThan(0.94);
    });
  });
});
