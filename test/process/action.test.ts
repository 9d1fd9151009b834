import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Server } from "../servers/github.ts";
import {
  commitAll,
  createPullRequest,
  createRepository,
  git,
  put,
  scratchFolder,
  write,
  type Content,
} from "../repositories/scratch-repository.ts";
import {
  change,
  codes,
  demo,
  github,
  main,
  onPullRequest,
  pullRequestEvent,
  runAction,
  type Call,
  type Step,
} from "./action/step.ts";

/** What must be equal however the base was come by. */
function figures({ code, report, outputs }: Step) {
  return {
    code,
    verdict: report.verdict,
    delta: outputs.get("delta-usd"),
    monthly: outputs.get("monthly-usd"),
    causes: report.scenarios.map((one) => one.causes),
  };
}

describe("a pull request", () => {
  test("the first run writes the comment, the second brings it up to date, never a third", async () => {
    const pull = createPullRequest(main, change);
    await github({}, async (server) => {
      const first = await onPullRequest(pull, server);
      expect(first.code).toBe(1);
      expect(first.outputs.get("verdict")).toBe("fail");
      expect(server.comments).toHaveLength(1);
      expect(server.comments[0]?.body).toContain("promptcost");
      expect(first.summary).toContain("promptcost");
      expect(first.stdout).toMatch(/^::error /m);
      const written = server.comments[0]?.body;
      write(pull.root, {
        "prompts/policy.md": `${readFileSync(join(demo, "change/prompts/policy.md"), "utf8")}\nOne more line.\n`,
      });
      git(pull.root, "checkout", "-q", "change");
      const head = commitAll(pull.root, "more");
      git(pull.root, "checkout", "-q", "--detach", "main");
      git(pull.root, "merge", "-q", "--no-ff", "-m", "merge", "change");
      const later = { ...pull, head, merge: git(pull.root, "rev-parse", "HEAD") };
      const second = await onPullRequest(later, server, { run: 2 });
      expect(second.code).toBe(1);
      expect(server.comments).toHaveLength(1);
      expect(server.comments[0]?.body).not.toBe(written);
      const third = await onPullRequest(later, server, { run: 3 });
      expect(third.code).toBe(1);
      expect(server.comments).toHaveLength(1);
    });
  });

  test("the report, the outputs and the comment say one thing", async () => {
    const pull = createPullRequest(main, change);
    await github({}, async (server) => {
      const { report, outputs } = await onPullRequest(pull, server);
      expect(report).toMatchObject({
        verdict: "fail",
        comparison: "compared",
        base: { sha: pull.base, baseline: "current" },
      });
      expect(report.base?.why).toContain("first parent");
      expect(outputs.get("monthly-usd")).toBe(report.totals.monthlyUsd);
      expect(outputs.get("delta-usd")).toBe(report.totals.deltaUsd);
      expect(Number(report.totals.deltaUsd)).toBeGreaterThan(25);
    });
  });

  test("refused by 403, the comment is a warning that names the permission; the verdict is the same", async () => {
    const pull = createPullRequest(main, change);
    let written: Step | null = null;
    await github({}, async (server) => {
      written = await onPullRequest(pull, server);
    });
    await github({ without: ["comments"] }, async (server) => {
      const step = await onPullRequest(pull, server);
      if (written === null) throw new Error("no first run");
      expect(figures(step)).toEqual(figures(written));
      expect(codes(step)).toContain("comment-refused");
      expect(step.stdout).toContain("pull-requests: write");
      expect(step.summary).toContain("promptcost");
      expect(server.comments).toHaveLength(0);
    });
  });

  test("comment: off asks GitHub nothing", async () => {
    const pull = createPullRequest(main, change);
    await github({}, async (server) => {
      const step = await onPullRequest(pull, server, { inputs: { comment: "off" } });
      expect([step.code, server.calls.length]).toEqual([1, 0]);
    });
  });

  test("without a token it needs no network", async () => {
    const step = await onPullRequest(createPullRequest(main, change), null);
    expect([step.code, step.outputs.get("verdict")]).toEqual([1, "fail"]);
  });

  test("nothing that costs has changed: 0, and the comment says so", async () => {
    const pull = createPullRequest(main, { files: { "notes.md": "Nothing to see.\n" } });
    await github({}, async (server) => {
      const step = await onPullRequest(pull, server);
      expect([step.code, step.report.verdict, step.report.totals.deltaUsd]).toEqual([
        0,
        "pass",
        "0",
      ]);
      expect(server.comments[0]?.body).toMatch(/no change|unchanged|the same/i);
    });
  });
});

