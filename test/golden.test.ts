import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digest } from "../src/io/hash.ts";
import { renderComment } from "../src/report/views/comment.ts";
import { writeReport } from "../src/report/report.ts";
import { renderTerminal } from "../src/report/views/terminal.ts";
import { cases, casesFolder, runCase } from "./cases.ts";

describe.each(cases)("fixtures/%s", (name) => {
  it("is reported as expected", async () => {
    const { report, source } = runCase(name);
    const stamp = { key: "promptcost.yml", head: "0".repeat(40), run: 1, attempt: 1 };
    const expected = join(casesFolder, name, "expected");
    await expect(writeReport(report)).toMatchFileSnapshot(join(expected, "report.json"));
    await expect(renderComment(report, { stamp, digest })).toMatchFileSnapshot(
      join(expected, "comment.md"),
    );
    await expect(renderTerminal(report, { colour: false, source })).toMatchFileSnapshot(
      join(expected, "terminal.txt"),
    );
  });

  it("says the same twice", () => {
    expect(writeReport(runCase(name).report)).toBe(writeReport(runCase(name).report));
  });
});
