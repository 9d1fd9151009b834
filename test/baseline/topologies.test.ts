import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { check } from "../../src/commands/check/check.ts";
import { loadTokenizer } from "../../src/io/context.ts";
import { digest } from "../../src/io/hash.ts";
import { openBaseSide, openCommit, openHead } from "../../src/io/tree/sides.ts";
import { groupBy } from "../../src/order.ts";
import type { Report } from "../../src/report/report.ts";
import { views } from "../../src/report/views.ts";
import { createCounter } from "../../src/tokens/counter.ts";
import { checkTrees } from "../cases.ts";
import { filesOf, writeHistories } from "../repositories/history.ts";
import { createMemoryTree } from "../repositories/memory-tree.ts";
import { git } from "../repositories/scratch-repository.ts";
import { topologies, type Draw, type Topology } from "../repositories/topologies.ts";

/** `PROMPTCOST_TOPOLOGIES=5000 npx vitest run test/baseline/topologies.test.ts`: more by hand. */
const seeds = Number(process.env["PROMPTCOST_TOPOLOGIES"] ?? 120);
const access = { token: "ghs_secret", server: "http://127.0.0.1:9" };

const kinds = Object.entries(topologies);

/** mulberry32: the same numbers for the same seed. */
function drawFrom(seed: number): Draw {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), "promptcost-topologies-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How much of the history and of the files a clone has; those of one kind are one repository. */
const clones = {
  whole: null,
  partial: ["--filter=blob:none"],
  sparse: ["--filter=blob:none"],
  "depth 1": ["--depth=1"],
} as const satisfies Readonly<Record<string, readonly string[] | null>>;
type CloneKind = keyof typeof clones;

const origin = join(folder, "whole");

function rootOf(kind: CloneKind): string {
  return join(folder, kind.replace(" ", "-"));
}

/** The clone of a kind, with the commits that all its seeds need, by one fetch. */
function openClone(kind: CloneKind, seeds: readonly Placed[]): void {
  const [root, options] = [rootOf(kind), clones[kind]];
  if (options === null) return;
  mkdirSync(root);
  git(root, "init", "-q", "-b", "none", ".");
  git(root, "remote", "add", "origin", pathToFileURL(origin).href);
  if (kind === "sparse") git(root, "sparse-checkout", "set", "--no-cone", "/promptcost.yml");
  const wanted = seeds.flatMap(({ head, refs }) =>
    kind === "depth 1" ? [head] : [head, ...Object.values(refs)],
  );
  git(root, "fetch", "-q", "--no-tags", ...options, "origin", ...new Set(wanted));
}

/** A clone whose HEAD is a commit, and which has the branches given. */
function checkOut({ kind, head, refs }: Placed): string {
  const root = rootOf(kind);
  if (kind === "sparse") git(root, "checkout", "-q", "-f", "--detach", head);
  setRefs(root, { ...noRefs, ...(kind === "depth 1" ? {} : refs), HEAD: head });
  return root;
}

const noRefs = { "refs/remotes/origin/main": null, "refs/heads/main": null };

/** Null: it is not there. */
function setRefs(root: string, refs: Readonly<Record<string, string | null>>): void {
  const lines = Object.entries(refs).flatMap(([name, id]) => [
    "option no-deref\n",
    id === null ? `delete ${name}\n` : `update ${name} ${id}\n`,
  ]);
  const { status, stderr } = spawnSync("git", ["-C", root, "update-ref", "--stdin"], {
    input: lines.join(""),
  });
  if (status !== 0) throw new Error(String(stderr));
}

function cloneKindsOf({ event, isShallowEnough }: Topology): readonly CloneKind[] {
  if (event === null) return ["whole"];
  const few = isShallowEnough ? (["depth 1"] as const) : (["partial"] as const);
  return [...Array.from({ length: 6 }, () => "whole" as const), "sparse", ...few];
}

interface Seed {
  readonly seed: number;
  readonly name: string;
  readonly topology: Topology;
  readonly kind: CloneKind;
}

