/** `replay`: the only command that costs money. */
import { dirname, join, resolve } from "node:path";
import { planReplay, type Only, type ReplayPlan } from "../capture/plan.ts";
import { forecastReplay } from "../commands/replay-forecast.ts";
import { replay } from "../commands/replay.ts";
import type { KeptAnswer, ReplayWorld } from "../commands/replay-send.ts";
import { forecastJson, forecastText, replayJson, replayText } from "../commands/replay-text.ts";
import { loadTree, type LoadedTree } from "../commands/tree-side.ts";
import { createWorkbench, openBook, type Workbench } from "../commands/workbench.ts";
import { nearestNames } from "../config/nearest.ts";
import type { Config } from "../config/config.ts";
import { keepMember, keepOnLines } from "../fixture/keep.ts";
import { parseUsd, type Pico } from "../money.ts";
import { hasErrors, nowhere, problem, type Problem } from "../problem.ts";
import { showUsd } from "../report/amount.ts";
import { renderProblems } from "../report/problem-list.ts";
import type { Arguments } from "./arguments.ts";
import { today } from "./clock.ts";
import type { World } from "./command-line.ts";
import { withCounter } from "./counting.ts";
import { readTextFile, writeAtomically } from "./files.ts";
import { digest } from "./hash.ts";
import { openJournal } from "./journal-file.ts";
import { configPath, openHead } from "./sides.ts";

const onlyNames: Readonly<Record<string, Only>> = { missing: "missing", stale: "stale", all: "all" };

interface Prepared {
  readonly loaded: LoadedTree;
  readonly plan: ReplayPlan | null;
  readonly workbench: Workbench;
  readonly problems: readonly Problem[];
}

const unknownScenarios = (names: readonly string[], config: Config): readonly Problem[] => {
  const known = config.scenarios.map(({ id }) => id);
  return names
    .filter((name) => !known.includes(name))
    .map((name) => problem("scenario-unknown", nowhere, { nearest: nearestNames(name, known) }));
};

const prepare = (
  args: Arguments,
  options: { readonly head: ReturnType<typeof openHead>; readonly file: string; readonly only: Only },
): Promise<Prepared> =>
  withCounter((counter) => {
    const workbench = createWorkbench({ digest, counter, asOf: today(), dry: false });
    const { tree } = options.head;
    const loaded = loadTree(tree, options.file, { workbench });
    const { config } = loaded;
    const names = args.rest;
    const problems = [...loaded.problems, ...(config === null ? [] : unknownScenarios([...names, ...unboundedOf(args)], config))];
    if (config === null || hasErrors(problems)) return { loaded, plan: null, workbench, problems };
    const wanted = loaded.scenarios.filter(({ config: { id } }) => names.length === 0 || names.includes(id));
    const plan = planReplay(wanted, { tree, config, digest, cache: workbench.cache, only: options.only });
    // Once over everything that will be counted, so that what PDFs hold is known before the first request.
    for (const { run, scenario } of plan.runs)
      for (const exchange of run.exchanges) workbench.measurer.exchange(exchange, { output: scenario.config.output });
    return { loaded, plan, workbench, problems: [...problems, ...plan.problems] };
  });

const unboundedOf = (args: Arguments): readonly string[] => (args.value("unbounded") ?? "").split(",").filter((name) => name !== "");

const keepInText = (text: string, file: string, answers: readonly KeptAnswer[]): string | null => {
  const members = answers.map(({ exchange, recorded }) => ({
    line: exchange.place.line ?? 1,
    index: exchange.index,
    key: "recorded",
    value: recorded,
  }));
  if (file.endsWith(".jsonl")) return keepOnLines(text, members);
  const layout = file.endsWith(".json") ? "deep" : "flat";
  return members.reduce<string | null>(
    (kept, { index, ...member }) => (kept === null ? null : keepMember(kept, index, { ...member, layout })),
    text,
  );
};

/** Writes answers into their fixtures, each file once, whole or not at all; the rest of a file keeps its bytes. Gives what it could not write. */
const keepIn =
  (root: string): ReplayWorld["keep"] =>
  (answers) => {
    const byFile = new Map<string, KeptAnswer[]>();
    for (const one of answers) {
      const file = one.exchange.place.file ?? "";
      const known = byFile.get(file);
      if (known === undefined) byFile.set(file, [one]);
      else known.push(one);
    }
    return [...byFile].flatMap(([file, some]) => {
      const path = resolve(root, file);
      const before = readTextFile(path);
      const kept = before === null ? null : keepInText(before, file, some);
      try {
        if (kept !== null && kept !== before) writeAtomically(path, kept);
        return kept === null ? some : [];
      } catch {
        return some;
      }
    });
  };

