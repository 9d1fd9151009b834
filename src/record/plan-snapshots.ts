/** From the calls of a command and the snapshots there are to the files to be written. */
import type { Config } from "../config/config.ts";
import { defaultRecordedInto } from "../config/config.ts";
import { folderOf, resolvePath } from "../config/paths.ts";
import { findFixtures } from "../fixture/files/find.ts";
import { groupBy } from "../order.ts";
import type { Tree } from "../tree.ts";
import type { callOutcomes, CapturedCall } from "./captured-call.ts";
import { collectCounts } from "./counted-inputs.ts";
import { writeFirstConfig, writeScenario } from "./first-config.ts";
import { placeRuns } from "./planning/place-runs.ts";
import {
  countMatched,
  describeChanges,
  describeFindings,
  describePlaceholders,
  describeScenarios,
  describeTies,
  stateOf,
  type UnsentSnapshot,
} from "./planning/result.ts";
import { planScenario, type PlannedScenario } from "./planning/scenario.ts";
import type { Redactor } from "./redact/redactor.ts";
import { groupRuns } from "./runs/live-run.ts";
import type { FileText, RecordedScenario, SentCalls, SnapshotPlan } from "./snapshot-plan.ts";
import { readSnapshots, type Snapshot } from "./snapshots/read-snapshots.ts";
import { writeIndented } from "./snapshots/write-json.ts";
import type { RecordingContext } from "./snapshots/write-recorded.ts";
import type { RewriteOptions } from "./texts/rewritten.ts";
import { writeJson } from "../json.ts";

export interface SnapshotOptions {
  /** Of every run of the command, in any order. */
  readonly calls: readonly CapturedCall[];
  /** The working tree, as it is before anything is written. */
  readonly tree: Tree;
  /** Null: there is none yet. */
  readonly config: Config | null;
  /** Where the config is, or would be written, from the root. */
  readonly configFile: string;
  readonly context: RecordingContext;
  readonly redact: Redactor;
  /** `--scenario`: of calls that say none. */
  readonly scenario: string | null;
  /**
   * What becomes of snapshots that no run sent. `kept`: the command did not end well. `seen`: those
   * of scenarios that were sent are removed. `all`: those of the others too.
   */
  readonly unsent: "kept" | "seen" | "all";
  readonly texts: RewriteOptions;
}

/** The folder of snapshots, from the root. */
export function recordedInto({
  config,
  configFile,
}: Pick<SnapshotOptions, "config" | "configFile">): string {
  return (
    config?.recordInto ??
    resolvePath(folderOf(configFile), defaultRecordedInto) ??
    defaultRecordedInto
  );
}

/** Works out what is to be written; writes nothing. Equal input gives equal bytes. */
export function planSnapshots(options: SnapshotOptions): SnapshotPlan {
  const { tree, config, context, redact, scenario, texts } = options;
  const { digest } = context;
  const into = recordedInto(options);
  const folder = readSnapshots({ tree, config, into, digest });
  const passes = passesOf(options.calls);
  const counts = collectCounts(passes[0] ?? [], { digest, redact });
  const live = passes.map((calls) => groupRuns(calls, { digest, redact, scenario }));
  const placed = placeRuns(live, folder.snapshots, digest);
  const taken = new Set(folder.paths);
  const names = new Set(
    [
      ...folder.snapshots.map(({ scenario: name }) => name),
      ...placed.flatMap(({ name }) => (name === null ? [] : [name])),
      ...namesOfOthers(options, into),
    ].map((name) => name.toLowerCase()),
  );
  const tools = { tree, into, folder, context, counts, texts, names, files: taken };
  const planned = placed.map((group) => planScenario(group, tools));
  const unsent = findUnsent(folder.snapshots, planned, options.unsent);
  const writes = writesOf(planned);
  const removals = removalsOf(planned, unsent);
  const scenarios = describeScenarios(planned, unsent, into);
  const uncovered = findUncovered(scenarios, { ...options, writes, removals });
  const sent = passes.map(describeCalls);
  return {
    writes,
    removals,
    config:
      config === null && uncovered.length > 0
        ? {
            path: options.configFile,
            text: writeFirstConfig(uncovered, options.configFile),
          }
        : null,
    result: {
      scenarios,
      matched: countMatched(planned.flatMap(({ runs }) => runs)),
      passes: sent.map((calls, pass) => ({
        ...calls,
        countsKept: pass === 0 ? counts.used() : 0,
      })),
      placeholders: describePlaceholders(planned),
      tied: describeTies(planned),
      findings: describeFindings(planned),
      uncovered:
        config === null
          ? []
          : uncovered.map((one) => ({
              scenario: one.name,
              lines: writeScenario(
                one,
                options.configFile,
                config.scenarios.find(({ id }) => id === one.name)?.fixtures,
              ),
            })),
    },
    changes: describeChanges(planned, unsent),
    problems: [...folder.problems, ...planned.flatMap(({ problems }) => problems)],
  };
}

