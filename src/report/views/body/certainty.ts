import { sum } from "../../../arithmetic.ts";
import { isCompared } from "../../../compare/state.ts";
import { counted, plural } from "../../../words.ts";
import type { Report, ReportedScenario } from "../../report.ts";
import { showCount } from "../amount.ts";
import { clip, code, escapeMarkdown, sentence } from "../markdown.ts";
import { notesOf, type NotesOfKind } from "../problem-list.ts";
import { describeLastBill } from "../words/reconciled.ts";
import { describePrices } from "../words/costs.ts";
import { leadScenario } from "../words/headline.ts";
import { describeAnswers, describeDearestRuns, describeSelfTest } from "../words/spread.ts";
import type { Detail } from "./detail.ts";

/** How sure the figures are: what they rest on, and what was assumed. Folded. */
export function renderCertainty(report: Report, detail: Detail): string {
  const notes = notesOf(report);
  const count = notes.reduce((sum, { messages, left }) => sum + messages.length + left, 0);
  const sentences = [
    describeTokens(report),
    describeSelfTest(selfTestOf(report)),
    describeSpread(leadScenario(report)),
    describeBase(report),
    `Prices of ${escapeMarkdown(describePrices(report))}.`,
    describeBill(report),
    describeUnlinked(report),
    count > 0 && detail.notes === 0
      ? `${counted(count, "note")} on what this rests on ${plural(count, "is", "are")} in the report.`
      : "",
    describeExplain(report),
  ];
  const list = listNotes(notes, detail);
  return (
    "<details><summary>How sure is this, and how was it reached</summary>\n\n" +
    `${sentences.filter((text) => text !== "").join(" ")}${list}\n\n</details>`
  );
}

/** The self-tests of all scenarios together; null where there is none. */
function selfTestOf({ scenarios }: Report): Report["scenarios"][number]["selfTest"] {
  const tests = scenarios.flatMap(({ selfTest }) => selfTest ?? []);
  return tests.length === 0
    ? null
    : {
        reproduced: sum(tests.map(({ reproduced }) => reproduced)),
        of: sum(tests.map(({ of }) => of)),
      };
}

/** How answers and runs of the scenario that the headline speaks of spread. */
function describeSpread(lead: ReportedScenario | null): string {
  if (lead === null) return "";
  const parts = [describeAnswers(lead), describeDearestRuns(lead)].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${code(lead.id)}: ${escapeMarkdown(parts.join("; "))}.`;
}

function describeTokens({ scenarios }: Report): string {
  const counts = scenarios.map(({ exchanges }) => exchanges);
  const total = counts.reduce((sum, count) => sum + count.total, 0);
  const exact = counts.reduce((sum, count) => sum + count.exact, 0);
  const recorded = counts.reduce((sum, count) => sum + count.witnesses.recorded, 0);
  const declared = counts.reduce((sum, count) => sum + count.witnesses.declared, 0);
  if (total === 0) return "";
  return (
    `Tokens: ${showCount(exact)} of ${showCount(total)} requests counted exactly, ` +
    `${showCount(recorded)} recorded${declared > 0 ? `, ${showCount(declared)} declared` : ""}.`
  );
}

const baselineStates: Readonly<Record<NonNullable<Report["base"]>["baseline"], string>> = {
  current: "",
  stale: " The baseline on main is out of date: an update is due.",
  missing: " There is no baseline on main yet: an update is due.",
  corrupt: " The baseline on main cannot be read.",
  drift: " The baseline on main says otherwise.",
};

function describeBase(report: Report): string {
  const { base } = report;
  if (base === null) return "";
  const compared = isCompared(report.comparison) ? "Compared with" : "Nothing to compare with in";
  const commit = base.sha === null ? "main" : code(base.sha.slice(0, 12));
  // A main without a config cannot have a baseline either: nothing is due there.
  const isNoted = report.problems.some(({ code: name }) => name === "baseline-stale");
  const isUnread = report.comparison === "first-run" || report.comparison === "same-as-base";
  const state = isUnread || isNoted ? "" : baselineStates[base.baseline];
  return `${compared} ${commit}, ${escapeMarkdown(base.why)}.${state}`;
}

/** How far the last real bill was off. */
function describeBill(report: Report): string {
  const text = describeLastBill(report);
  return text === "" ? "" : `${escapeMarkdown(text.charAt(0).toUpperCase() + text.slice(1))}.`;
}

/** Scenarios of which a part comes from no file of the repository. */
function describeUnlinked({ scenarios }: Report): string {
  const unlinked = scenarios.filter(({ untied }) => untied.length > 0);
  if (unlinked.length === 0) return "";
  const named = unlinked.slice(0, 5).map(({ id, untied }) => {
    const parts = untied.map((part) => escapeMarkdown(part)).join(", ");
    return `${code(id)} (${parts})`;
  });
  const more = unlinked.length - named.length;
  return (
    "Not tied to files of the repository, so code cannot move them: " +
    `${named.join("; ")}${more > 0 ? ` and ${more} more` : ""}.`
  );
}

function describeExplain(report: Report): string {
  const lead = leadScenario(report);
  return lead === null ? "" : `The whole reckoning: ${code(`promptcost explain ${lead.id}`)}.`;
}

function listNotes(notes: readonly NotesOfKind[], detail: Detail): string {
  const lines = notes.flatMap(({ messages, left }) =>
    messages.map((message, index) => {
      const more =
        left > 0 && index === messages.length - 1 ? ` And ${showCount(left)} more like it.` : "";
      return `- ${sentence(clip(message, detail.message))}${more}`;
    }),
  );
  const shown = lines.slice(0, detail.notes);
  if (shown.length === 0) return "";
  const more = lines.length - shown.length;
  const rest = more > 0 ? [`- and ${showCount(more)} more`] : [];
  return `\n\nWhat it rests on:\n${[...shown, ...rest].join("\n")}`;
}
