import { resolve } from "node:path";
import { askApi, type AskedExchange } from "../commands/count-api.ts";
import { countExchanges } from "../commands/count.ts";
import { countText } from "../commands/count-text.ts";
import type { FileExchange } from "../fixture/exchanges.ts";
import { keepMember, keepOnLines } from "../fixture/keep.ts";
import { hasErrors, problem, type Problem } from "../problem.ts";
import { createBlockTable } from "../prompt/blocks.ts";
import { renderProblems } from "../report/problem-list.ts";
import type { Arguments } from "./arguments.ts";
import type { World } from "./command-line.ts";
import { withCounter } from "./counting.ts";
import { findRepository, readTextFile, writeAtomically } from "./files.ts";
import { readNamedFiles } from "./run-recordings.ts";

/** Writes fresh counts into the fixtures they are of, a file at a time, whole or not at all. */
const keep = (exchanges: readonly AskedExchange[], world: World, problems: Problem[]): void => {
  const root = findRepository(world.folder) ?? world.folder;
  const byFile = new Map<string, AskedExchange[]>();
  for (const one of exchanges.filter(({ fresh }) => fresh)) {
    const file = one.exchange.place.file ?? "";
    byFile.set(file, [...(byFile.get(file) ?? []), one]);
  }
  for (const [file, fresh] of byFile) {
    // A file outside the repository goes by its whole path.
    const path = resolve(root, file);
    const before = readTextFile(path);
    let text = before;
    for (const { exchange } of fresh) {
      const { counted, index, place } = exchange;
      if (text === null || counted === null) continue;
      const member = { key: "counted", value: { inputHash: counted.inputHash, tokens: counted.tokens } };
      const kept = file.endsWith(".jsonl")
        ? keepOnLines(text, [{ line: place.line ?? 1, ...member }])
        : keepMember(text, index, { ...member, layout: "flat" });
      if (kept === null) problems.push(problem("count-not-kept", place, { exchange: exchange.id }));
      else text = kept;
    }
    try {
      if (text !== null && text !== before) writeAtomically(path, text);
    } catch {
      problems.push(...fresh.map(({ exchange }) => problem("count-not-kept", exchange.place, { exchange: exchange.id })));
    }
  }
};

/** `count`: tokens by the best witness; with `--api` the API is asked first, with `--write` its answers are kept. */
export const runCount = async (args: Arguments, world: World): Promise<0 | 2> => {
  const told: Problem[] = [];
  let asked: readonly AskedExchange[] | null = null;
  if (args.flag("write") && !args.flag("api")) {
    world.warn("promptcost: `--write` keeps what `--api` asked for; give both.\n");
    return 2;
  }
  if (args.flag("api")) {
    const { connectAnthropic } = await import("./anthropic.ts");
    const answers = await askApi([...readNamedFiles(args, world, told)], await connectAnthropic());
    told.push(...answers.problems);
    if (args.flag("write")) keep(answers.exchanges, world, told);
    asked = answers.exchanges;
  }
  const result = await withCounter((counter) => {
    const problems = [...told];
    const exchanges: Iterable<FileExchange> = asked ?? readNamedFiles(args, world, problems);
    return countExchanges({ exchanges, counter, table: createBlockTable(), dry: args.flag("dry"), problems });
  });
  if (args.flag("json")) world.print(`${JSON.stringify(result)}\n`);
  else world.print(`${countText(result)}${renderProblems(result.problems, { source: null, notes: true })}`);
  return hasErrors(result.problems) ? 2 : 0;
};
