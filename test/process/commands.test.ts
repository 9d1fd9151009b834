import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandNames } from "../../src/cli/usage.ts";
import { Report } from "../../src/report/report.ts";
import {
  createPullRequest,
  createRepository,
  git,
  scratchFolder,
  write,
} from "../repositories/scratch-repository.ts";
import { promptcost } from "./cli.ts";

const demo = join(import.meta.dirname, "../../fixtures/demo");
const exchange = {
  request: {
    model: "claude-sonnet-4-5",
    max_tokens: 1024,
    system: "You are a terse assistant.",
    messages: [{ role: "user", content: "Hello" }],
  },
  recorded: {
    response: {
      model: "claude-sonnet-4-5-20250929",
      usage: { input_tokens: 2000, output_tokens: 300 },
      stop_reason: "end_turn",
      content: [],
    },
  },
};

describe("every command", () => {
  test.each(commandNames)("%s --help", async (name) => {
    const { code, stdout, stderr } = await promptcost(scratchFolder(), [name, "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Usage: promptcost ${name}`);
  });

  test("no command, an unknown one, an unknown option: exit 2 and what there is", async () => {
    const folder = scratchFolder();
    expect(await promptcost(folder, [])).toMatchObject({ code: 2 });
    const unknown = await promptcost(folder, ["chekc"]);
    expect([unknown.code, unknown.stdout]).toEqual([2, ""]);
    expect(unknown.stderr).toContain("chekc");
    const option = await promptcost(folder, ["check", "--bse", "main"]);
    expect(option.code).toBe(2);
    expect(option.stderr).toContain("--bse");
    expect(await promptcost(folder, ["--version"])).toMatchObject({ code: 0, stdout: "0.1.0\n" });
  });
});

describe("JSON that other tools read", () => {
  test("count", async () => {
    const folder = scratchFolder();
    write(folder, { "one.json": exchange });
    const { code, stdout } = await promptcost(folder, ["count", "one.json", "--json", "--dry"]);
    const parsed = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(parsed).toMatchObject({
      schemaVersion: 1,
      problems: [],
      exchanges: [{ model: "claude-sonnet-4-5", witness: "computed" }],
    });
    const [{ inputTokens, low, high, parts }] = parsed.exchanges;
    expect([low, high]).toEqual([inputTokens, inputTokens]);
    expect(parts.tools + parts.system + parts.messages).toBe(inputTokens);
    const recorded = JSON.parse((await promptcost(folder, ["count", "one.json", "--json"])).stdout);
    // 2,000 tokens cannot be what this little body costs: the recording is of another one, and that
    // is said.
    expect(recorded.problems).toMatchObject([{ code: "recording-implausible" }]);
  });

  test("bill: money is a decimal string, never rounded; what cannot be priced is null and a problem", async () => {
    const folder = scratchFolder();
    const unknown = {
      ...exchange,
      request: { ...exchange.request, model: "claude-imaginary-9" },
      recorded: { response: { ...exchange.recorded.response, model: "claude-imaginary-9" } },
    };
    write(folder, { "one.json": exchange, "two.json": unknown });
    const { code, stdout } = await promptcost(folder, [
      "bill",
      "one.json",
      "two.json",
      "--json",
      "--as-of",
      "2026-11-24",
    ]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      totalUsd: "0.0105",
      unpriced: 1,
      exchanges: [
        {
          usd: "0.0105",
          ledger: {
            input: 2000,
            cacheWrite5m: 0,
            cacheWrite1h: 0,
            cacheRead: 0,
            output: 300,
            webSearches: 0,
          },
        },
        { usd: null },
      ],
    });
    const problems: { code: string; severity: string; file: string }[] =
      JSON.parse(stdout).problems;
    expect(problems.filter(({ severity }) => severity === "error")).toMatchObject([
      { code: "unknown-model", file: "two.json" },
    ]);
  });

  test("simulate", async () => {
    const folder = scratchFolder();
    const system = [
      {
        type: "text",
        text: { $tokens: 5000, name: "policy" },
        cache_control: { type: "ephemeral" },
      },
    ];
    const request = {
      model: "claude-sonnet-4-5",
      max_tokens: 10,
      system,
      messages: [{ role: "user", content: { $tokens: 10, name: "q" } }],
    };
    write(folder, {
      "run.json": {
        exchanges: [{ request }, { request, offset: "200s" }, { request, offset: "501s" }],
      },
    });
    const { code, stdout } = await promptcost(folder, ["simulate", "run.json", "--json"]);
    expect(code).toBe(0);
    const parsed = JSON.parse(stdout);
    expect(parsed.exchanges.map((exchange: { outcome: string }) => exchange.outcome)).toEqual([
      "write",
      "hit",
      "write",
    ]);
    expect(parsed.exchanges[1]).toMatchObject({
      predicted: { cacheRead: 5000, input: 10 },
      recorded: null,
    });
  });

  test("check: to a file and to the standard output, the schema that is published", async () => {
    const { root } = createPullRequest(
      { folder: join(demo, "main") },
      { folder: join(demo, "change") },
    );
    git(root, "checkout", "-q", "change");
    const printed = await promptcost(root, ["check", "--as-of", "2026-11-24", "--json", "-"]);
    expect(printed.code).toBe(1);
    const report = Report.parse(JSON.parse(printed.stdout));
    expect(report).toMatchObject({ verdict: "fail", comparison: "compared", asOf: "2026-11-24" });
    const filed = await promptcost(root, [
      "check",
      "--as-of",
      "2026-11-24",
      "--json",
      "report.json",
    ]);
    expect(filed.code).toBe(1);
    expect(filed.stdout).toContain("promptcost");
    expect(readFileSync(join(root, "report.json"), "utf8")).toBe(printed.stdout);
    const again = await promptcost(root, ["check", "--as-of", "2026-11-24", "--json", "-"]);
    expect(again.stdout).toBe(printed.stdout);
  });

  test("explain", async () => {
    const root = createRepository({ folder: join(demo, "main") });
    const { code, stdout } = await promptcost(root, [
      "explain",
      "support",
      "--json",
      "--as-of",
      "2026-11-24",
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1 });
    const unknown = await promptcost(root, ["explain", "suport"]);
    expect(unknown.code).toBe(2);
    expect(unknown.stdout + unknown.stderr).toContain("support");
  });
});

test("update writes the file once; --check says whether it is current", async () => {
  const root = createRepository({ folder: join(demo, "main"), files: { ".promptcost": null } });
  const day = ["--as-of", "2026-11-24"];
  expect(await promptcost(root, ["update", "--check", ...day])).toMatchObject({ code: 1 });
  expect(await promptcost(root, ["update", ...day])).toMatchObject({ code: 0 });
  const path = join(root, ".promptcost/baseline.json");
  const text = readFileSync(path, "utf8");
  expect(text).toBe(readFileSync(join(demo, "main/.promptcost/baseline.json"), "utf8"));
  expect(await promptcost(root, ["update", "--check", ...day])).toMatchObject({ code: 0 });
  expect(await promptcost(root, ["update", ...day])).toMatchObject({ code: 0 });
  expect(readFileSync(path, "utf8")).toBe(text);
});

test("the demo says where its report is, and that report is whole", async () => {
  const folder = scratchFolder();
  const { code, stdout } = await promptcost(folder, ["demo", "--json", "report.json"]);
  expect(code).toBe(0);
  expect(stdout).toContain("report.json");
  expect(stdout).toContain("### promptcost: fail");
  expect(Report.parse(JSON.parse(readFileSync(join(folder, "report.json"), "utf8")))).toMatchObject(
    { verdict: "fail" },
  );
});