function drawSeed(seed: number): Seed {
  const draw = drawFrom(seed);
  const [name, make] = kinds[seed % kinds.length] ?? [];
  if (name === undefined || make === undefined) throw new Error("no topology");
  const topology = make(draw);
  const possible = cloneKindsOf(topology);
  return { seed, name, topology, kind: possible[draw(possible.length)] ?? "whole" };
}

/** A seed whose commits are written. */
interface Placed extends Seed {
  readonly idOf: (mark: number) => string;
  readonly head: string;
  /** The branches that its clone knows. */
  readonly refs: Readonly<Record<string, string>>;
}

function place(seed: Seed, ids: readonly string[]): Placed {
  const idOf = (mark: number): string => ids[mark] ?? "";
  const { main, localMain, checkout } = seed.topology;
  const refs = {
    ...(main === null ? {} : { "refs/remotes/origin/main": idOf(main) }),
    ...(localMain === null ? {} : { "refs/heads/main": idOf(localMain) }),
  };
  return { ...seed, idOf, head: idOf(checkout), refs };
}

async function checkSeed(placed: Placed): Promise<void> {
  const { seed, name, topology, kind, idOf } = placed;
  const { event } = topology;
  const root = checkOut(placed);
  if (event === null) git(root, "reset", "-q", "--hard");
  const head = event === null ? openHead(root) : openCommit(root, access);
  if (!("tree" in head)) throw new Error(head.kind);
  const given = event === null ? null : access;
  const base = await openBaseSide(head, {
    event: event?.(idOf) ?? null,
    asked: null,
    access: given,
    remote: null,
  });
  const { report } = check({
    digest,
    counter: createCounter(loadTokenizer),
    asOf: "2026-11-24",
    dry: false,
    head: "head" in base ? (base.head ?? head.tree) : head.tree,
    base,
    file: "promptcost.yml",
    fork: false,
    links: { repository: null, head: null },
    problems: [],
  });
  const said = `seed ${seed}: ${name}, ${kind}`;
  const errors = report.problems.filter(({ severity }) => severity === "error");
  expect(errors, said).toEqual([]);
  expect(report.base?.why, said).toMatch(topology.why);
  if (topology.base === null) expectNothing(report, said);
  else {
    expect(report.base?.sha, said).toBe(idOf(topology.base));
    expect(report.comparison, said).toBe("compared");
    const { from, to } = topology.own;
    const own = checkTrees(createMemoryTree(filesOf(to)), createMemoryTree(filesOf(from))).report;
    expect(deltasOf(report), said).toEqual(deltasOf(own));
    expect(Number(report.totals.deltaUsd), said).toBeGreaterThan(0);
  }
}

function deltasOf({ totals, scenarios }: Report): unknown {
  return [totals.deltaUsd, ...scenarios.map(({ id, deltaUsd }) => [id, deltaUsd])];
}

/** Nothing compared: no view has a delta, or calls anything unchanged. */
function expectNothing(report: Report, said: string): void {
  expect(report.comparison, said).toBe("same-as-base");
  expect(report.totals.deltaUsd, said).toBeNull();
  expect(Number(report.totals.monthlyUsd), said).toBeGreaterThan(0);
  const texts = [
    views.terminal(report, { colour: false, source: null }),
    views.summary(report),
    views.annotations(report),
  ];
  for (const text of texts) {
    expect(text, said).toMatch(/nothing compared/i);
    expect(text, said).not.toMatch(/unchanged/);
  }
  expect(views.outputs(report, "")).toMatchObject({ comparison: "same-as-base", "delta-usd": "" });
}

test(`${seeds} topologies: the base is named and right, and the delta the branch's own`, async () => {
  const drawn = Array.from({ length: seeds }, (_, seed) => drawSeed(seed));
  mkdirSync(origin);
  const ids = writeHistories(
    origin,
    drawn.map(({ topology }) => topology.history),
  );
  git(origin, "config", "uploadpack.allowFilter", "true");
  git(origin, "config", "uploadpack.allowAnySHA1InWant", "true");
  const placed = drawn.map((each) => place(each, ids[each.seed] ?? []));
  for (const [kind, some] of groupBy(placed, (each) => each.kind)) openClone(kind, some);
  for (const each of placed) await checkSeed(each);
}, 3_600_000);
