import { resolve } from "node:path";
import { billExchanges, billJson, readRecorded } from "../commands/bill/bill.ts";
import { billText } from "../commands/bill/text.ts";
import { simulateExchanges } from "../commands/simulate/simulate.ts";
import { simulateText } from "../commands/simulate/text.ts";
import { readExchangeFiles, type FileExchange } from "../fixture/files/exchanges.ts";
import { createPriceBook } from "../models/price-book.ts";
import { hasErrors, type Problem } from "../problem.ts";
import { createBlockTable } from "../prompt/blocks.ts";
import { renderProblems } from "../report/views/problem-list.ts";
import type { Arguments } from "./arguments.ts";
import { today } from "../io/clock.ts";
import type { World } from "./command-line.ts";
import { withCounter } from "../io/context.ts";
import { openExchangeFile } from "../io/files.ts";
import { digest } from "../io/hash.ts";
import { openHead } from "../io/tree/sides.ts";

/** The exchanges of the files a user names; `problems` grows while they are read. */
export function readNamedFiles(
  args: Arguments,
  world: World,
  problems: Problem[],
): Iterable<FileExchange> {
  const head = openHead(world.folder);
  return readExchangeFiles({
    files: args.rest.map((path) =>
      openExchangeFile(resolve(world.folder, path), head.root ?? world.folder),
    ),
    tree: head.root === null ? null : head.tree,
    digest,
    report: (one) => problems.push(one),
  });
}

/** `bill` and `simulate`: what recorded usage cost, and what the cache machine says of it. */
export async function runRecordings(
  command: "bill" | "simulate",
  args: Arguments,
  world: World,
): Promise<0 | 2> {
  const json = args.flag("json");
  const show = (document: unknown): string => `${JSON.stringify(document)}\n`;
  if (command === "bill") {
    const problems: Problem[] = [];
    const files = readNamedFiles(args, world, problems);
    const book = createPriceBook();
    const result = billExchanges({
      exchanges: readRecorded(files),
      book,
      asOf: args.value("as-of") ?? today(),
      problems,
    });
    world.print(
      json
        ? show(billJson(result, book))
        : `${billText(result, book)}${renderProblems(errorsOf(result.problems), { source: null, notes: false })}`,
    );
    return hasErrors(result.problems) ? 2 : 0;
  }
  const result = await withCounter((counter) => {
    const problems: Problem[] = [];
    const exchanges = readNamedFiles(args, world, problems);
    return simulateExchanges({ exchanges, counter, table: createBlockTable(), problems });
  });
  world.print(json ? show(result) : simulateText(result));
  return result.problems.some((one) => one.severity === "error") ? 2 : 0;
}

/**
 * What keeps a figure from being said; assumptions are in the text already, and all of them in the
 * JSON.
 */
function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity }) => severity === "error");
}
