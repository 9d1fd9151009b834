/**
 * Speed of projecting: its share of a check, what all variants take, whether it grows with what it
 * is given. `npm run build && node bench/project.ts [dist/cli.js [quick]]`; `quick` leaves the check out.
 * Figures beside one another are of one run.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { plainVariants, type VariantName } from "../src/config/config.ts";
import { createEvaluationContext, openBook } from "../src/evaluation/context.ts";
import { costAgainstTrafficOf } from "../src/evaluation/cost-against-traffic.ts";
import { loadTree } from "../src/evaluation/load.ts";
import { projectTree, projectVariantsOf, type ProjectedTree } from "../src/evaluation/project.ts";
import { withCommandContext } from "../src/io/context.ts";
import { createDirectoryTree } from "../src/io/tree/directory.ts";
import { catalogue } from "../src/models/catalogue.ts";
import { median } from "./children.ts";
import { writeRecorded } from "./repository.ts";
import { longPromptBlocks, writeLongPrompt, writeScenarios } from "./scenarios.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = process.argv[2] ?? join(root, "dist/cli.js");
const corpus = join(root, "../shared/corpus/exchanges");
const scratch = mkdtempSync(join(tmpdir(), "promptcost-bench-"));
const asOf = "2026-11-24";

let missed = 0;
function row(name: string, figures: string, verdict: boolean | null, target: string): void {
  if (verdict === false) missed += 1;
  const mark = verdict === null ? "" : verdict ? "ok" : "MISSED";
  console.log(`${name.padEnd(52)} ${figures.padEnd(46)} ${target.padEnd(12)} ${mark}`);
}

/** A node of a CPU profile. */
interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}
interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/**
 * Counting is a part of measuring, though its files stand beside those that project; and the line a
 * note stands on is found by reading its file again.
 */
const projects = /\/src\/(projection\/(?!measure|passes)|variants\/)/;
const others = /\/src\/(projection\/(measure|passes)\.ts$|fixture\/)/;

/** A sample is taken each millisecond; one that comes later waited for a processor. */
const mostUs = 2_000;

/** Milliseconds of a profile in all, and within functions that project. */
function readProfile(folder: string): { readonly all: number; readonly projecting: number } {
  const [name = ""] = readdirSync(folder);
  const profile: Profile = JSON.parse(readFileSync(join(folder, name), "utf8"));
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const own = new Map<number, number>();
  for (const [index, id] of profile.samples.entries())
    own.set(id, (own.get(id) ?? 0) + Math.min(profile.timeDeltas[index] ?? 0, mostUs) / 1000);
  const sums = { all: 0, projecting: 0 };
  const walk = (id: number, above: boolean): void => {
    const node = nodes.get(id);
    if (node === undefined) return;
    const { url, functionName } = node.callFrame;
    const inside = others.test(url) ? false : above || projects.test(url);
    const spent = functionName === "(idle)" ? 0 : (own.get(id) ?? 0);
    sums.all += spent;
    if (inside) sums.projecting += spent;
    for (const child of node.children ?? []) walk(child, inside);
  };
  const [first] = profile.nodes;
  if (first !== undefined) walk(first.id, false);
  return sums;
}

function profileCheck(program: string, folder: string): ReturnType<typeof readProfile> {
  const profiles = join(scratch, "profile");
  rmSync(profiles, { recursive: true, force: true });
  const words = ["--cpu-prof", `--cpu-prof-dir=${profiles}`, program, "check", "--base", "main"];
  const { status } = spawnSync(process.execPath, [...words, "--as-of", asOf], { cwd: folder });
  if (status !== 0 && status !== 1) throw new Error(`check ended with ${String(status)}`);
  return readProfile(profiles);
}

/**
 * What `check` spends on projecting. Only the sources say what function is of which file, so these
 * are profiled; they are held against what the built program takes in all.
 */
function measureShare(): void {
  if (!existsSync(corpus)) {
    row("projecting in check", `SKIPPED: there is no ${corpus}`, null, "");
    return;
  }
  const folder = join(scratch, "recorded");
  writeRecorded(folder, { corpus, cli, pdfs: false, count: 500 });
  const rounds = Array.from({ length: 5 }, () => ({
    all: profileCheck(cli, folder).all,
    projecting: profileCheck(join(root, "src/cli.ts"), folder).projecting,
  }));
  const [all, projecting] = [
    median(rounds.map((round) => round.all)),
    median(rounds.map((round) => round.projecting)),
  ];
  const share = projecting / all;
  row(
    "projecting in check, 500 recorded, 3 variants each",
    `${projecting.toFixed(0)} of ${all.toFixed(0)} ms = ${(share * 100).toFixed(1)} %`,
    share <= 0.05,
    "<= 5 %",
  );
}

const models = catalogue.filter(({ status }) => status === "active").map(({ id }) => id);
const plain: readonly VariantName[] = plainVariants.filter((name) => name !== "as-written");
const onModels: readonly VariantName[] = models.map((id): VariantName => `model:${id}`);

