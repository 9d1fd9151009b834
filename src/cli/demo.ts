/**
 * The bundled example: a pull request that touches no fixture, held against its main. No
 * repository, no network, no key.
 */
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { check } from "../commands/check/check.ts";
import { renderComment } from "../report/views/comment.ts";
import { writeReport } from "../report/report.ts";
import type { Arguments } from "./arguments.ts";
import type { World } from "./command-line.ts";
import { createDirectoryTree } from "../io/tree/directory.ts";
import { writeAtomically } from "../io/files.ts";
import { digest } from "../io/hash.ts";
import { overlay } from "../io/tree/overlay.ts";
import { withCommandContext } from "../io/context.ts";
import { showOutcome, writeJsonText } from "./check.ts";
import { usualConfig } from "../io/tree/sides.ts";

/** The day the example's figures are told for, so that they stay what the README shows. */
const demoDay = "2026-11-24";

export async function runDemo(args: Arguments, world: World): Promise<0 | 2> {
  const folder = findDemo();
  if (folder === null) {
    world.warn(
      "promptcost: the bundled example is not where it should be, beside dist: fixtures/demo.\n",
    );
    return 2;
  }
  const main = createDirectoryTree(join(folder, "main"), "main");
  const sides = {
    head: overlay(main, createDirectoryTree(join(folder, "change")), "the change"),
    base: { commit: { sha: "main", why: "the example's main" }, tree: main },
    file: usualConfig,
    fork: false,
    links: { repository: null, head: null },
  };
  const outcome = await withCommandContext({ asOf: demoDay, dry: false }, (context) =>
    check({ ...context, ...sides, problems: [] }),
  );
  const to = args.value("json") ?? join(mkdtempSync(join(tmpdir(), "promptcost-")), "demo.json");
  const text = writeReport(outcome.report);
  if (to === "-") {
    writeJsonText(text, to, world);
    return 0;
  }
  if (args.value("json") === null) writeAtomically(to, text);
  else writeJsonText(text, to, world);
  const stamp = { key: usualConfig, head: "0".repeat(40), run: 1, attempt: 1 };
  const comment = renderComment(outcome.report, { stamp, digest }).split("\n").slice(1).join("\n");
  world.print(
    [
      "A pull request to a shop's support assistant: a line with the time at the head of its policy, one more tool,",
      "a bigger model. It touches no fixture. This is what `promptcost check` says of it:",
      "",
      showOutcome(outcome, world),
      "And this is the comment on the pull request:",
      "",
      comment.replace(/^/gm, "  │ ").replace(/[ \t]+$/gm, ""),
      "",
      `The report as JSON: ${to}`,
      `The files: ${folder}`,
      "",
    ].join("\n"),
  );
  return outcome.report.verdict === "error" ? 2 : 0;
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
