/** Runs whose answers could not be written into their fixtures: found before anything is sent. */
import type { Exchange, Run, Scenario } from "../../fixture/fixture.ts";
import { formatOf } from "../../fixture/files/source.ts";
import { placeOf, type FixtureFiles } from "../../fixture/keeping/keep-in-files.ts";
import { keepInText } from "../../fixture/keeping/keep-in-text.ts";
import { groupBy } from "../../order.ts";
import { problem, type Problem } from "../../problem.ts";
import type { Tree } from "../../tree.ts";

/** A recording as long as need be to see that there is room for one. */
const standIn = {
  inputHash: "sha256:0",
  at: "2026-01-01T00:00:00.000Z",
  response: {
    usage: { input_tokens: 1, output_tokens: 1 },
    content: [{ type: "text", text: "…" }],
  },
};

/** Why nothing can be written into a file, and into which of its exchanges. */
interface FileObstacle {
  readonly why: "file" | "folder" | "missing" | "text" | "place";
  /** Null: into none. */
  readonly lost: ReadonlySet<Exchange> | null;
}

/**
 * Finds what keeps answers from their fixtures (`replay-unwritable`) by writing stand-ins into each
 * file's text, once for all of its runs. A file that is not to be written is named once. What is
 * found is the answer for one run: null where it can be written.
 */
export function createWriteCheck({
  tree,
  files,
}: {
  readonly tree: Tree;
  readonly files: FixtureFiles;
}): (run: Run, scenario: Scenario) => readonly Problem[] | null {
  const runsOf = new Map<Scenario, ReadonlyMap<string, readonly Run[]>>();
  const known = new Map<string, FileObstacle | null>();
  const named = new Set<string>();
  const obstacleOf = (file: string, scenario: Scenario): FileObstacle | null => {
    const key = JSON.stringify([scenario.config.id, file]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const inFiles = runsOf.get(scenario) ?? groupBy(scenario.runs, fileOf);
    runsOf.set(scenario, inFiles);
    const found = findObstacle(file, inFiles.get(file) ?? [], { tree, files });
    known.set(key, found);
    return found;
  };
  return (run, scenario) => {
    const file = fileOf(run);
    const obstacle = obstacleOf(file, scenario);
    if (obstacle === null) return null;
    const { why, lost } = obstacle;
    const exchange = run.exchanges.find((one) => lost === null || lost.has(one));
    if (exchange === undefined) return null;
    const details = { run: run.id, why };
    if (lost === null && named.has(file)) return [];
    named.add(file);
    const place = lost === null ? run.place : exchange.place;
    return [problem("replay-unwritable", place, details, scenario.config.id)];
  };
}

function findObstacle(
  file: string,
  runs: readonly Run[],
  { tree, files }: { readonly tree: Tree; readonly files: FixtureFiles },
): FileObstacle | null {
  const why = files.obstacle?.(file) ?? null;
  if (why !== null) return { why, lost: null };
  const text = files.read(file);
  if (text === null || text.replace(/^\uFEFF/, "") !== tree.text(file))
    return { why: "text", lost: null };
  // A line that was read as an exchange is an object with a key, and takes another one.
  if (formatOf(file) === "jsonl") return null;
  const exchanges = runs.flatMap((run) => run.exchanges);
  const members = exchanges.map((exchange) => ({
    exchange,
    ...placeOf(exchange),
    key: "recorded",
    value: standIn,
  }));
  const { lost } = keepInText(text, file, members);
  return lost.length === 0
    ? null
    : { why: "place", lost: new Set(lost.map(({ exchange }) => exchange)) };
}

function fileOf({ place }: Run): string {
  return place.file ?? "";
}
