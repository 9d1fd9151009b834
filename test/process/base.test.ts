import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Report } from "../../src/report/report.ts";
import {
  commitAll,
  createRepository,
  git,
  put,
  scratchFolder,
  type Content,
} from "../repositories/scratch-repository.ts";
import { commandHere } from "./here.ts";

/** The table of states, on real repositories (DESIGN.md, "Comparing"). */
const demo = join(import.meta.dirname, "../../fixtures/demo");
const baseline = ".promptcost/baseline.json";
function read(path: string): string {
  return readFileSync(join(demo, path), "utf8");
}

async function check(root: string, ...words: readonly string[]) {
  const outcome = await commandHere(root, [
    "check",
    "--as-of",
    "2026-11-24",
    "--json",
    "-",
    ...words,
  ]);
  return { ...outcome, report: Report.parse(JSON.parse(outcome.stdout)) };
}

/** main, and on top of it a branch with a change, checked out. */
function branch(main: Content, change: Content): string {
  const root = createRepository(main);
  git(root, "checkout", "-q", "-b", "change");
  put(root, change);
  commitAll(root, "change");
  return root;
}

function codes(report: Report): readonly string[] {
  return report.problems.map(({ code }) => code);
}

describe("which commit", () => {
  test("the merge base with main, though main went on and grew dearer", async () => {
    const root = branch({ folder: join(demo, "main") }, { folder: join(demo, "change") });
    const before = await check(root);
    git(root, "checkout", "-q", "main");
    put(root, {
      files: {
        "prompts/policy.md": `${read("main/prompts/policy.md")}${"Much more to say. ".repeat(3000)}\n`,
      },
    });
    commitAll(root, "main goes on");
    git(root, "checkout", "-q", "change");
    const after = await check(root);
    expect(after.report.totals).toEqual(before.report.totals);
    expect(after.report.base?.why).toBe("merge base with main");
  });

  test("uncommitted changes count", async () => {
    const root = createRepository({ folder: join(demo, "main") });
    put(root, { folder: join(demo, "change") });
    const { code, report } = await check(root);
    expect([code, report.verdict]).toEqual([1, "fail"]);
    const committed = await check(
      branch({ folder: join(demo, "main") }, { folder: join(demo, "change") }),
    );
    expect(report.totals).toEqual(committed.report.totals);
  });

  test("no repository, no main, an unknown --base: exit 2, never compared with nothing", async () => {
    const folder = scratchFolder();
    put(folder, { folder: join(demo, "main") });
    const nowhere = await check(folder);
    const root = createRepository({ folder: join(demo, "main") });
    git(root, "branch", "-m", "main", "trunk");
    for (const { code, report } of [
      nowhere,
      await check(root),
      await check(root, "--base", "no-such-branch"),
    ]) {
      expect([code, report.verdict, report.comparison, report.totals.deltaUsd]).toEqual([
        2,
        "error",
        "not-compared",
        null,
      ]);
      expect(report.problems.some(({ severity }) => severity === "error")).toBe(true);
    }
    const named = await check(root, "--base", "trunk");
    expect(named.code).toBe(0);
  });
});

