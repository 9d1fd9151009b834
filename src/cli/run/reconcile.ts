/** `reconcile`: the real bill beside the projection. */
import { join } from "node:path";
import { billExchanges, readBilled } from "../../commands/bill/bill.ts";
import { problemJson } from "../../commands/problem-json.ts";
import { reconcileJson } from "../../commands/reconcile/json.ts";
import { openProjection } from "../../commands/reconcile/projection.ts";
import { reconcile, type Reconciliation } from "../../commands/reconcile/reconcile.ts";
import { reconcileText } from "../../commands/reconcile/text.ts";
import { today } from "../../io/clock.ts";
import { withCommandContext } from "../../io/context.ts";
import { isBehindLink, writeAtomically } from "../../io/files.ts";
import { openBaseSide } from "../../io/tree/sides.ts";
import { createPriceBook } from "../../models/price-book.ts";
import { hasErrors, nowhere, placeIn, problem, type Problem } from "../../problem.ts";
import { readConsole } from "../../reconcile/console/console.ts";
import { keptPath, writeKept } from "../../reconcile/kept.ts";
import { readPeriod, type Period } from "../../reconcile/period.ts";
import type { Filters, RealBill } from "../../reconcile/real.ts";
import { billOfRecordings } from "../../reconcile/recordings.ts";
import { readReports } from "../../reconcile/reports/reports.ts";
import { renderProblems } from "../../report/views/problem-list.ts";
import type { World } from "../command-line.ts";
import { partConsoleFiles } from "../console-files.ts";
import { openFolder } from "../folder.ts";
import { notWritten } from "../report.ts";
import { readBilledFiles } from "../recordings.ts";
import type { ArgumentsOf } from "../usage.ts";

export async function runReconcile(args: ArgumentsOf<"reconcile">, world: World): Promise<0 | 2> {
  const json = args.option("json");
  const say = (
    problems: readonly Problem[],
    source: Parameters<typeof renderProblems>[1]["source"],
  ): 2 => {
    if (json)
      world.print(
        `${JSON.stringify({ schemaVersion: 1, problems: problems.map(problemJson) }, null, 2)}\n`,
      );
    else world.print(renderProblems(problems, { source, notes: false }));
    return 2;
  };
  const asOf = args.option("as-of") ?? today();
  const [month, from, to] = [args.option("month"), args.option("from"), args.option("to")];
  const period = readPeriod({ month, from, to, asOf });
  const filters = { workspace: args.option("workspace"), apiKeyId: args.option("api-key-id") };
  const wrong = [
    ...("code" in period ? [period] : []),
    ...refuseSources(args.option("admin"), args.operands),
  ];
  if ("code" in period || wrong.length > 0) return say(wrong, null);

  const opened = openFolder(args.option("config"), world);
  if (opened === null) return 2;
  const { head: side, root, file } = opened;
  const base = await openBaseSide(side, { event: null, asked: null, access: null, remote: null });
  const { head, problems, source } = await withCommandContext({ asOf, dry: false }, (context) =>
    openProjection({ ...context, tree: side.tree, base, file }),
  );
  if (head === null) return say(problems, source);

  const bill = args.option("admin")
    ? await readAdmin({ period, filters, asOf }, world)
    : readFiles(args.operands, { filters, asOf }, world);
  if ("code" in bill) return say([bill], source);
  const outcome = reconcile({ head, bill, period });
  const { result } = outcome;
  if (result === null) return say(outcome.problems, source);

  const kept = args.option("write") ? [keep(result, keptPath(head.config.baseline), root)] : [];
  const all = { ...result, problems: [...result.problems, ...kept] };
  if (json) world.print(`${JSON.stringify(reconcileJson(all), null, 2)}\n`);
  else {
    const list = renderProblems(all.problems, { source, notes: true });
    world.print(`${reconcileText(all)}${list}`);
  }
  return hasErrors(all.problems) ? 2 : 0;
}

/** Writes the ratio beside the baseline; says what came of it. */
function keep(result: Reconciliation, file: string, root: string): Problem {
  if (result.ratio === null || hasErrors(result.problems))
    return problem("reconcile-not-kept", nowhere, {});
  // Whoever checks out somebody else's branch writes nowhere else by it.
  if (isBehindLink(root, file)) return problem("baseline-link", placeIn(file), { file });
  const { usd, projectedUsd, period, source } = result;
  const month = period.month ?? `${period.from} to ${period.to}`;
  try {
    writeAtomically(join(root, file), writeKept({ month, source }, { usd, projectedUsd }));
  } catch (error) {
    return notWritten(file, error);
  }
  return problem("reconcile-kept", placeIn(file), { file });
}

function refuseSources(admin: boolean, operands: readonly string[]): readonly Problem[] {
  const both = admin && operands.length > 0;
  return both || (!admin && operands.length === 0)
    ? [problem("reconcile-no-source", nowhere, { both })]
    : [];
}

async function readAdmin(
  asked: { readonly period: Period; readonly filters: Filters; readonly asOf: string },
  world: World,
): Promise<RealBill | Problem> {
  const { connectAdmin } = await import("../../io/admin/client.ts");
  const connected = connectAdmin(world.env, (seconds) =>
    world.warn(`promptcost: the reports do not answer yet, asking again in ${String(seconds)} s\n`),
  );
  if ("code" in connected) return connected;
  const bill = await readReports(connected.api, asked);
  return "code" in bill ? bill : { ...bill, problems: [...connected.remarks, ...bill.problems] };
}

/** CSV exports of the Console, or recordings; of both together the days would count twice. */
function readFiles(
  paths: readonly string[],
  { filters, asOf }: { readonly filters: Filters; readonly asOf: string },
  world: World,
): RealBill | Problem {
  const { exports, others, problems } = partConsoleFiles(paths, world.folder);
  if (exports.length > 0 && others.length > 0)
    return problem("reconcile-mixed", placeIn(exports[0]?.path ?? ""), {});
  if (others.length === 0) {
    const bill = readConsole(exports, filters);
    return { ...bill, problems: [...problems, ...bill.problems] };
  }
  const option = filters.workspace !== null ? "workspace" : "api-key-id";
  if (filters.workspace !== null || filters.apiKeyId !== null)
    return problem("reconcile-filter", nowhere, { option, source: "recordings" });
  const found: Problem[] = [...problems];
  const result = billExchanges({
    exchanges: readBilled(readBilledFiles(others, world.folder, found)),
    book: createPriceBook(),
    asOf,
    problems: found,
  });
  const dated = result.problems.filter(({ code }) => code !== "priced-as-of");
  return billOfRecordings(result.exchanges, dated);
}
