/** Which runs are sent again, and why. */
import type { Exchange, Run, Scenario } from "../fixture/fixture.ts";
import { createRunOpener, type OpenRun, type RereadOptions, type RunPlace } from "../fixture/reread.ts";
import { writeJson, type JsonObject } from "../json.ts";
import { problem, type Problem } from "../problem.ts";
import { batchRefusal } from "../variants/batch.ts";
import { keptName, runText, type KeptAnswers } from "./journal.ts";

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
  /** Requests that cannot be sent. */
  readonly problems: readonly Problem[];
}

const fileOf = (run: Run): string => run.place.file ?? "";

/** So that a file of many runs is read once, and people see them in the order they wrote. */
const inFileOrder = (a: Run, b: Run): number =>
  fileOf(a) < fileOf(b) ? -1 : fileOf(a) > fileOf(b) ? 1 : (a.place.line ?? 0) - (b.place.line ?? 0);

/** What keeps a run from being sent; a run of one request depends on no answer. */
const findFaults = (run: Run, scenario: string, options: { readonly open: () => OpenRun; readonly batch: boolean }): readonly Problem[] => {
  const next = run.exchanges.length > 1 ? options.open().walk() : null;
  return run.exchanges.flatMap((exchange, at) => {
    const found = next === null ? exchange : next(at === 0 ? null : standIn);
    return unsendable(found, exchange, scenario) ?? (options.batch ? unbatchable(found, exchange, scenario) : null) ?? [];
  });
};

/** When the recordings of a tree were asked for, as far as they say; but for runs, by `runText`, whose answers are needed once more. */
export const findKept = (scenarios: readonly Scenario[], but: ReadonlySet<string>): KeptAnswers =>
  new Map(
    scenarios.flatMap(({ config, runs }) =>
      runs
        .filter(({ id }) => !but.has(runText({ scenario: config.id, run: id })))
        .flatMap(({ id, exchanges }) =>
          exchanges.flatMap(({ index, recorded }) => {
            const at = recorded?.at ?? null;
            return at === null ? [] : [[keptName({ scenario: config.id, run: id, index }), at] as const];
          }),
        ),
    ),
  );

/** A run with one exchange that is wanted is sent whole: what it costs depends on what its earlier requests left in the cache. */
export const planReplay = (
  scenarios: readonly Scenario[],
  options: RereadOptions & { readonly only: Only; readonly batch: boolean },
): ReplayPlan => {
  const openRun = createRunOpener(options);
  const runs: PlannedRun[] = [];
  const problems: Problem[] = [];
  let fresh = 0;
  const taken = new Map<string, { readonly scenario: string; readonly bodies: string }>();
  for (const { config: scenario, runs: all } of scenarios) {
    for (const run of all.toSorted(inFileOrder)) {
      const ages = run.exchanges.map(ageOf);
      if (!ages.some((age) => isWanted(age, options.only))) {
        fresh += ages.length;
        continue;
      }
      // A file can be a fixture of several scenarios, and has room for one recording.
      const spot = `${String(run.place.line)} ${fileOf(run)}`;
      const bodies = options.digest(run.exchanges.map(({ request, betas }) => `${writeJson(request.body)}\n${betas.join(",")}`).join("\n"));
      const other = taken.get(spot);
      if (other !== undefined) {
        const details = { run: run.id, scenario: scenario.id, other: other.scenario };
        if (other.bodies !== bodies) problems.push(problem("replay-shared-fixture", run.place, details, scenario.id));
        continue;
      }
      taken.set(spot, { scenario: scenario.id, bodies });
      const place: RunPlace = { scenario, id: run.id, file: fileOf(run) };
      const open = (): OpenRun => openRun(place);
      const wrong = findFaults(run, scenario.id, { open, batch: options.batch });
      problems.push(...wrong);
      if (wrong.length === 0) runs.push({ ...place, ages, open });
    }
  }
  return { runs, fresh, problems };
};
