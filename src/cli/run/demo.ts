/**
 * `demo`: the bundled example, a pull request that touches no fixture, held against its main. No
 * repository, no network, no key.
 */
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { check, type CheckOutcome } from "../../commands/check/check.ts";
import { withCommandContext } from "../../io/context.ts";
import { digest } from "../../io/hash.ts";
import { createDirectoryTree } from "../../io/tree/directory.ts";
import { overlay } from "../../io/tree/overlay.ts";
import { usualConfig } from "../../config/paths.ts";
import type { Report } from "../../report/report.ts";
import { views } from "../../report/views.ts";
import { nowhere, problem } from "../../problem.ts";
import type { World } from "../command-line.ts";
import { notWritten, showReport, writeReportFile } from "../report.ts";
import type { ArgumentsOf } from "../usage.ts";

/** The day the example's figures are of, so that they stay what the README shows. */
const demoDay = "2026-11-24";

export async function runDemo(args: ArgumentsOf<"demo">, world: World): Promise<0 | 2> {
  const folder = findDemo();
  if (folder === null) return world.refuse(problem("demo-missing", nowhere, {}));
  const outcome = await checkDemo(folder);
  const { report } = outcome;
  const asked = args.option("json");
  const to = asked ?? join(mkdtempSync(join(tmpdir(), "promptcost-")), "demo.json");
  try {
    writeReportFile(report, { view: "json", to }, world);
  } catch (error) {
    return world.refuse(notWritten(to, error));
  }
  if (to === "-") return 0;
  world.print(
    [
      "A pull request to a shop's support assistant: a line with the time at the head of its policy, one more tool,",
      "a bigger model. It touches no fixture. This is what `promptcost check` says of it:",
      "",
      showReport(outcome, world),
      "And this is the comment on the pull request:",
      "",
      quoteComment(report),
      "",
      `The report as JSON: ${to}`,
      `The files: ${folder}`,
      "",
    ].join("\n"),
  );
  return report.verdict === "error" ? 2 : 0;
}

async function checkDemo(folder: string): Promise<CheckOutcome> {
  const main = createDirectoryTree(join(folder, "main"), "main");
  const sides = {
    head: overlay(main, createDirectoryTree(join(folder, "change")), "the change"),
    base: { commit: { sha: "main", why: "the example's main" }, tree: main },
    file: usualConfig,
    fork: false,
    links: { repository: null, head: null },
  };
  return withCommandContext({ asOf: demoDay, dry: false }, (context) =>
    check({ ...context, ...sides, problems: [] }),
  );
}

/** The comment without its marker, behind a bar. */
function quoteComment(report: Report): string {
  const stamp = { key: usualConfig, head: "0".repeat(40), run: 1, attempt: 1 };
  const [, ...lines] = views.comment(report, { stamp, digest }).split("\n");
  return lines
    .join("\n")
    .replace(/^/gm, "  │ ")
    .replace(/[ \t]+$/gm, "");
}

/**
 * The example lies beside the built file in the package, and beside the sources in the repository.
 */
function findDemo(): string | null {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, "fixtures", "demo");
    if (existsSync(join(candidate, "main", usualConfig))) return candidate;
    if (dirname(folder) === folder) return null;
  }
}
