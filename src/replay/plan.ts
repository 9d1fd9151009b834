/** Which runs are sent again, and why. */
import type { Exchange, Run, Scenario } from "../fixture/fixture.ts";
import {
  createRunOpener,
  type OpenRun,
  type RereadOptions,
  type RunPlace,
} from "../fixture/reread.ts";
import { batchRefusal } from "../api/batch.ts";
import { writeRun } from "../fixture/sent.ts";
import type { JsonObject } from "../json.ts";
import { problem, type Problem } from "../problem.ts";
import { runText, type KeptAnswer, type KeptRuns } from "./journal.ts";

/** What a fixture's recording still says of its exchange. */
export type Age = "missing" | "stale" | "fresh";

export type Only = "missing" | "stale" | "all" | "missing-or-stale";

/**
 * A recording without the hash of its body is of the body beside it where nothing outside the file
 * feeds that.
 */
export function ageOf({ recorded, inputHash, request }: Exchange): Age {
  if (recorded === null) return "missing";
  if (recorded.inputHash === null)
    return request.links.length + request.placeholders.length === 0 ? "fresh" : "stale";
  return recorded.inputHash === inputHash ? "fresh" : "stale";
}

/**
 * A run that is sent: where it is, and nothing of what it holds, so that memory does not grow with
 * what is sent.
 */
export interface PlannedRun extends RunPlace {
  /** One for each exchange. */
  readonly ages: readonly Age[];
  readonly open: () => OpenRun;
}

/** A run as the journal calls it. */
export function runName({ scenario, id }: Pick<RunPlace, "scenario" | "id">): string {
  return runText({ scenario: scenario.id, run: id });
}

/** An answer that stands in for one that is not there yet. */
const standIn: JsonObject = {
  content: [{ type: "text", text: "…" }],
  usage: { input_tokens: 1, output_tokens: 1 },
  stop_reason: "end_turn",
};

/** Why a request cannot be sent as it is; null: it can. */
export function unsendable(
  exchange: Exchange | null,
  at: Exchange,
  scenario: string,
): Problem | null {
  const say = (why: "declared" | "undeclared" | "unreadable"): Problem =>
    problem("replay-unsendable", at.place, { exchange: at.id, why }, scenario);
  if (exchange === null) return say("unreadable");
  if (exchange.request.placeholders.some(({ undeclared }) => undeclared)) return say("undeclared");
  return exchange.request.placeholders.some(({ tokens }) => tokens !== null)
    ? say("declared")
    : null;
}

export interface ReplayPlan {
  readonly runs: readonly PlannedRun[];
  /** Exchanges whose recording holds, and whose run is left alone. */
  readonly fresh: number;
  /** The planned runs, as the journal calls them. */
  readonly byName: ReadonlyMap<string, PlannedRun>;
  /** All runs of the tree, sent or not, as the journal calls them. */
  readonly known: ReadonlySet<string>;
  /** Requests that cannot be sent. */
  readonly problems: readonly Problem[];
}

/**
 * Runs of a tree that are recorded whole, and what they hold; but for those, by `runText`, that are
 * sent now.
 */
export function findKept(scenarios: readonly Scenario[], but: ReadonlySet<string>): KeptRuns {
  const kept = new Map<string, ReadonlyMap<number, KeptAnswer>>();
  for (const { config, runs } of scenarios) {
    for (const { id, exchanges } of runs) {
      const name = runName({ scenario: config, id });
      if (but.has(name) || exchanges.some((one) => ageOf(one) !== "fresh")) continue;
      const held = exchanges.map(
        ({ index, recorded }) =>
          [
            index,
            { at: recorded?.at ?? "", samples: Math.max(1, recorded?.samples.length ?? 0) },
          ] as const,
      );
      kept.set(name, new Map(held));
    }
  }
  return kept;
}

/**
 * A run with one exchange that is wanted is sent whole: what it costs depends on what its earlier
 * requests left in the cache. `wants`: whether a scenario is to be sent, by id.
 */
