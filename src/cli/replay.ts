/** `replay`: the only command that costs money. */
import { dirname, join } from "node:path";
import type { Only } from "../replay/plan/age.ts";
import { forecastReplay } from "../replay/prediction/forecast.ts";
import { prepareReplay } from "../replay/prepare.ts";
import { forecastJson, forecastText } from "../replay/text/forecast.ts";
import { replayJson, replayText } from "../replay/text/result.ts";
import { openBook } from "../evaluation/context.ts";
import { readAmount } from "../config/amounts.ts";
import type { Config } from "../config/config.ts";
import type { Pico } from "../money.ts";
import { hasErrors, nowhere, problem, type Problem } from "../problem.ts";
import { renderProblems } from "../report/views/problem-list.ts";
import type { Arguments } from "./arguments.ts";
import type { World } from "./command-line.ts";
import { fixturesBelow } from "../io/fixture-files.ts";
import { runWithJournal } from "../io/replay/run.ts";
import { withCommandContext } from "../io/context.ts";

import { configPath, openHead } from "../io/tree/sides.ts";

const onlyNames: Readonly<Record<string, Only>> = {
  missing: "missing",
  stale: "stale",
  all: "all",
};

export async function runReplay(args: Arguments, world: World): Promise<0 | 2> {
  const head = openHead(world.folder);
  const file = configPath(head, world.folder, args.value("config"));
  const asked = args.value("only");
  const only = asked === null ? "missing-or-stale" : onlyNames[asked];
  const concurrency = wholeOf(args.value("concurrency"), 4);
  const times = wholeOf(args.value("times"), 1);
  if (file === null || only === undefined || concurrency === null || times === null) {
    const wrong =
      file === null
        ? "the config lies outside this repository"
        : only === undefined
          ? "`--only` is missing, stale or all"
          : "`--concurrency` and `--times` are numbers from 1 to 64";
    world.warn(`promptcost: ${wrong}.\n`);
    return 2;
  }
  const batch = args.flag("batch");
  const { config, source, plan, kept, context, problems } = await withCommandContext(
    { asOf: null, dry: false },
    (context) =>
      prepareReplay({
        ...context,
        tree: head.tree,
        file,
        names: args.rest,
        unbounded: unboundedOf(args),
        only,
        batch,
      }),
  );
  const json = args.flag("json");
  const fail = (all: readonly Problem[]): 2 => {
    world.print(
      json
        ? show({ schemaVersion: 1, problems: all })
        : `${renderProblems(all, { source, notes: false })}\n`,
    );
    return 2;
  };
  if (config === null || plan === null) return fail(problems);
  const book = openBook(config);
  const maxUsd = readCap(args, config);
  if (args.flag("dry-run") && args.value("max-usd") !== null && typeof maxUsd !== "bigint")
    return fail([...problems, maxUsd]);
  if (args.flag("dry-run")) {
    const forecast = forecastReplay(plan, {
      context,
      book,
      times,
      batch,
      unbounded: new Set(unboundedOf(args)),
    });
    world.print(
      json
        ? show(forecastJson(forecast))
        : `${forecastText(forecast, plan)}${renderProblems(problems, { source, notes: false })}`,
    );
    return hasErrors(problems) ? 2 : 0;
  }
  const noCap = typeof maxUsd === "bigint" ? [] : [maxUsd];
  const hasKey = [world.env["ANTHROPIC_API_KEY"], world.env["ANTHROPIC_AUTH_TOKEN"]].some(
    (key) => (key ?? "") !== "",
  );
  const noKey = hasKey ? [] : [problem("replay-needs-key", nowhere, {})];
  if (typeof maxUsd !== "bigint" || !hasKey || hasErrors(problems))
    return fail([...problems, ...noCap, ...noKey]);

  const root = head.root ?? head.folder;
  const result = await runWithJournal({
    options: {
      plan,
      context,
      book,
      maxUsd,
      concurrency,
      times,
      fast: args.flag("fast"),
      batch,
      keepsAnswers: !args.flag("no-answers"),
      resendsUnknown: args.flag("resend-unknown"),
      unbounded: new Set(unboundedOf(args)),
    },
    folder: join(root, dirname(file), ".promptcost"),
    kept,
    files: fixturesBelow(root),
    apiKey: null,
    isTerminal: world.isTerminal,
    warn: world.warn,
  });
  if ("code" in result) return fail([...problems, result]);
  if (json) world.print(show(replayJson(result, maxUsd)));
  else
    world.print(
      `${replayText(result, { maxUsd, fresh: plan.fresh })}${renderProblems(result.problems, { source, notes: false })}`,
    );
  return hasErrors(result.problems) || result.answered < result.requests ? 2 : 0;
}

function wholeOf(text: string | null, usual: number): number | null {
  const value = text === null ? usual : Number(text);
  return Number.isSafeInteger(value) && value >= 1 && value <= 64 ? value : null;
}

function unboundedOf(args: Arguments): readonly string[] {
  return (args.value("unbounded") ?? "").split(",").filter((name) => name !== "");
}

function show(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The cap: what the command line says, else the config. */
function readCap(args: Arguments, config: Config): Pico | Problem {
  const given = args.value("max-usd");
  const amount = given === null ? config.replayMaxUsd : readAmount(given);
  if (amount !== null && amount > 0n) return amount;
  return problem("replay-needs-cap", nowhere, { given: given !== null || amount !== null });
}
