/** Which runs are sent again, and why. */
import type { Exchange, Run, Scenario } from "../fixture/fixture.ts";
import { createRunOpener, type OpenRun, type RereadOptions, type RunPlace } from "../fixture/reread.ts";
import type { JsonObject } from "../json.ts";
import { problem, type Problem } from "../problem.ts";
import { batchRefusal } from "../variants/batch.ts";
import { runText } from "./journal.ts";

/** What a fixture's recording still says of its exchange. */
export type Age = "missing" | "stale" | "fresh";

export type Only = "missing" | "stale" | "all" | "missing-or-stale";

/** A recording without the hash of its body is of the body beside it where nothing outside the file feeds that. */
export const ageOf = ({ recorded, inputHash, request }: Exchange): Age => {
  if (recorded === null) return "missing";
  if (recorded.inputHash === null) return request.ties.length + request.fills.length === 0 ? "fresh" : "stale";
  return recorded.inputHash === inputHash ? "fresh" : "stale";
};

const isWanted = (age: Age, only: Only): boolean => only === "all" || (only === "missing-or-stale" ? age !== "fresh" : age === only);

/** A run that is sent: where it is, and nothing of what it holds, so that memory does not grow with what is sent. */
export interface PlannedRun extends RunPlace {
  /** One for each exchange. */
  readonly ages: readonly Age[];
  readonly open: () => OpenRun;
}

/** An answer that stands in for one that is not there yet. */
const standIn: JsonObject = {
  content: [{ type: "text", text: "…" }],
  usage: { input_tokens: 1, output_tokens: 1 },
  stop_reason: "end_turn",
};

const unsendable = (exchange: Exchange | null, at: Exchange, scenario: string): Problem | null => {
  const say = (why: "declared" | "undeclared" | "unreadable"): Problem =>
    problem("replay-unsendable", at.place, { exchange: at.id, why }, scenario);
  if (exchange === null) return say("unreadable");
  if (exchange.request.fills.some(({ undeclared }) => undeclared)) return say("undeclared");
  return exchange.request.fills.some(({ tokens }) => tokens !== null) ? say("declared") : null;
};

/** Why a batch does not take an exchange. `found`: as it is where stand-ins take the place of the answers before it. */
const unbatchable = (found: Exchange | null, exchange: Exchange, scenario: string): Problem | null => {
  const holdsAnswer = found !== null && found.inputHash !== exchange.inputHash;
  const why = holdsAnswer ? "it holds the answer to the request before it (`$answer`)" : batchRefusal(exchange.request.body);
  return why === null ? null : problem("replay-batch-unfit", exchange.place, { exchange: exchange.id, why }, scenario);
};

export interface ReplayPlan {
  readonly runs: readonly PlannedRun[];
  /** Exchanges whose recording holds, and whose run is left alone. */
  readonly fresh: number;
  /** Those runs all of whose recordings hold, as the journal calls them. */
  readonly freshRuns: ReadonlySet<string>;
  /** Requests that cannot be sent. */
  readonly problems: readonly Problem[];
}

const fileOf = (run: Run): string => run.place.file ?? "";

/** So that a file of many runs is read once, and people see them in the order they wrote. */
const inFileOrder = (a: Run, b: Run): number =>
  fileOf(a) < fileOf(b) ? -1 : fileOf(a) > fileOf(b) ? 1 : (a.place.line ?? 0) - (b.place.line ?? 0);

/** What keeps a run from being sent; a run of one request depends on no answer. */
const findFaults = (run: Run, scenario: string, options: { readonly open: () => OpenRun; readonly batch: boolean }): readonly Problem[] => {
  const opened = run.exchanges.length > 1 ? options.open() : null;
  return run.exchanges.flatMap((exchange, at) => {
    const found = opened === null ? exchange : opened.after(Array.from({ length: at }, () => standIn));
    return unsendable(found, exchange, scenario) ?? (options.batch ? unbatchable(found, exchange, scenario) : null) ?? [];
  });
};

/** A run with one exchange that is wanted is sent whole: what it costs depends on what its earlier requests left in the cache. */
export const planReplay = (
  scenarios: readonly Scenario[],
  options: RereadOptions & { readonly only: Only; readonly batch: boolean },
): ReplayPlan => {
  const openRun = createRunOpener(options);
  const runs: PlannedRun[] = [];
  const problems: Problem[] = [];
  let fresh = 0;
  const freshRuns = new Set<string>();
  for (const { config: scenario, runs: all } of scenarios) {
    for (const run of all.toSorted(inFileOrder)) {
      const ages = run.exchanges.map(ageOf);
      if (!ages.some((age) => isWanted(age, options.only))) {
        fresh += ages.length;
        if (ages.every((age) => age === "fresh")) freshRuns.add(runText({ scenario: scenario.id, run: run.id }));
        continue;
      }
      const place: RunPlace = { scenario, id: run.id, file: fileOf(run) };
      const open = (): OpenRun => openRun(place);
      const wrong = findFaults(run, scenario.id, { open, batch: options.batch });
      problems.push(...wrong);
      if (wrong.length === 0) runs.push({ ...place, ages, open });
    }
  }
  return { runs, fresh, freshRuns, problems };
};
