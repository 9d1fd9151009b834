/** `simulate`: what the cache machine says of recorded exchanges. */
import { simulateExchanges } from "../../commands/simulate/simulate.ts";
import { simulateText } from "../../commands/simulate/text.ts";
import { today } from "../../io/clock.ts";
import { withCounter } from "../../io/context.ts";
import type { Problem } from "../../problem.ts";
import { createBlockTable } from "../../prompt/block-table.ts";
import type { World } from "../command-line.ts";
import { readNamedFiles } from "../recordings.ts";
import type { ArgumentsOf } from "../usage.ts";

export async function runSimulate(args: ArgumentsOf<"simulate">, world: World): Promise<0 | 2> {
  const result = await withCounter((counter) => {
    const problems: Problem[] = [];
    const exchanges = readNamedFiles(args.operands, world.folder, problems);
    const table = createBlockTable({ asOf: args.option("as-of") ?? today() });
    return simulateExchanges({ exchanges, counter, table, problems });
  });
  world.print(args.option("json") ? `${JSON.stringify(result)}\n` : simulateText(result));
  return result.problems.some(({ severity }) => severity === "error") ? 2 : 0;
}
