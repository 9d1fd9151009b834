/**
 * Writes the comment and the summary of reports as markdown files, to be looked at as GitHub
 * renders them (a gist, a preview of a pull request's description). Run by hand: `node
 * scripts/preview-comment.ts FOLDER [REPORT.json…]`; without reports, of every golden one.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { digest } from "../src/io/hash.ts";
import { renderComment } from "../src/report/views/comment.ts";
import { Report } from "../src/report/report.ts";
import { renderSummary } from "../src/report/views/summary.ts";
import { samples } from "../test/report/sample.ts";

const [folder, ...files] = process.argv.slice(2);
if (folder === undefined) throw new Error("name a folder to write to");
function read(file: string): Report {
  return Report.parse(JSON.parse(readFileSync(file, "utf8")));
}
const reports =
  files.length === 0
    ? Object.entries(samples)
    : files.map((file) => [basename(file, ".json"), read(file)] as const);
const stamp = { key: "promptcost.yml", head: "0".repeat(40), run: 1, attempt: 1 };
mkdirSync(folder, { recursive: true });
for (const [name, report] of reports) {
  writeFileSync(join(folder, `${name}.comment.md`), renderComment(report, { stamp, digest }));
  writeFileSync(join(folder, `${name}.summary.md`), renderSummary(report));
}