/** The cap: what the command line says, else the config. */
const readCap = (args: Arguments, config: Config): Pico | Problem => {
  const given = args.value("max-usd");
  const amount = given === null ? config.replayMaxUsd : /^\$?\d+(\.\d+)?$/.test(given) ? parseUsd(given.replace("$", "")) : 0n;
  if (amount !== null && amount > 0n) return amount;
  return problem("replay-needs-cap", nowhere, { given: given !== null || amount !== null });
};

/** A line at most every so often where there is no terminal; one that is written over where there is. */
const createProgress = (world: World): ReplayWorld["tell"] => {
  let last = 0;
  return ({ done, of, spent, cap }) => {
    const now = Date.now();
    if (done < of && now - last < (world.isTerminal ? 200 : 60_000)) return;
    last = now;
    world.warn(
      `${world.isTerminal ? "\r" : ""}${String(done)} of ${String(of)} answered, ${showUsd(spent)} of ${showUsd(cap)} spent${world.isTerminal && done < of ? "" : "\n"}`,
    );
  };
};

/** The first Ctrl-C stops sending and waits for what is under way; the second ends at once. The journal knows what was sent. */
const watchInterrupts = (
  world: World,
): { readonly isStopped: () => boolean; readonly wait: ReplayWorld["wait"]; readonly end: () => void } => {
  let stopped = false;
  const wakes = new Set<() => void>();
  const onSignal = (): void => {
    if (stopped) process.exit(130);
    stopped = true;
    world.warn("Nothing more is sent; waiting for what is under way. Once more ends at once.\n");
    for (const wake of wakes) wake();
  };
  process.on("SIGINT", onSignal);
  return {
    isStopped: () => stopped,
    wait: (ms) =>
      stopped
        ? Promise.resolve()
        : new Promise((done) => {
            const wake = (): void => {
              clearTimeout(timer);
              wakes.delete(wake);
              done();
            };
            const timer = setTimeout(wake, ms);
            wakes.add(wake);
          }),
    end: () => void process.off("SIGINT", onSignal),
  };
};

const show = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;

const wholeOf = (text: string | null, usual: number): number | null => {
  const value = text === null ? usual : Number(text);
  return Number.isSafeInteger(value) && value >= 1 && value <= 64 ? value : null;
};

export const runReplay = async (args: Arguments, world: World): Promise<0 | 2> => {
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
  const { loaded, plan, workbench, problems } = await prepare(args, { head, file, only });
  const { config } = loaded;
  const source = loaded.text === null ? null : { file, text: loaded.text };
  const json = args.flag("json");
  const fail = (all: readonly Problem[]): 2 => {
    world.print(json ? show({ schemaVersion: 1, problems: all }) : `${renderProblems(all, { source, notes: false })}\n`);
    return 2;
  };
  if (config === null || plan === null) return fail(problems);
  const book = openBook(config);
  if (args.flag("dry-run")) {
    const forecast = forecastReplay(plan, { workbench, book, times });
    world.print(
      json ? show(forecastJson(forecast)) : `${forecastText(forecast, plan)}${renderProblems(problems, { source, notes: false })}`,
    );
    return hasErrors(problems) ? 2 : 0;
  }
  const maxUsd = readCap(args, config);
  const noCap = typeof maxUsd === "bigint" ? [] : [maxUsd];
  const hasKey = [world.env["ANTHROPIC_API_KEY"], world.env["ANTHROPIC_AUTH_TOKEN"]].some((key) => (key ?? "") !== "");
  const noKey = hasKey ? [] : [problem("replay-needs-key", nowhere, {})];
  if (typeof maxUsd !== "bigint" || !hasKey || hasErrors(problems)) return fail([...problems, ...noCap, ...noKey]);

  const root = head.root ?? head.folder;
  const journal = openJournal(join(root, dirname(file), ".promptcost"), plan.freshRuns);
  const { connectAnthropic } = await import("./anthropic.ts");
  const interrupts = watchInterrupts(world);
  const result = await replay(
    {
      plan,
      journal: journal.before,
      workbench,
      book,
      maxUsd,
      concurrency,
      times,
      fast: args.flag("fast"),
      keepsAnswers: !args.flag("no-answers"),
      resendsUnknown: args.flag("resend-unknown"),
      unbounded: new Set(unboundedOf(args)),
    },
    {
      api: await connectAnthropic(),
      append: journal.append,
      keep: keepIn(root),
      now: Date.now,
      wait: interrupts.wait,
      isStopped: interrupts.isStopped,
      tell: createProgress(world),
    },
  );
  interrupts.end();
  journal.close(result.done);
  if (json) world.print(show(replayJson(result, maxUsd)));
  else world.print(`${replayText(result, maxUsd)}${renderProblems(result.problems, { source, notes: false })}`);
  return hasErrors(result.problems) || result.answered < result.requests ? 2 : 0;
};