export function planReplay(
  scenarios: readonly Scenario[],
  options: RereadOptions & {
    readonly only: Only;
    readonly batch: boolean;
    readonly wants: (scenario: string) => boolean;
  },
): ReplayPlan {
  const { batch, only, wants } = options;
  // A run is read anew when it is sent: another call may have recorded it by then.
  const [openNow, openLater] = [createRunOpener(options), createRunOpener(options)];
  const runs: PlannedRun[] = [];
  const problems: Problem[] = [];
  let fresh = 0;
  const sharers = findSharers(scenarios);
  const taken = new Set<string>();
  for (const { config: scenario, runs: all } of scenarios.filter(({ config }) =>
    wants(config.id),
  )) {
    for (const run of all.toSorted(inFileOrder)) {
      const ages = run.exchanges.map(ageOf);
      if (!ages.some((age) => isWanted(age, only))) {
        fresh += ages.length;
        continue;
      }
      const sharing = (sharers.get(spotOf(run)) ?? []).filter((one) => one.run !== run);
      const other = sharing.find((one) => writeRun(one.run) !== writeRun(run));
      if (other !== undefined) {
        const details = { run: run.id, scenario: scenario.id, other: other.scenario };
        if (!taken.has(spotOf(run)))
          problems.push(problem("replay-shared-fixture", run.place, details, scenario.id));
        taken.add(spotOf(run));
        continue;
      }
      // Of those that say the same, one is sent for all.
      if (taken.has(spotOf(run))) continue;
      taken.add(spotOf(run));
      const place: RunPlace = { scenario, id: run.id, file: fileOf(run) };
      const wrong = findFaults(run, scenario.id, { open: () => openNow(place), batch });
      problems.push(...wrong);
      if (wrong.length === 0) runs.push(planRun(place, ages, openLater));
    }
  }
  const known = new Set(
    scenarios.flatMap(({ config, runs: all }) =>
      all.map(({ id }) => runName({ scenario: config, id })),
    ),
  );
  return { runs, byName: new Map(runs.map((one) => [runName(one), one])), fresh, known, problems };
}

/** Who else has a run in the same place, sent or not. */
function findSharers(
  scenarios: readonly Scenario[],
): ReadonlyMap<string, readonly { readonly scenario: string; readonly run: Run }[]> {
  const sharers = new Map<string, { readonly scenario: string; readonly run: Run }[]>();
  for (const { config, runs } of scenarios) {
    for (const run of runs) {
      const others = sharers.get(spotOf(run));
      if (others === undefined) sharers.set(spotOf(run), [{ scenario: config.id, run }]);
      else others.push({ scenario: config.id, run });
    }
  }
  return sharers;
}

/** A place for a recording: a file can be a fixture of several scenarios, and has room for one. */
function spotOf(run: Run): string {
  return `${String(run.place.line)} ${fileOf(run)}`;
}

function fileOf(run: Run): string {
  return run.place.file ?? "";
}

/** So that a file of many runs is read once, and people see them in the order they wrote. */
function inFileOrder(a: Run, b: Run): number {
  return fileOf(a) < fileOf(b)
    ? -1
    : fileOf(a) > fileOf(b)
      ? 1
      : (a.place.line ?? 0) - (b.place.line ?? 0);
}

function isWanted(age: Age, only: Only): boolean {
  return only === "all" || (only === "missing-or-stale" ? age !== "fresh" : age === only);
}

/** What keeps a run from being sent; a run of one request depends on no answer. */
function findFaults(
  run: Run,
  scenario: string,
  options: { readonly open: () => OpenRun; readonly batch: boolean },
): readonly Problem[] {
  const next = run.exchanges.length > 1 ? options.open().walk() : null;
  return run.exchanges.flatMap((exchange, at) => {
    const found = next === null ? exchange : next(at === 0 ? null : standIn);
    return (
      unsendable(found, exchange, scenario) ??
      (options.batch ? unbatchable(found, exchange, scenario) : null) ??
      []
    );
  });
}

/**
 * Why a batch does not take an exchange. `found`: as it is where stand-ins take the place of the
 * answers before it.
 */
function unbatchable(found: Exchange | null, exchange: Exchange, scenario: string): Problem | null {
  const holdsAnswer = found !== null && found.inputHash !== exchange.inputHash;
  const why = holdsAnswer
    ? "it holds the answer to the request before it (`$answer`)"
    : batchRefusal(exchange.request.body);
  return why === null
    ? null
    : problem("replay-batch-unfit", exchange.place, { exchange: exchange.id, why }, scenario);
}

/**
 * Made apart from where runs are looked at: what its function sees stays in memory as long as the
 * plan does.
 */
function planRun(
  place: RunPlace,
  ages: readonly Age[],
  open: (place: RunPlace) => OpenRun,
): PlannedRun {
  return {
    ...place,
    ages,
    open: () => open(place),
  };
}
