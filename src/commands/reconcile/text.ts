import {
  addRatio,
  divideHalfEven,
  formatRatio,
  ratio,
  type Pico,
  type Ratio,
} from "../../money.ts";
import type { ComparedItem, Residual, Unexplained } from "../../reconcile/comparison.ts";
import { itemTitle } from "../../reconcile/item.ts";
import { significant } from "../../reconcile/runs.ts";
import { partTitles, type Part } from "../../reconcile/parts.ts";
import { daysOf, titleOf } from "../../reconcile/period.ts";
import { sourceTitles } from "../../reconcile/real.ts";
import { describeReconciled } from "../../report/views/words/reconciled.ts";
import { showCount, showPair, showPercent, showRate, showUsd } from "../../report/views/amount.ts";
import { alignColumns } from "../../report/views/terminal/columns.ts";
import { counted, listNames } from "../../words.ts";
import { figuresOfItem } from "./item-figures.ts";
import type { Reconciliation } from "./reconcile.ts";

/** The bill beside the projection, for people. */
export function reconcileText(result: Reconciliation): string {
  const { period, source } = result;
  const days = daysOf(period).length;
  return [
    `${titleOf(period)} (${counted(days, "day")}), ${sourceTitles[source]}`,
    "",
    ...headline(result),
    ...table("By model", [modelHeader, ...result.items.map(modelRow)]),
    ...reasons(result),
    ...residualLines(result.residual),
    ...trafficLines(result),
    ...table("By day (UTC)", [["", "the bill", "projected", "ratio"], ...dayRows(result)]),
    "",
  ].join("\n");
}

function headline(result: Reconciliation): readonly string[] {
  const { usd, listUsd, projectedUsd, discount, leftOut, period } = result;
  const [bill, projection] = showPair(usd, projectedUsd);
  const list =
    discount === null || discount.n === 0n
      ? ""
      : discount.n > 0n
        ? ` (list price ${showUsd(listUsd)}, a discount of ${showPercent(discount)})`
        : ` (list price ${showUsd(listUsd)}; what was paid is ${showPercent(ratio(-discount.n, discount.d))} above it)`;
  const without =
    leftOut.length === 0 ? "" : ` (without ${listNames(leftOut, "and")}: no traffic is stated)`;
  return [
    `  the bill        ${bill}${list}`,
    `  the projection  ${projectedUsd === 0n ? "none" : projection}${without}`,
    ...(projectedUsd === 0n
      ? []
      : [
          `  ${describeReconciled({ month: period.month ?? titleOf(period), asOf: result.asOf, usd, projectedUsd })}`,
        ]),
  ];
}

type Row = readonly string[];

const modelHeader: Row = [
  "",
  "the bill",
  "list price",
  "projected",
  "ratio",
  "hit rate",
  "projected",
  "output a request",
  "projected",
];

function modelRow(item: ComparedItem): Row {
  const { real, projected } = figuresOfItem(item);
  const rate = (value: Ratio | null): string => (value === null ? "–" : showRate(value));
  const tokens = (value: Ratio | null): string =>
    value === null ? "–" : showCount(divideHalfEven(value.n, value.d));
  return [
    itemTitle(item),
    showUsd(item.usd),
    showUsd(item.listUsd),
    item.projectedUsd === 0n ? "–" : showUsd(item.projectedUsd),
    ratioText(item.usd, item.projectedUsd),
    rate(real.hitRate),
    rate(projected.hitRate),
    tokens(real.outputPerRequest),
    tokens(projected.outputPerRequest),
  ];
}

function ratioText(usd: Pico, projectedUsd: Pico): string {
  return projectedUsd === 0n ? "–" : factorText(ratio(usd, projectedUsd));
}