describe("however the base is come by", () => {
  const corrupt = "{ this was merged by hand\n";
  const stale = readFileSync(join(demo, "main/.promptcost/baseline.json"), "utf8").replaceAll(
    / counter": ".*"/g,
    ' counter": "older/1"',
  );
  test.each([
    ["missing", { ".promptcost": null }, "missing", undefined],
    ["corrupt", { ".promptcost/baseline.json": corrupt }, "corrupt", "baseline-corrupt"],
    ["empty", { ".promptcost/baseline.json": "" }, "corrupt", "baseline-corrupt"],
    ["stale", { ".promptcost/baseline.json": stale }, "stale", "baseline-stale"],
  ])("baseline %s: the same delta and verdict", async (_, files, state, code) => {
    const current = await onPullRequest(createPullRequest(main, change), null);
    const step = await onPullRequest(createPullRequest({ ...main, files }, change), null);
    expect(figures(step)).toEqual(figures(current));
    expect(step.report.base?.baseline).toBe(state);
    if (code !== undefined) expect(codes(step)).toContain(code);
  });

  test("a fork: the same delta, judged by main's rules", async () => {
    const current = await onPullRequest(createPullRequest(main, change), null);
    const lax = readFileSync(join(demo, "main/promptcost.yml"), "utf8")
      .replaceAll("$1200", "$999999")
      .replace("percent: 10", "percent: 900");
    const pull = createPullRequest(main, { ...change, files: { "promptcost.yml": lax } });
    const step = await onPullRequest(pull, null, { event: pullRequestEvent(pull, "mallory/shop") });
    expect(figures(step)).toEqual(figures(current));
  });

  test("no config on main: a first run, everything new, absolute budgets judged", async () => {
    const pull = createPullRequest(
      { files: { "README.md": "shop\n" } },
      { folder: join(demo, "main") },
    );
    const step = await onPullRequest(pull, null);
    expect(step.report).toMatchObject({ comparison: "first-run", verdict: "pass" });
    expect(step.report.totals.deltaUsd).toBeNull();
    expect(Number(step.outputs.get("monthly-usd"))).toBeGreaterThan(0);
    expect(step.outputs.get("delta-usd")).toBe("");
    const yml = readFileSync(join(demo, "main/promptcost.yml"), "utf8").replace("$1500", "$15");
    const tight = createPullRequest(
      { files: { "README.md": "shop\n" } },
      { folder: join(demo, "main"), files: { "promptcost.yml": yml } },
    );
    expect(await onPullRequest(tight, null)).toMatchObject({
      code: 1,
      report: { comparison: "first-run", verdict: "fail" },
    });
  });

  test(
    "depth 1, and nobody gives the base commit: exit 2, what to change in the workflow, " +
      "no figure compared",
    async () => {
      const pull = createPullRequest(main, change);
      const root = scratchFolder();
      git(root, "clone", "-q", "--depth=1", `file://${pull.root}`, "clone");
      const clone = join(root, "clone");
      git(clone, "fetch", "-q", "--depth=1", "origin", pull.merge);
      git(clone, "checkout", "-q", "--detach", "FETCH_HEAD");
      const step = await onPullRequest({ ...pull, root: clone }, null);
      expect(step.code).toBe(2);
      expect(step.report).toMatchObject({ verdict: "error", comparison: "not-compared" });
      expect(step.report.totals.deltaUsd).toBeNull();
      expect(step.outputs.get("delta-usd")).toBe("");
      expect(step.stdout).toContain("fetch-depth");
    },
  );

  test("a checkout of something else is not compared", async () => {
    const pull = createPullRequest(main, change);
    git(pull.root, "checkout", "-q", "--detach", "main");
    const step = await onPullRequest(pull, null, {
      event: pullRequestEvent({ ...pull, head: "f".repeat(40) }),
    });
    expect(step.code).toBe(2);
    expect(codes(step)).toContain("checkout-is-not-the-head");
  });
});

