import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createRunner } from "../../src/action/runner.ts";
import { outputsOf } from "../../src/report/views/outputs.ts";
import { error, fail } from "../report/sample.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "promptcost-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** How the runner reads its output file. */
function readOutputs(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(text.matchAll(/^([^\n]+?)<<(\S+)\n([\s\S]*?)\n\2\n/gm), (match) => [
      match[1] ?? "",
      match[3] ?? "",
    ]),
  );
}

test("outputs, whatever a value holds", () => {
  const path = join(folder(), "output");
  writeFileSync(path, "");
  vi.stubEnv("GITHUB_OUTPUT", path);
  onTestFinished(() => void vi.unstubAllEnvs());
  const runner = createRunner({ GITHUB_OUTPUT: path }, () => undefined);
  runner.writeOutputs(outputsOf(fail, "/t/report.json"));
  runner.writeOutputs({ odd: "a\nverdict<<x\npass\nx" });
  expect(readOutputs(readFileSync(path, "utf8"))).toEqual({
    verdict: "fail",
    comparison: "compared",
    "monthly-usd": "13125.9002",
    "delta-usd": "9105.9",
    report: "/t/report.json",
    odd: "a\nverdict<<x\npass\nx",
  });
  expect(outputsOf(error, "r")).toEqual({
    verdict: "error",
    comparison: "not-compared",
    "monthly-usd": "",
    "delta-usd": "",
    report: "r",
  });
});

test("the summary is added to, never over the limit that would drop all of it", () => {
  const path = join(folder(), "summary");
  const runner = createRunner({ GITHUB_STEP_SUMMARY: path }, () => undefined);
  runner.writeSummary(() => "a\n");
  expect(() => runner.writeSummary(() => "é".repeat(600_000))).toThrow("no room");
  runner.writeSummary((bytes) => `${bytes}\n`);
  expect(readFileSync(path, "utf8")).toBe(`a\n${1024 * 1024 - 2}\n`);
});

test("off GitHub nothing is written", () => {
  const runner = createRunner({}, () => undefined);
  runner.writeOutputs({ a: "b" });
  runner.writeSummary(() => "a");
});

test("no line of a text is a command, those meant as commands are", () => {
  const lines: string[] = [];
  const runner = createRunner({}, (text) => lines.push(text));
  runner.print("one\n::error::x\n  ##[debug]y\n a ::b\nprompts/##[stop-commands]x.md\n");
  runner.annotate("::notice::z\n");
  expect(lines).toEqual([
    "one\n· ::error::x\n  ##·[debug]y\n a ::b\nprompts/##·[stop-commands]x.md\n",
    "::notice::z\n",
  ]);
});
