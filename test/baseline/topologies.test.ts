import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { check } from "../../src/commands/check/check.ts";
import { loadTokenizer } from "../../src/io/context.ts";
import { digest } from "../../src/io/hash.ts";
import { openBaseSide, openCommit, openHead } from "../../src/io/tree/sides.ts";
import type { Report } from "../../src/report/report.ts";
import { views } from "../../src/report/views.ts";
import { createCounter } from "../../src/tokens/counter.ts";
import { checkTrees } from "../cases.ts";
import { filesOf, writeHistories } from "../repositories/history.ts";
import { createMemoryTree } from "../repositories/memory-tree.ts";
import { git } from "../repositories/scratch-repository.ts";
import { topologies, type Draw, type Topology } from "../repositories/topologies.ts";

/** `PROMPTCOST_TOPOLOGIES=5000 npx vitest run test/baseline/topologies.test.ts`: more by hand. */
const seeds = Number(process.env["PROMPTCOST_TOPOLOGIES"] ?? 200);
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

function openClone(kind: CloneKind): string {
  const root = join(folder, kind.replace(" ", "-"));
  if (existsSync(root)) return root;
  mkdirSync(root);
  git(root, "init", "-q", "-b", "none", ".");
  git(root, "remote", "add", "origin", pathToFileURL(origin).href);
  if (kind === "sparse") git(root, "sparse-checkout", "set", "--no-cone", "/promptcost.yml");
  return root;
}

/** A clone whose HEAD is a commit, and which has the branches given. */
function clone(
  kind: CloneKind,
  { head, refs }: { readonly head: string; readonly refs: Readonly<Record<string, string>> },
): string {
  const [root, options] = [openClone(kind), clones[kind]];
  const wanted = kind === "depth 1" ? [head] : [head, ...Object.values(refs)];
  if (options !== null) git(root, "fetch", "-q", "--no-tags", ...options, "origin", ...wanted);
  if (kind === "sparse") git(root, "checkout", "-q", "-f", "--detach", head);
  const known = kind === "depth 1" ? {} : refs;
  for (const name of ["refs/remotes/origin/main", "refs/heads/main"])
    git(root, "update-ref", ...(known[name] === undefined ? ["-d", name] : [name, known[name]]));
  git(root, "update-ref", "--no-deref", "HEAD", head);
  return root;
}

function cloneKindsOf({ event, isShallowEnough }: Topology): readonly CloneKind[] {
  if (event === null) return ["whole"];
  const few = isShallowEnough ? (["depth 1"] as const) : (["partial"] as const);
  return ["whole", "whole", "whole", "whole", "sparse", ...few];
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

async function checkSeed(
  { seed, name, topology, kind }: Seed,
  ids: readonly string[],
): Promise<void> {
  const idOf = (mark: number): string => ids[mark] ?? "";
  const { main, localMain, checkout, event } = topology;
  const root = clone(kind, {
    head: idOf(checkout),
    refs: {
      ...(main === null ? {} : { "refs/remotes/origin/main": idOf(main) }),
      ...(localMain === null ? {} : { "refs/heads/main": idOf(localMain) }),
    },
  });
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
  for (const each of drawn) await checkSeed(each, ids[each.seed] ?? []);
}, 3_600_000);