describe("a push to the default branch", () => {
  /** main, and a commit before it. */
  const createMain = (content: Content): string => {
    const root = createRepository({ files: { "README.md": "shop\n" } });
    put(root, content);
    commitAll(root, "main");
    return root;
  };
  const push = (root: string, server: Server, over: Partial<Call> = {}): Promise<Step> => {
    const sha = git(root, "rev-parse", "HEAD");
    server.branches.set("main", sha);
    const payload = {
      ref: "refs/heads/main",
      before: git(root, "rev-parse", "HEAD^"),
      after: sha,
      repository: { default_branch: "main" },
    };
    return runAction({ root, server, event: { name: "push", payload }, sha, ...over });
  };

  test("commits the baseline once, and not again when nothing changed", async () => {
    const root = createMain({ ...main, files: { ".promptcost": null } });
    await github({}, async (server) => {
      const first = await push(root, server);
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
      const second = await push(root, server, { run: 2 });
      expect([second.code, server.commits.length]).toEqual([0, 1]);
    });
  });

  test("a ruleset says no: a warning with the recipe, exit 0", async () => {
    const root = createMain({ ...main, files: { ".promptcost": null } });
    await github(
      { rule: "Repository rule violations found: Changes must be made through a pull request." },
      async (server) => {
        const step = await push(root, server);
        expect(step.code).toBe(0);
        expect(server.commits).toHaveLength(0);
        expect(step.report.problems.find((one) => one.code === "baseline-refused")).toMatchObject({
          severity: "warning",
        });
      },
    );
  });

  test("budgets on a push are told, and cost nothing", async () => {
    const yml = readFileSync(join(demo, "main/promptcost.yml"), "utf8").replace("$1500", "$15");
    const root = createMain({ ...main, files: { "promptcost.yml": yml } });
    await github({}, async (server) => {
      const step = await push(root, server);
      expect([step.code, step.outputs.get("verdict")]).toEqual([0, "fail"]);
    });
  });
});

describe("bad input", () => {
  test("inputs that are wrong: exit 2, all of them named, the token never printed", async () => {
    const pull = createPullRequest(main, change);
    const step = await onPullRequest(pull, null, {
      inputs: { mode: "chekc", dry: "perhaps", "github-token": "ghs_canary" },
    });
    expect(step.code).toBe(2);
    expect(codes(step)).toEqual(["input-invalid", "input-invalid"]);
    expect(step.report.verdict).toBe("error");
    expect(
      step.stdout.replace("::add-mask::ghs_canary", "") + step.stderr + step.summary,
    ).not.toContain("ghs_canary");
  });

  test("an input nobody declares is named, and does nothing", async () => {
    const step = await onPullRequest(createPullRequest(main, change), null, {
      inputs: { comments: "off" },
    });
    expect(step.code).toBe(1);
    expect(step.report.problems.find((one) => one.code === "input-unknown")).toMatchObject({
      severity: "warning",
      fix: "Did you mean `comment`?",
    });
  });

  test("a config broken in several places: exit 2, every place at once", async () => {
    const yml =
      "scenarios:\n  support:\n    fixtures: [runs/*.json]\n    trafic: {}\n    budget: { monthly: lots }\n";
    const pull = createPullRequest(main, { files: { "promptcost.yml": yml } });
    const step = await onPullRequest(pull, null);
    expect(step.code).toBe(2);
    expect(
      step.report.problems.filter((one) => one.severity === "error").length,
    ).toBeGreaterThanOrEqual(2);
    expect(step.report.totals.deltaUsd).toBeNull();
    expect(step.stdout).toMatch(/^::error file=promptcost\.yml,line=4/m);
  });

  test("no prompt text anywhere, whatever happens to it", async () => {
    const canary = "CANARY-7f3a";
    const policy =
      `${readFileSync(join(demo, "change/prompts/policy.md"), "utf8")}\n${canary} ` +
      `{{unheard_of}} ${canary}\n`;
    const pull = createPullRequest(main, { ...change, files: { "prompts/policy.md": policy } });
    await github({}, async (server) => {
      const step = await onPullRequest(pull, server);
      const said = [
        step.stdout,
        step.stderr,
        step.summary,
        JSON.stringify(step.report),
        ...step.outputs.values(),
      ].join("\n");
      expect(said).not.toContain(canary);
      expect(server.comments.map(({ body }) => body).join("\n")).not.toContain(canary);
      expect(said).toContain("unheard_of");
      expect(existsSync(step.outputs.get("report") ?? "")).toBe(true);
    });
  });
});
