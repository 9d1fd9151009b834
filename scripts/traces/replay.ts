/** The arrivals of recorded conversations replayed as observed traffic, beside what was recorded. */
import { createPriceBook } from "../../src/models/price-book.ts";
import { ratio } from "../../src/money.ts";
import { ascending } from "../../src/order.ts";
import { project } from "../../src/projection/project.ts";
import { certainty } from "../../src/traffic/chance.ts";
import { scenarioOf, trafficOf } from "../../test/projection/scenario.ts";
import { readTraces, runOfTrace, type Trace } from "./traces.ts";

/** The share of a trace's prompt tokens that was read from the cache, between 0 and 1. */
export interface ReplayedTrace {
  readonly name: string;
  readonly requests: number;
  readonly recorded: number;
  readonly projected: number;
}

/** Replays traces; those of one source share a cache, at the times they were recorded. */
export function replayTraces(
  folder: string,
  takes: (file: string) => boolean = () => true,
): readonly ReplayedTrace[] {
  const traces = readTraces(folder, takes).filter(({ rows }) => rows.length > 0);
  const sources = [...new Set(traces.map(({ source }) => source))];
  return sources.flatMap((source) => replaySource(traces.filter((each) => each.source === source)));
}

function replaySource(traces: readonly Trace[]): readonly ReplayedTrace[] {
  const startOf = ({ rows }: Trace): number => rows[0]?.atMs ?? 0;
  const ordered = traces.toSorted((a, b) => startOf(a) - startOf(b));
  const firstMs = ordered[0] === undefined ? 0 : startOf(ordered[0]);
  const lastMs = ordered
    .flatMap(({ rows }) => rows)
    .reduce((most, { atMs }) => Math.max(most, atMs), 0);
  // A day of silence behind the last request: the next round starts with an empty cache.
  const lengthMs = lastMs - firstMs + 86_400_000;
  const starts = ordered.map((trace) => ({ atMs: startOf(trace) - firstMs, run: trace.name }));
  const scenario = scenarioOf(
    ordered.map(runOfTrace),
    trafficOf(ratio(BigInt(ordered.length)), {
      kind: "observed",
      text: "as recorded",
      files: null,
      pattern: { starts, lengthMs },
    }),
  );
  const { exchanges } = project({
    scenario,
    neighbours: [],
    book: createPriceBook(),
    asOf: "2026-11-24",
  });
  const read = new Map<string, number>();
  for (const { run, outcomes } of exchanges)
    for (const outcome of outcomes)
      read.set(
        run,
        (read.get(run) ?? 0) + (outcome.read * Number(outcome.chance)) / Number(certainty),
      );
  return ordered.map(({ name, rows }) => {
    const prompt = rows.reduce((sum, row) => sum + row.input + row.read + row.write, 0);
    return {
      name,
      requests: rows.length,
      recorded: rows.reduce((sum, row) => sum + row.read, 0) / prompt,
      projected: (read.get(name) ?? 0) / prompt,
    };
  });
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted(ascending);
  return ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? 0;
}
