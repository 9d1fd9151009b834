/** `bill`: what recorded usage cost. */
import { billExchanges, readBilled } from "../../commands/bill/bill.ts";
import { billJson } from "../../commands/bill/json.ts";
import { billText } from "../../commands/bill/text.ts";
import { today } from "../../io/clock.ts";
import { createPriceBook } from "../../models/price-book.ts";
import { hasErrors, type Problem } from "../../problem.ts";
import { renderProblems } from "../../report/views/problem-list.ts";
import type { World } from "../command-line.ts";
import { readBilledFiles } from "../recordings.ts";
import type { ArgumentsOf } from "../usage.ts";

export async function runBill(args: ArgumentsOf<"bill">, world: World): Promise<0 | 2> {
  const problems: Problem[] = [];
  const files = readBilledFiles(args.operands, world.folder, problems);
  const book = createPriceBook();
  const result = billExchanges({
    exchanges: readBilled(files),
    book,
    asOf: args.option("as-of") ?? today(),
    problems,
  });
  if (args.option("json")) world.print(`${JSON.stringify(billJson(result, book))}\n`);
  else {
    // All assumptions are in the JSON.
    const list = renderProblems(result.problems, { source: null, notes: false });
    world.print(`${billText(result, book)}${list}`);
  }
  return hasErrors(result.problems) ? 2 : 0;
}
