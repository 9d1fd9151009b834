/** `replay`: the only command that costs money. */
import { dirname, join } from "node:path";
import { readAmount } from "../../config/amounts.ts";
import type { Config } from "../../config/config.ts";
import { openBook } from "../../evaluation/context.ts";
import type { Pico } from "../../money.ts";
import { hasErrors, nowhere, problem, type Problem } from "../../problem.ts";
import { reportProblem } from "../../report/parts.ts";
import { renderProblems } from "../../report/views/problem-list.ts";
import type { ReplayPlan } from "../../replay/plan/plan.ts";
import { forecastReplay } from "../../replay/prediction/forecast.ts";
import { missingCap, prepareReplay, type PreparedReplay } from "../../replay/prepare.ts";
import { forecastJson, forecastText } from "../../replay/text/forecast.ts";
import { replayJson, replayText } from "../../replay/text/result.ts";
import { replayWithJournal } from "../../replay/with-journal.ts";
import { withCommandContext } from "../../io/context.ts";
import { fixturesBelow, removeDrafts } from "../../io/fixture-files.ts";
import type { JournalPlace } from "../../io/replay/journal.ts";
import { createReplayPorts } from "../../io/replay/ports.ts";
import { keepHeapSmall } from "../../io/small-heap.ts";
import type { World } from "../command-line.ts";
import { openFolder, type OpenedFolder } from "../folder.ts";
import type { ArgumentsOf } from "../usage.ts";

/** What the steps of the command work on. */
interface ReplayJob extends PreparedReplay {
  readonly config: Config;
  readonly plan: ReplayPlan;
  readonly args: ArgumentsOf<"replay">;
  readonly world: World;
  readonly opened: OpenedFolder;
}

export async function runReplay(args: ArgumentsOf<"replay">, world: World): Promise<0 | 2> {
  const opened = openFolder(args.option("config"), world);
  if (opened === null) return 2;
  if (world.isOwnProcess && !args.option("dry-run")) keepHeapSmall();
  const asked = {
    tree: opened.head.tree,
    file: opened.file,
    names: args.operands,
    unbounded: args.option("unbounded"),
    only: args.option("only") ?? ("missing-or-stale" as const),
    batch: args.option("batch"),
    files: fixturesBelow(opened.root),
  };
  const prepared = await withCommandContext({ asOf: null, dry: false }, (context) =>
    prepareReplay({ ...context, ...asked }),
  );
  const { config, plan } = prepared;
  const output = { json: args.option("json"), source: prepared.source, world };
  if (config === null || plan === null) return printProblems(prepared.problems, output);
  const job: ReplayJob = { ...prepared, config, plan, args, world, opened };
  const outcome = args.option("dry-run") ? forecast(job) : await send(job);
  return "failed" in outcome ? printProblems(outcome.failed, output) : outcome.code;
}

/** How a step ended, having printed what came of it; or why it could not go on. */
type StepOutcome = { readonly code: 0 | 2 } | { readonly failed: readonly Problem[] };

function printProblems(
  problems: readonly Problem[],
  output: { readonly json: boolean; readonly world: World } & Pick<PreparedReplay, "source">,
): 2 {
  const { json, source, world } = output;
  world.print(
    json
      ? showJson({ schemaVersion: 1, problems: problems.map(reportProblem) })
      : `${renderProblems(problems, { source, notes: false })}\n`,
  );
  return 2;
}

function showJson(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * `--dry-run`: what would be sent and cost. It needs no cap, but one that is given must be right.
 */
function forecast(job: ReplayJob): StepOutcome {
  const { args, world, plan, context, config, source, problems } = job;
  const cap = readCap(job);
  if (args.option("max-usd") !== null && typeof cap !== "bigint")
    return { failed: [...problems, cap] };
  const result = forecastReplay(plan, {
    context,
    book: openBook(config),
    times: args.option("times"),
    batch: args.option("batch"),
    unbounded: new Set(args.option("unbounded")),
  });
  const found = [...new Set([...problems, ...result.problems])];
  const list = renderProblems(found, { source, notes: false });
  world.print(
    args.option("json") ? showJson(forecastJson(result)) : `${forecastText(result, plan)}${list}`,
  );
  return { code: hasErrors(found) ? 2 : 0 };
}

async function send(job: ReplayJob): Promise<StepOutcome> {
  const { args, world, opened, plan, context, config, source, problems } = job;
  removeDrafts(opened.root, job.fixtures);
  const maxUsd = readCap(job);
  const noCap = typeof maxUsd === "bigint" ? [] : [maxUsd];
  const hasKey = [world.env["ANTHROPIC_API_KEY"], world.env["ANTHROPIC_AUTH_TOKEN"]].some(
    (key) => (key ?? "") !== "",
  );
  const noKey = hasKey ? [] : [problem("replay-needs-key", nowhere, {})];
  if (typeof maxUsd !== "bigint" || !hasKey || hasErrors(problems))
    return { failed: [...problems, ...noCap, ...noKey] };
  const result = await replayWithJournal(
    {
      plan,
      context,
      book: openBook(config),
      maxUsd,
      concurrency: args.option("concurrency"),
      times: args.option("times"),
      fast: args.option("fast"),
      batch: args.option("batch"),
      keepsAnswers: !args.option("no-answers"),
      resendsUnknown: args.option("resend-unknown"),
      unbounded: new Set(args.option("unbounded")),
    },
    createReplayPorts({
      journal: journalOf(job),
      files: fixturesBelow(opened.root),
      apiKey: null,
      columns: world.errorColumns,
      warn: world.warn,
      pauseMs: world.pauseMs,
    }),
  );
  if ("code" in result) return { failed: [...problems, result] };
  const list = renderProblems(result.problems, { source, notes: false });
  world.print(
    args.option("json")
      ? showJson(replayJson(result, maxUsd))
      : `${replayText(result, { maxUsd, fresh: plan.fresh })}${list}`,
  );
  return { code: hasErrors(result.problems) || result.answered < result.requests ? 2 : 0 };
}

/** One journal for all configs of a repository: they may share fixtures. */
function journalOf({ opened: { root, file }, recorded }: ReplayJob): JournalPlace {
  const folder = join(root, ".promptcost");
  const beside = join(root, dirname(file), ".promptcost");
  return { folder, before: beside === folder ? null : beside, config: file, recorded };
}

/** The cap in pico-dollars: what the command line says, else the config. */
function readCap({ args, config }: ReplayJob): Pico | Problem {
  const given = args.option("max-usd");
  const amount = given === null ? config.replayMaxUsd : readAmount(given);
  if (amount !== null && amount > 0n) return amount;
  return missingCap(config, given !== null);
}
