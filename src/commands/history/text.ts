/** The bill through git's history, for people. */
import { showChange, showPair, showRelative, showUsd } from "../../report/views/amount.ts";
import { cleanName, clip } from "../../report/views/markdown.ts";
import { alignColumns } from "../../report/views/terminal/columns.ts";
import { perThousandRuns, unitOf } from "../../report/views/words/costs.ts";
import { counted } from "../../words.ts";
import type { History, HistoryPoint } from "./history.ts";
import type { Movement, MovementReason } from "./movements.ts";
import { seriesOf, type Series } from "./series.ts";
import { sparkline } from "./sparkline.ts";

/** Bars of a sparkline: the newest commits. */
const mostBars = 60;
/** Scenarios named in a row; the rest is counted. */
const mostMoved = 3;

const reasonWords = {
  new: "new",
  gone: "gone",
  traffic: "traffic",
  model: "model",
  prices: "prices",
  counting: "counted anew",
  inputs: "prompts",
} as const satisfies Record<MovementReason, string>;

const header = ["day", "commit", "a month", "change", "what moved"];
const none = "–";

/** Sparklines of the sum and of each scenario, then a row for each commit, the newest first. */
export function historyText(history: History): string {
  const { file, points } = history;
  const days = [points[0], points.at(-1)].map((point) => point?.commit.day ?? "");
  return [
    `${cleanName(file)}: ${counted(points.length, "commit")}, ${days.join(" to ")}`,
    "",
    ...alignColumns(seriesOf(history).map(lineOf), () => true),
    "",
    ...alignColumns(
      [header, ...rowsOf(points).toReversed()],
      (column) => column < 2 || column === 4,
    ),
    "",
  ].join("\n");
}

function lineOf({ scenario, basis, figures }: Series): readonly string[] {
  const known = figures.flatMap((figure) => figure ?? []);
  const [first, last] = [known[0] ?? 0n, known.at(-1) ?? 0n];
  const shown = first === last ? showUsd(last) : showPair(first, last).join(" → ");
  return [
    scenario === null ? "total" : clip(cleanName(scenario), 40),
    sparkline(figures.slice(-mostBars)),
    `${shown} ${unitOf(basis)}`,
  ];
}

function rowsOf(points: readonly HistoryPoint[]): readonly (readonly string[])[] {
  let before: HistoryPoint["month"] = null;
  return points.map((point) => {
    const { commit, state, month, moved } = point;
    const head = [commit.day, commit.sha.slice(0, 7)];
    if (state !== "read")
      return [...head, none, "", state === "gone" ? "no baseline" : "not readable"];
    const change = month === null || before === null ? "" : showMonths(before, month);
    const isFirst = before === null && moved.length === 0;
    before = month ?? before;
    return [...head, month === null ? none : showUsd(month), change, isFirst ? "" : tell(moved)];
  });
}

function showMonths(before: bigint, month: bigint): string {
  const relative = showRelative(before, month);
  if (month === before) return "$0";
  return `${showChange(month - before)}${relative === null ? "" : ` (${relative})`}`;
}

/** `support +$210 (model, prompts), labels +$2 (traffic) and 4 more`. */
function tell(moved: readonly Movement[]): string {
  const left = moved.length - mostMoved;
  const named = moved.slice(0, mostMoved).map(({ scenario, usd, basis, reasons }) => {
    const shown = showChange(basis === "month" ? usd : perThousandRuns(usd));
    const unit = basis === "month" ? "" : ` ${unitOf(basis)}`;
    const why = reasons.map((reason) => reasonWords[reason]).join(", ");
    return `${clip(cleanName(scenario), 40)} ${shown}${unit} (${why})`;
  });
  return `${named.join(", ")}${left > 0 ? ` and ${counted(left, "more", "more")}` : ""}`;
}