/** Two places, from a hundred on none; below a tenth two digits that count. */
function factorText(factor: Ratio): string {
  if (factor.n >= 100n * factor.d) return showCount(divideHalfEven(factor.n, factor.d));
  if (factor.n > 0n && factor.n * 10n < factor.d) return formatRatio(significant(factor, 2), 9);
  const [whole = "0", fraction = ""] = formatRatio(factor, 2).split(".");
  return `${whole}.${fraction.padEnd(2, "0")}`;
}

function reasons({ parts, ratio: whole, items }: Reconciliation): readonly string[] {
  if (parts === null || whole === null) return [];
  const rows = parts.map(({ name, factor }): Row => [`× ${factorText(factor)}`, partTitles[name]]);
  const usual = [...rows, [`= ${factorText(whole)}`, "the bill over the projection"]];
  const dearest = items.filter(({ parts: own }) => own !== null).slice(0, 3);
  const each =
    dearest.length < 2
      ? []
      : dearest.map(
          (item) => `  ${itemTitle(item)}: ${(item.parts ?? []).map(shortPart).join(", ")}`,
        );
  return [
    "",
    "Why",
    ...usual.map(([factor = "", title = ""]) => `  ${factor.padStart(8)}  ${title}`),
    ...each,
  ];
}

function shortPart({ name, factor }: Part): string {
  return `${name} × ${factorText(factor)}`;
}

const whys: Readonly<Record<Unexplained, string>> = {
  "no-scenario": "no scenario uses this model",
  "no-traffic": "the scenarios that use it state no traffic",
  tier: "no scenario uses this tier",
  fee: "no scenario has such a fee",
};

function residualLines(residual: readonly Residual[]): readonly string[] {
  if (residual.length === 0) return [];
  const rows = residual.map((one): Row => [
    one.tier === null ? itemTitle(one) : `${itemTitle(one)}, ${one.tier}`,
    showUsd(one.usd),
    whys[one.why],
  ]);
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  const amounts = Math.max(...rows.map(([, amount = ""]) => amount.length));
  return [
    "",
    "What no scenario explains",
    ...rows.map(
      ([name = "", amount = "", why = ""]) =>
        `  ${name.padEnd(width)}  ${amount.padStart(amounts)}  ${why}`,
    ),
  ];
}

function trafficLines({ traffic, unbilled }: Reconciliation): readonly string[] {
  if (traffic.length + unbilled.length === 0) return [];
  const names = [...traffic.map(({ scenario }) => scenario), ...unbilled];
  const width = Math.max(...names.map(({ length }) => length));
  const isShared = traffic.some(({ together }) => together.length > 1);
  return [
    "",
    "The traffic that would explain it (at list prices; only `runs` changes)",
    ...traffic.map(
      ({ scenario, runs, counted, was }) =>
        `  ${`${scenario}:`.padEnd(width + 1)}  traffic: { runs: ${runs} }` +
        `  # ${was === null ? "states none today" : `now ${was.written}`}` +
        (counted === null ? "" : `; the requests counted are ${counted}`),
    ),
    ...unbilled.map(
      (name) => `  ${`${name}:`.padEnd(width + 1)}  none: its models were not billed`,
    ),
    ...(isShared
      ? ["  Scenarios that share a model are scaled alike: the bill does not tell them apart."]
      : []),
  ];
}

function dayRows({ items, period }: Reconciliation): readonly Row[] {
  return daysOf(period).map((day) => {
    const own = items.flatMap((item) => item.days.filter((one) => one.day === day));
    const sum = (of: (one: (typeof own)[number]) => Pico): Pico =>
      own.reduce((total, one) => addRatio(total, ratio(of(one))), ratio(0n)).n;
    const [usd, projectedUsd] = [sum((one) => one.usd), sum((one) => one.projectedUsd)];
    return [day, showUsd(usd), showUsd(projectedUsd), ratioText(usd, projectedUsd)];
  });
}

function table(title: string, rows: readonly Row[]): readonly string[] {
  return ["", title, ...alignColumns(rows, (column) => column === 0)];
}