/** The calls of each run of the command, in the order they were sent. */
function passesOf(calls: readonly CapturedCall[]): readonly (readonly CapturedCall[])[] {
  return [...groupBy(calls, ({ pass }) => pass)]
    .sort(([a], [b]) => a - b)
    .map(([, sent]) => sent.toSorted((a, b) => a.startedMs - b.startedMs));
}

/** The snapshots that no run took, and whether they go. */
function findUnsent(
  snapshots: readonly Snapshot[],
  planned: readonly PlannedScenario[],
  rule: SnapshotOptions["unsent"],
): readonly UnsentSnapshot[] {
  const taken = new Set(planned.flatMap(({ runs }) => runs.map(({ placed }) => placed.snapshot)));
  const seen = new Set(planned.map(({ name }) => name));
  return snapshots
    .filter((snapshot) => !taken.has(snapshot))
    .map((snapshot) => ({
      snapshot,
      isRemoved: rule === "all" || (rule === "seen" && seen.has(snapshot.scenario)),
    }));
}

function writesOf(planned: readonly PlannedScenario[]): readonly FileText[] {
  return planned
    .flatMap(({ runs }) =>
      runs.flatMap((run) =>
        run.written === null || stateOf(run) === "unchanged"
          ? []
          : [{ path: run.file, text: `${writeIndented(run.written.value)}\n` }],
      ),
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Snapshots that go, and those whose run has another file now. */
function removalsOf(
  planned: readonly PlannedScenario[],
  unsent: readonly UnsentSnapshot[],
): readonly string[] {
  const moved = planned.flatMap(({ runs }) =>
    runs.flatMap(({ placed: { snapshot }, file, written }) =>
      snapshot === null || snapshot.file === file || written === null ? [] : [snapshot.file],
    ),
  );
  const gone = unsent.flatMap(({ snapshot, isRemoved }) => (isRemoved ? [snapshot.file] : []));
  return [...moved, ...gone].sort();
}

/** The scenarios with snapshots that no scenario of the config reads. */
function findUncovered(
  scenarios: readonly RecordedScenario[],
  {
    tree,
    config,
    writes,
    removals,
  }: Pick<SnapshotOptions, "tree" | "config"> & Pick<SnapshotPlan, "writes" | "removals">,
): readonly RecordedScenario[] {
  const after = treeAfter(tree, writes, removals);
  const read = new Set(
    config?.scenarios.flatMap((scenario) => findFixtures(after, config, scenario).files) ?? [],
  );
  return scenarios.filter(({ files: { unchanged, updated, new: added, kept } }) =>
    [...unchanged, ...updated, ...added, ...kept].some((file) => !read.has(file)),
  );
}

/** Scenarios of the config that would not read a folder of their name: a new one is called otherwise. */
function namesOfOthers(
  { tree, config }: Pick<SnapshotOptions, "tree" | "config">,
  into: string,
): readonly string[] {
  if (config === null) return [];
  const pathOf = (id: string): string => `${into}/${id}/run-1.json`;
  const added = config.scenarios.map(({ id }) => ({ path: pathOf(id), text: "" }));
  const after = treeAfter(tree, added, []);
  return config.scenarios.flatMap((scenario) =>
    findFixtures(after, config, scenario).files.includes(pathOf(scenario.id)) ? [] : [scenario.id],
  );
}

/** The tree's paths once the plan is carried out; nothing of what is in new files. */
function treeAfter(tree: Tree, writes: readonly FileText[], removals: readonly string[]): Tree {
  const added = new Set(writes.map(({ path }) => path));
  const gone = new Set(removals);
  const paths = [...new Set([...tree.paths(), ...added])].filter((path) => !gone.has(path)).sort();
  return {
    ...tree,
    paths: () => paths,
    entry: (path) =>
      gone.has(path) ? undefined : (tree.entry(path) ?? (added.has(path) ? newFile : undefined)),
  };
}

const newFile = { id: "", kind: "file" } as const;

function describeCalls(calls: readonly CapturedCall[]): Omit<SentCalls, "countsKept"> {
  const sent = calls.filter(({ endpoint }) => endpoint === "messages");
  const of = (outcome: keyof typeof callOutcomes): readonly CapturedCall[] =>
    sent.filter((call) => call.outcome === outcome);
  const lost = sent.filter(({ outcome }) => outcome !== "answered");
  const answered = new Set(
    lost.length === 0 ? [] : of("answered").map(({ request }) => writeJson(request)),
  );
  return {
    answered: of("answered").length,
    refused: of("refused").length,
    cut: of("cut").length,
    aborted: of("aborted").length,
    repeated: lost.filter(({ request }) => answered.has(writeJson(request))).length,
    counts: calls.length - sent.length,
  };
}
