/** What is said at the end of a recording. */
import { partsNotLinked } from "../../fixture/scenario-inputs.ts";
import { withValuesOf } from "../differences/settled.ts";
import type { JsonObject, Path } from "../../json.ts";
import { groupBy } from "../../order.ts";
import { isSameBody } from "../snapshots/resolve-request.ts";
import type { Snapshot } from "../snapshots/read-snapshots.ts";
import type {
  ChangedRequest,
  Matching,
  RecordedFinding,
  RecordedPlaceholder,
  RecordedScenario,
  RecordedTie,
  SnapshotState,
} from "../snapshot-plan.ts";
import type { PlannedRun, PlannedScenario } from "./scenario.ts";

/** A snapshot that no run sent, and whether it goes. */
export interface UnsentSnapshot {
  readonly snapshot: Snapshot;
  readonly isRemoved: boolean;
}

/** The scenarios that were sent, and those that only have snapshots, by name. */
export function describeScenarios(
  planned: readonly PlannedScenario[],
  unsent: readonly UnsentSnapshot[],
  into: string,
): readonly RecordedScenario[] {
  const left = groupBy(unsent, ({ snapshot }) => snapshot.scenario);
  const sent = planned.map((scenario) => describeScenario(scenario, left.get(scenario.name) ?? []));
  const names = new Set(planned.map(({ name }) => name));
  const others = [...left].flatMap(([name, snapshots]) =>
    names.has(name)
      ? []
      : [describeScenario({ name, folder: `${into}/${name}`, runs: [] }, snapshots)],
  );
  return [...sent, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function describeScenario(
  { name, folder, runs }: Pick<PlannedScenario, "name" | "folder" | "runs">,
  unsent: readonly UnsentSnapshot[],
): RecordedScenario {
  const states = groupBy(
    [
      ...runs.flatMap((run) => {
        const state = stateOf(run);
        return state === null ? [] : [{ file: run.file, state }];
      }),
      ...unsent.map(({ snapshot: { file }, isRemoved }) => ({
        file,
        state: isRemoved ? ("removed" as const) : ("kept" as const),
      })),
    ],
    ({ state }) => state,
  );
  const filesOf = (state: SnapshotState): readonly string[] =>
    (states.get(state) ?? []).map(({ file }) => file).sort();
  return {
    name,
    folder,
    runs: runs.length,
    requests: runs.reduce((sum, { placed }) => sum + placed.live.exchanges.length, 0),
    files: {
      unchanged: filesOf("unchanged"),
      updated: filesOf("updated"),
      new: filesOf("new"),
      removed: filesOf("removed"),
      kept: filesOf("kept"),
    },
    matched: countMatched(runs),
    notTied: partsNotLinked(
      runs.map(({ written }) => ({
        exchanges: (written?.requests ?? []).map((request) => ({ request })),
      })),
    ),
  };
}

/** What becomes of a run's file; null: nothing is written of it. */
export function stateOf({ placed, written, file }: PlannedRun): SnapshotState | null {
  if (written === null) return null;
  if (written.isUnchanged && placed.snapshot?.file === file) return "unchanged";
  return placed.snapshot === null ? "new" : "updated";
}

/** Runs that found their snapshot, by how. */
export function countMatched(runs: readonly PlannedRun[]): Readonly<Record<Matching, number>> {
  const count = (how: Matching): number => runs.filter(({ placed }) => placed.how === how).length;
  return { hash: count("hash"), place: count("place"), prefix: count("prefix") };
}

/** Every request that is another one than its snapshot's. */
export function describeChanges(
  planned: readonly PlannedScenario[],
  unsent: readonly UnsentSnapshot[],
): readonly ChangedRequest[] {
  const sent = planned.flatMap(({ name: scenario, runs }) =>
    runs.flatMap(({ placed: { snapshot }, name: run, file, aligned, written }) => {
      const known = snapshot?.exchanges ?? [];
      const facts = { scenario, run, file };
      const differing = (written?.requests ?? []).flatMap((sent, index) => {
        const old = known[aligned[index] ?? -1]?.request ?? null;
        if (old !== null && isSameBody(old.body, sent.body)) return [];
        const settled = old === null ? sent.body : withValuesOf(old, sent);
        const isSettled = old !== null && isSameBody(old.body, settled);
        const before = old?.body ?? null;
        return [{ sent: sent.body, settled, isSettled, change: { ...facts, index, before } }];
      });
      const places = new Set(aligned);
      const gone = known.flatMap(({ request }, index) =>
        places.has(index) ? [] : [{ ...facts, index, before: request.body, after: null }],
      );
      // What changes by itself is no difference, and hides none; a value that does not fit is one.
      const real = differing.filter(({ isSettled }) => !isSettled);
      const inPlace =
        real.length + gone.length > 0
          ? real.map(({ change, settled: after }) => ({ ...change, after }))
          : differing.map(({ change, sent: after }) => ({ ...change, after }));
      return [...inPlace, ...gone];
    }),
  );
  const removed = unsent.flatMap(({ snapshot: { scenario, name, file, exchanges }, isRemoved }) =>
    isRemoved
      ? exchanges.map(({ request }, index) => {
          const before: JsonObject = request.body;
          return { scenario, run: name, file, index, before, after: null };
        })
      : [],
  );
  return [...sent, ...removed];
}

/** Texts that change by themselves: one entry for each name of a scenario and level. */
export function describePlaceholders(
  planned: readonly PlannedScenario[],
): readonly RecordedPlaceholder[] {
  return planned.flatMap(({ name: scenario, texts }) => {
    const found = texts.placeholders.map(({ path, exchange, ...placeholder }) => ({
      exchange,
      entry: { scenario, ...placeholder, level: levelOf(path) },
    }));
    return countRequests(found);
  });
}

export function describeFindings(planned: readonly PlannedScenario[]): readonly RecordedFinding[] {
  return planned.flatMap(({ name: scenario, texts }) => {
    const found = texts.findings.map(({ path, exchange, kind, file }) => ({
      exchange,
      entry: { scenario, kind, file, level: levelOf(path) },
    }));
    return countRequests(found);
  });
}

/** Equal entries once, each with how many requests have it. */
function countRequests<Entry extends object>(
  found: readonly { readonly exchange: number; readonly entry: Entry }[],
): readonly (Entry & { readonly requests: number })[] {
  return [...groupBy(found, ({ entry }) => JSON.stringify(entry)).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const requests = new Set(alike.map(({ exchange }) => exchange)).size;
    return [{ ...first.entry, requests }];
  });
}

/** The files that requests are tied to, with the levels of the prompt they feed. */
export function describeTies(planned: readonly PlannedScenario[]): readonly RecordedTie[] {
  return planned.flatMap(({ name: scenario, texts }) =>
    [
      ...groupBy(texts.tied, ({ file, pointer }) => JSON.stringify([file, pointer])).values(),
    ].flatMap((alike) => {
      const [first] = alike;
      if (first === undefined) return [];
      const { file, pointer, others } = first;
      const levels = [...new Set(alike.map(({ path }) => levelOf(path)))].sort();
      return [{ file, pointer, scenario, levels, others }];
    }),
  );
}

function levelOf(path: Path): string {
  return String(path[0] ?? "");
}