describe("the base side", () => {
  test("edited by hand: the tree counts, and the report leads with it", async () => {
    const edited = read(`main/${baseline}`).replace(/(as-written": \{"month":")(?=\d)/, "$15");
    expect(edited).not.toBe(read(`main/${baseline}`));
    const honest = await check(
      branch({ folder: join(demo, "main") }, { folder: join(demo, "change") }),
    );
    const { report, code } = await check(
      branch(
        { folder: join(demo, "main"), files: { [baseline]: edited } },
        { folder: join(demo, "change") },
      ),
    );
    expect([code, report.base?.baseline]).toEqual([1, "drift"]);
    expect(report.totals).toEqual(honest.report.totals);
    expect(codes(report)).toContain("baseline-drift");
  });

  test("broken on main: the baseline's figures, one cause, the increase judged on them", async () => {
    const { report, code } = await check(
      branch(
        { folder: join(demo, "main"), files: { "tools.json": "{ broken\n" } },
        { folder: join(demo, "change") },
      ),
    );
    expect([code, report.comparison, report.verdict]).toEqual([1, "unexplained", "fail"]);
    const support = report.scenarios.find(({ id }) => id === "support");
    expect(support?.causes.map(({ kind }) => kind)).toEqual(["unexplained"]);
    const said: unknown = JSON.parse(read("expected/report.json"));
    expect(said).toMatchObject({
      scenarios: expect.arrayContaining([
        expect.objectContaining({ id: "support", deltaUsd: support?.deltaUsd }),
      ]),
    });
  });

  test(
    "broken on main and no baseline: not compared, absolute budgets judged; `on-no-base: " +
      "error` makes it 2",
    async () => {
      const broken = { "tools.json": "{ broken\n", ".promptcost": null };
      const { report, code } = await check(
        branch({ folder: join(demo, "main"), files: broken }, { folder: join(demo, "change") }),
      );
      expect([code, report.comparison, report.totals.deltaUsd]).toEqual([1, "not-compared", null]);
      const strict = `${read("main/promptcost.yml")}on-no-base: error\n`;
      const refused = await check(
        branch(
          { folder: join(demo, "main"), files: { ...broken, "promptcost.yml": strict } },
          { folder: join(demo, "change") },
        ),
      );
      expect([refused.code, refused.report.verdict]).toEqual([2, "error"]);
    },
  );

  const unpriced = read("main/llm.config.json").replace("claude-sonnet-5", "claude-mythos-preview");

  test("a model without a price on main: not compared with nothing, but with the baseline, unexplained", async () => {
    const { report, code } = await check(
      branch(
        { folder: join(demo, "main"), files: { "llm.config.json": unpriced } },
        { folder: join(demo, "change") },
      ),
    );
    expect([code, report.comparison]).toEqual([1, "unexplained"]);
    expect(codes(report)).toContain("base-not-projected");
  });

  test(
    "a model without a price in the change: exit 2 and no figure, never zero; given a " +
      "price, it has one",
    async () => {
      const { report, code } = await check(
        branch({ folder: join(demo, "main") }, { files: { "llm.config.json": unpriced } }),
      );
      expect([code, report.verdict, report.comparison, report.totals.monthlyUsd]).toEqual([
        2,
        "error",
        "not-compared",
        null,
      ]);
      expect(report.scenarios).toEqual([]);
      expect(codes(report)).toContain("price-unknown");
      const yml =
        `${read("main/promptcost.yml")}prices: { claude-mythos-preview: { input: $30, ` +
        "output: $150, cache-write-5m: $37.50, cache-write-1h: $60, cache-read: $3 } }\n";
      const given = await check(
        branch(
          { folder: join(demo, "main") },
          { files: { "llm.config.json": unpriced, "promptcost.yml": yml } },
        ),
      );
      expect([given.code, given.report.comparison]).toEqual([1, "compared"]);
      expect(Number(given.report.totals.monthlyUsd)).toBeGreaterThan(5000);
    },
  );

  test("a variant on a model without a price: why not, in its place", async () => {
    const yml = read("main/promptcost.yml").replaceAll(
      "model:claude-haiku-4-5",
      "model:claude-mythos-preview",
    );
    const { report, code } = await check(
      branch({ folder: join(demo, "main") }, { files: { "promptcost.yml": yml } }),
    );
    expect(code).toBe(0);
    const variant = report.scenarios[0]?.variants.find(
      ({ name }) => name === "model:claude-mythos-preview",
    );
    expect(variant).toMatchObject({ perRunUsd: null, monthlyUsd: null });
    expect(variant?.whyNot).toMatch(/no price is known/);
  });

  test("a scenario new in the head, one gone, one renamed", async () => {
    const yml = read("main/promptcost.yml");
    const renamed = await check(
      branch(
        { folder: join(demo, "main") },
        { files: { "promptcost.yml": yml.replace("weekly-digest:", "digest:") } },
      ),
    );
    expect([renamed.code, renamed.report.totals.deltaUsd]).toEqual([0, "0"]);
    const gone = await check(
      branch(
        { folder: join(demo, "main") },
        { files: { "promptcost.yml": yml.replace(/ {2}weekly-digest:[\s\S]*?(?=\nbudget)/, "") } },
      ),
    );
    expect(gone.report.totals.deltaUsd).toBe("0");
    expect(gone.report.totals.adjustments).toMatchObject([{ kind: "scenarios" }]);
    const added = await check(
      branch(
        { folder: join(demo, "main") },
        {
          files: {
            "promptcost.yml": yml.replace(
              "  weekly-digest:",
              "  nightly:\n    fixtures: runs/*.json\n    traffic: { runs: 90k/month }\n  weekly-digest:",
            ),
          },
        },
      ),
    );
    expect(added.report.totals.deltaUsd).toBe(
      added.report.scenarios.find(({ id }) => id === "nightly")?.monthlyUsd,
    );
  });
});

test("a config of another repository is that repository's, wherever the command runs", async () => {
  const root = branch(
    { files: { "promptcost.yml": "scenarios: { a: { fixtures: x } }" } },
    { files: { "promptcost.yml": "scenario: { a: { fixtures: x } }" } },
  );
  for (const folder of [scratchFolder(), createRepository({ files: { "a.md": "a" } })]) {
    const { report, code } = await check(folder, "--config", join(root, "promptcost.yml"));
    expect(code).toBe(2);
    expect(codes(report)).toContain("config-unknown-key");
    expect(codes(report)).not.toContain("base-git-failed");
  }
});
