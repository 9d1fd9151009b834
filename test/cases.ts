import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import type { OpenedBase } from "../src/baseline/open-base.ts";
import { check, type CheckOutcome } from "../src/commands/check/check.ts";
import { createDirectoryTree } from "../src/io/tree/directory.ts";
import { digest } from "../src/io/hash.ts";
import { overlay } from "../src/io/tree/overlay.ts";
import { loadTokenizer } from "../src/io/context.ts";
import { createCounter } from "../src/tokens/counter.ts";
import type { Tree } from "../src/tree.ts";
import { createMemoryTree, type MemoryFiles } from "./repositories/memory-tree.ts";

/**
 * Every folder of fixtures/ is a case: `main/` is what main has, `change/` the files a pull request
 * changes, `expected/` what is said of it. A folder with its own promptcost.yml is a first run.
 * `case.json` may name the day. `advice/` holds a case for each code of advice; `causes/` has its own
 * test.
 */
export const casesFolder = join(import.meta.dirname, "..", "fixtures");
const adviceFolder = "advice";
const causesFolder = "causes";
export const adviceCases = foldersOf(join(casesFolder, adviceFolder));
export const causeCases = foldersOf(join(casesFolder, causesFolder, "cases")).map(
  (name) => `${causesFolder}/cases/${name}`,
);
export const cases = [
  ...foldersOf(casesFolder).filter((name) => name !== adviceFolder && name !== causesFolder),
  ...adviceCases.map((name) => `${adviceFolder}/${name}`),
];

function foldersOf(path: string): readonly string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((file) =>
    file.isDirectory() ? [file.name] : [],
  );
}

const Case = z.object({
  asOf: z._default(z.string(), "2026-11-24"),
  fork: z._default(z.boolean(), false),
});

const nothing: MemoryFiles = {};

/** Checks two trees; no base tree is a main without a config. */
export function checkTrees(
  head: Tree,
  base: Tree | null,
  over: { readonly asOf?: string; readonly fork?: boolean } = {},
): CheckOutcome {
  const found: OpenedBase = {
    commit: {
      sha: "3f2c1ab000000000000000000000000000000000",
      why: "the first parent of this merge",
    },
    tree: base ?? createMemoryTree(nothing),
  };
  return check({
    digest,
    counter: createCounter(loadTokenizer),
    asOf: over.asOf ?? "2026-11-24",
    dry: false,
    head,
    base: found,
    file: "promptcost.yml",
    fork: over.fork ?? false,
    links: { repository: null, head: null },
    problems: [],
  });
}

/**
 * Runs a case. `onMain` lies over what main has (and, where the change does not touch it, the
 * head).
 */
export function runCase(
  name: string,
  over: { readonly onMain?: MemoryFiles; readonly fork?: boolean } = {},
): CheckOutcome {
  const { head, base, settings } = openCase(name, over.onMain);
  return checkTrees(head, base, { asOf: settings.asOf, fork: over.fork ?? settings.fork });
}

/** The trees of a case; no base is a main without a config. */
export function openCase(
  name: string,
  onMain?: MemoryFiles,
): { readonly head: Tree; readonly base: Tree | null; readonly settings: z.infer<typeof Case> } {
  const folder = join(casesFolder, name);
  const settings = Case.parse(
    existsSync(join(folder, "case.json"))
      ? JSON.parse(readFileSync(join(folder, "case.json"), "utf8"))
      : {},
  );
  const two = existsSync(join(folder, "main"));
  const files = createDirectoryTree(two ? join(folder, "main") : folder, "main");
  const main = onMain === undefined ? files : overlay(files, createMemoryTree(onMain), "main");
  const change = join(folder, "change");
  const head =
    two && existsSync(change) ? overlay(main, createDirectoryTree(change), "the change") : main;
  return { head, base: two ? main : null, settings };
}
