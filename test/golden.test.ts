import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { check, type CheckBase } from "../src/commands/check.ts";
import { createDirectoryTree } from "../src/io/directory-tree.ts";
import { digest } from "../src/io/hash.ts";
import { overlay } from "../src/io/overlay-tree.ts";
import { loadTokenizer } from "../src/io/vocabulary.ts";
import { renderComment } from "../src/report/comment.ts";
import { writeReport } from "../src/report/report.ts";
import { renderTerminal } from "../src/report/terminal.ts";
import { createCounter } from "../src/tokens/counter.ts";

/**
 * Every folder of fixtures/ is a case: `main/` is what main has, `change/` the files a pull request changes, `expected/`
 * what is said of it. A folder with its own promptcost.yml is a first run. `case.json` may name the day.
 */
const root = join(import.meta.dirname, "..", "fixtures");
const cases = readdirSync(root, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));

const Case = z.object({ asOf: z._default(z.string(), "2026-11-24"), fork: z._default(z.boolean(), false) });

const runCase = (name: string) => {
  const folder = join(root, name);
  const settings = Case.parse(existsSync(join(folder, "case.json")) ? JSON.parse(readFileSync(join(folder, "case.json"), "utf8")) : {});
  const two = existsSync(join(folder, "main"));
  const main = createDirectoryTree(two ? join(folder, "main") : folder, "main");
  const change = join(folder, "change");
  const head = two && existsSync(change) ? overlay(main, createDirectoryTree(change), "the change") : main;
  const empty = { ...main, paths: () => [], entry: () => undefined };
  const base: CheckBase = {
    commit: { sha: "3f2c1ab000000000000000000000000000000000", why: "the first parent of this merge" },
    tree: two ? main : empty,
  };
  return check({
    digest,
    counter: createCounter(loadTokenizer),
    asOf: settings.asOf,
    dry: false,
    head,
    base,
    file: "promptcost.yml",
    fork: settings.fork,
    links: { repository: null, head: null },
    problems: [],
  });
};

describe.each(cases)("fixtures/%s", (name) => {
  it("is reported as expected", async () => {
    const { report, source } = runCase(name);
    const stamp = { key: "promptcost.yml", head: "0".repeat(40), run: 1, attempt: 1 };
    const expected = join(root, name, "expected");
    await expect(writeReport(report)).toMatchFileSnapshot(join(expected, "report.json"));
    await expect(renderComment(report, { stamp, digest })).toMatchFileSnapshot(join(expected, "comment.md"));
    await expect(renderTerminal(report, { colour: false, source })).toMatchFileSnapshot(join(expected, "terminal.txt"));
  });

  it("says the same twice", () => {
    expect(writeReport(runCase(name).report)).toBe(writeReport(runCase(name).report));
  });
});