async function read(folder: string): Promise<ProjectedTree> {
  const directory = createDirectoryTree(folder);
  return withCommandContext({ asOf, dry: false }, (input) => {
    const context = createEvaluationContext(input);
    const { config, scenarios } = loadTree(directory, "promptcost.yml", { context });
    if (config === null) throw new Error("the config cannot be read");
    return projectTree({ scenarios, context, book: openBook(config) });
  });
}

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/** Projects all scenarios and the variants named; milliseconds of CPU. */
function timeVariants(
  { scenarios, ...tree }: ProjectedTree,
  names: readonly VariantName[],
): number {
  // What reading left behind is not to be cleared away at projecting's expense.
  collect();
  const from = process.cpuUsage();
  for (const projected of scenarios) {
    const { scenario, projection } = projected;
    if (projection.usdPerMonth === null) throw new Error("no month");
    const config = { ...scenario.config, variants: names };
    const varied = projectVariantsOf(
      { ...projected, scenario: { ...scenario, config } },
      { ...tree, scenarios },
    );
    if (!varied.some((variant) => variant.projection?.usdPerMonth !== undefined))
      throw new Error("no variant can be had");
  }
  return millisecondsSince(from);
}

/** By the processor's clock: others may use it too. */
function millisecondsSince(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

async function medianOf(measure: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) times.push(await measure());
  return median(times);
}

async function measureVariants(): Promise<void> {
  const folder = join(scratch, "variants");
  writeScenarios(folder, { scenarios: 50, runs: 2 });
  const all = await medianOf(async () => timeVariants(await read(folder), [...plain, ...onModels]));
  row(
    `50 scenarios x ${String(plain.length)} variants and ${String(models.length)} models`,
    `${all.toFixed(0)} ms`,
    all <= 2_000,
    "<= 2000 ms",
  );
  const curves = await medianOf(async () => {
    const tree = await read(folder);
    timeVariants(tree, plain);
    const from = process.cpuUsage();
    for (const projected of tree.scenarios) {
      const { curve, points } = costAgainstTrafficOf(projected, tree);
      if (curve.length === 0 || points.length === 0) throw new Error("no curve");
    }
    return millisecondsSince(from);
  });
  row("  their break-even points and curves", `${curves.toFixed(0)} ms`, null, "");
}

async function measureBest(): Promise<void> {
  const folder = join(scratch, "long");
  writeLongPrompt(folder);
  const time = await medianOf(async () => timeVariants(await read(folder), ["best"]));
  row(
    `\`best\`: 4 places among ${String(longPromptBlocks)} blocks`,
    `${time.toFixed(1)} ms`,
    time <= 50,
    "<= 50 ms",
  );
}

/** Time per unit with many of something over that with few. */
async function measureGrowth(
  name: string,
  options: {
    readonly few: { readonly scenarios: number; readonly runs: number };
    readonly times: { readonly scenarios: number; readonly runs: number };
  },
): Promise<void> {
  const { few, times } = options;
  const many = { scenarios: few.scenarios * times.scenarios, runs: few.runs * times.runs };
  const timeOf = async (size: typeof few): Promise<number> => {
    const folder = join(scratch, `${String(size.scenarios)}-${String(size.runs)}`);
    if (!existsSync(folder)) writeScenarios(folder, size);
    return medianOf(async () => timeVariants(await read(folder), plain));
  };
  const [small, large] = [await timeOf(few), await timeOf(many)];
  const ratio = large / small / (times.scenarios * times.runs);
  row(
    name,
    `${small.toFixed(1)}, ${large.toFixed(1)} ms = ${ratio.toFixed(2)}x`,
    ratio <= 1.2,
    "<= 1.2x",
  );
}

async function measureVariantGrowth(): Promise<void> {
  const folder = join(scratch, "variants");
  const timeOf = async (names: readonly VariantName[]): Promise<number> =>
    medianOf(async () => timeVariants(await read(folder), names));
  const half = onModels.slice(0, onModels.length >> 1);
  const [small, large] = [await timeOf(half), await timeOf(onModels)];
  const ratio = large / small / (onModels.length / half.length);
  row(
    "time a variant, all models over half of them",
    `${small.toFixed(0)}, ${large.toFixed(0)} ms = ${ratio.toFixed(2)}x`,
    ratio <= 1.2,
    "<= 1.2x",
  );
}

if (!existsSync(cli)) throw new Error(`${cli} does not exist: npm run build`);
console.log(`node ${process.version}; medians of five; CPU`);
try {
  if (process.argv[3] !== "quick") measureShare();
  await measureVariants();
  await measureBest();
  await measureVariantGrowth();
  await measureGrowth("time a scenario, 500 over 50", {
    few: { scenarios: 50, runs: 2 },
    times: { scenarios: 10, runs: 1 },
  });
  await measureGrowth("time an exchange, 1,000 a scenario over 100", {
    few: { scenarios: 5, runs: 20 },
    times: { scenarios: 1, runs: 10 },
  });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${String(missed)} targets missed`);
process.exitCode = missed === 0 ? 0 : 1;
