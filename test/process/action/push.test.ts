import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commitAll, git, write } from "../../repositories/scratch-repository.ts";
import { demo, createMain, github, main, pushMain } from "./step.ts";

describe("a push to the default branch", () => {
  test("commits the baseline once, and not again when nothing changed", async () => {
    const root = createMain({ ...main, files: { ".promptcost": null } });
    await github({}, async (server) => {
      const first = await pushMain(root, server);
      expect(first.code).toBe(0);
      expect(server.commits).toHaveLength(1);
      const [made] = server.commits;
      expect(made).toMatchObject({ branch: "main", path: ".promptcost/baseline.json" });
      expect(made?.content).toBe(
        readFileSync(join(demo, "main/.promptcost/baseline.json"), "utf8"),
      );
      write(root, { ".promptcost/baseline.json": made?.content });
      commitAll(root, "baseline");
      const sha = git(root, "rev-parse", "HEAD");
      server.branches.set("main", sha);
      server.files.set(`${sha}:.promptcost/baseline.json`, made?.content ?? "");
      const second = await pushMain(root, server, { run: 2 });
      expect([second.code, server.commits.length]).toEqual([0, 1]);
    });
  });

  test("a ruleset says no: a warning with the recipe, exit 0", async () => {
    const root = createMain({ ...main, files: { ".promptcost": null } });
    await github(
      { rule: "Repository rule violations found: Changes must be made through a pull request." },
      async (server) => {
        const step = await pushMain(root, server);
        expect(step.code).toBe(0);
        expect(server.commits).toHaveLength(0);
        expect(
          step.report.problems.find((problem) => problem.code === "baseline-refused"),
        ).toMatchObject({
          severity: "warning",
        });
      },
    );
  });

  test("budgets on a push are told, and cost nothing", async () => {
    const yml = readFileSync(join(demo, "main/promptcost.yml"), "utf8").replace("$1500", "$15");
    const root = createMain({ ...main, files: { "promptcost.yml": yml } });
    await github({}, async (server) => {
      const step = await pushMain(root, server);
      expect([step.code, step.outputs.get("verdict")]).toEqual([0, "fail"]);
    });
  });
});
