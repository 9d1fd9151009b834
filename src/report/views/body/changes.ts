import { counted } from "../../../words.ts";
import type { Report, ReportedCause, ReportedScenario } from "../../report.ts";
import { showCount } from "../amount.ts";
import { code } from "../markdown.ts";
import { describeChange } from "../words/causes/blocks.ts";
import { namedInLine } from "../words/causes/causes.ts";
import { sortByChange, sortCauses } from "../words/order.ts";
import { writeMarkdown } from "../words/phrase.ts";
import { describeLeftOut, type Detail } from "./detail.ts";

/** A cause with more changes than its line names. */
interface LongCause {
  readonly scenario: ReportedScenario;
  readonly cause: ReportedCause;
}

/** Every change of the causes that name only some of theirs in their line. Folded. */
export function renderChanges(report: Report, detail: Detail): readonly string[] {
  const long = sortByChange(report.scenarios).flatMap((scenario) =>
    sortCauses(scenario.causes)
      .filter((cause) => cause.kind !== "cache" && cause.kind !== "model")
      .filter((cause) => cause.changes.length > namedInLine(cause))
      .map((cause): LongCause => ({ scenario, cause })),
  );
  const shown = long.slice(0, detail.longCauses);
  if (shown.length === 0) return [];
  const left = describeLeftOut(long.length - shown.length, "cause");
  const lines = shown.flatMap((one) => renderCause(report, one, detail));
  return [
    [
      "<details><summary>What changed, piece by piece</summary>",
      [...lines, ...(left.length === 0 ? [] : ["", ...left])].join("\n"),
      "</details>",
    ].join("\n\n"),
  ];
}

function renderCause(
  { links }: Report,
  { scenario, cause }: LongCause,
  detail: Detail,
): readonly string[] {
  const { changes, more, kind } = cause;
  const shown = changes.slice(0, detail.changes);
  const left = changes.length - shown.length + more;
  return [
    `- ${code(scenario.id)}, ${kind}, ${counted(changes.length + more, "change")}:`,
    ...shown.map((change) => `  - ${writeMarkdown(describeChange(change), links)}`),
    ...(left > 0 ? [`  - and ${showCount(left)} more`] : []),
  ];
}
