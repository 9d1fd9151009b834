import { askApi, type AskedExchange } from "../../commands/count/api.ts";
import { countExchanges } from "../../commands/count/count.ts";
import { keepInFiles } from "../../fixture/keeping/keep-in-files.ts";
import { countText } from "../../commands/count/text.ts";
import type { FileExchange } from "../../fixture/fixture.ts";
import { readOnlyRecording } from "../../fixture/recordings/read-only.ts";
import { uniqueBy } from "../../order.ts";
import { hasErrors, nowhere, placeIn, problem, type Problem } from "../../problem.ts";
import { createBlockTable } from "../../prompt/block-table.ts";
import { renderProblems } from "../../report/views/problem-list.ts";
import type { World } from "../command-line.ts";
import { withCounter } from "../../io/context.ts";
import { fixturesBelow, removeDrafts } from "../../io/fixture-files.ts";
import { topFolder } from "../../io/tree/sides.ts";
import { readNamedFiles } from "../recordings.ts";
import type { ArgumentsOf } from "../usage.ts";

/**
 * `count`: tokens by the best witness; with `--api` the API is asked first, with `--write` its
 * answers are kept.
 */
export async function runCount(args: ArgumentsOf<"count">, world: World): Promise<0 | 2> {
  const found: Problem[] = [];
  let asked: readonly AskedExchange[] | null = null;
  if (args.option("write") && !args.option("api")) {
    const said = "`--write` keeps what `--api` asked for; give both";
    return world.refuse(
      problem("command-line", nowhere, { said, help: "promptcost count --help" }),
    );
  }
  if (args.option("api")) {
    const { connectAnthropic } = await import("../../io/anthropic/client.ts");
    const api = await connectAnthropic();
    if ("code" in api) found.push(api);
    else {
      const exchanges = [...readNamedFiles(args.operands, world.folder, found)];
      const answers = await askApi(exchanges, api);
      found.push(...answers.problems);
      if (args.option("write")) found.push(...keep(answers.exchanges, world));
      asked = answers.exchanges;
    }
  }
  const result = await withCounter((counter) => {
    const problems = [...found];
    const exchanges: Iterable<FileExchange> =
      asked ?? readNamedFiles(args.operands, world.folder, problems);
    return countExchanges({
      exchanges,
      counter,
      table: createBlockTable(),
      dry: args.option("dry"),
      problems,
    });
  });
  if (args.option("json")) world.print(`${JSON.stringify(result)}\n`);
  else {
    const problems = renderProblems(result.problems, { source: null, notes: true });
    world.print(`${countText(result)}${problems}`);
  }
  return hasErrors(result.problems) ? 2 : 0;
}

/** Writes fresh counts into the fixtures they are of. */
function keep(exchanges: readonly AskedExchange[], world: World): readonly Problem[] {
  const readOnly = uniqueBy(
    exchanges.flatMap(({ fresh, format, exchange: { place } }) =>
      fresh && format !== undefined ? [{ format, file: place.file ?? "" }] : [],
    ),
    ({ file }) => file,
  ).map(({ format, file }) => readOnlyRecording(format, placeIn(file)));
  const members = exchanges.flatMap(({ fresh, exchange, format }) => {
    const { counted } = exchange;
    return fresh && counted !== null && format === undefined
      ? [{ exchange, key: "counted" as const, value: () => ({ ...counted }) }]
      : [];
  });
  const root = topFolder(world.folder);
  removeDrafts(root, new Set(members.map(({ exchange }) => exchange.place.file ?? "")));
  const lost = keepInFiles(members, fixturesBelow(root));
  const notKept = lost.map((exchange) =>
    problem("count-not-kept", exchange.place, { exchange: exchange.id }),
  );
  return [...readOnly, ...notKept];
}
