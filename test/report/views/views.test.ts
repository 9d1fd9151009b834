import { describe, expect, test } from "vitest";
import { renderAnnotations } from "../../../src/report/views/annotations.ts";
import { renderComment } from "../../../src/report/views/comment.ts";
import { Report, writeReport } from "../../../src/report/report.ts";
import { renderSummary } from "../../../src/report/views/summary.ts";
import { renderTerminal } from "../../../src/report/views/terminal.ts";
import { samples } from "../sample.ts";
import { digest } from "../../../src/io/hash.ts";

const stamp = {
  key: "promptcost.yml",
  head: "9c0ffee000000000000000000000000000000bee",
  run: 4321,
  attempt: 1,
};
const source = {
  file: "promptcost.yml",
  text: "scenarios:\n  support-rag:\n    fixtures: x.json\n\n\n    budget:\n      monthly: $900 # a month\n",
};

describe.for(Object.entries(samples))("%s", ([name, report]) => {
  test("is a report", () => {
    expect(Report.parse(JSON.parse(writeReport(report)))).toEqual(report);
  });

  test("reads like this", async () => {
    const views = [
      "<!-- comment -->",
      renderComment(report, { stamp, digest }),
      "<!-- summary -->\n",
      renderSummary(report),
      "<!-- terminal -->\n",
      `\`\`\`\n${renderTerminal(report, { colour: false, source })}\`\`\`\n`,
      "<!-- annotations -->\n",
      `\`\`\`\n${renderAnnotations(report)}\`\`\``,
    ];
    await expect(`${views.join("\n")}\n`).toMatchFileSnapshot(`golden/${name}.md`);
  });
});
