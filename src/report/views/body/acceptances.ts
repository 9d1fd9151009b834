import type { Report } from "../../report.ts";
import { showCount } from "../amount.ts";
import { plural } from "../../../words.ts";
import { howToAccept, saidAcceptances, type SaidAcceptance } from "../words/acceptances.ts";
import { describeOwner, type OwnedBudget } from "../words/budgets.ts";
import { describeLimit } from "../words/limits.ts";
import { placed, writeMarkdown } from "../words/phrase.ts";
import { link } from "../markdown.ts";
import type { Detail } from "./detail.ts";

/** What is accepted of what exceeds a limit, and what is not and why; a line each. */
export function renderAcceptances(report: Report, detail: Detail): readonly string[] {
  const said = saidAcceptances(report);
  const shown = said.slice(0, detail.loosened);
  if (shown.length === 0) return [];
  const left = said.length - shown.length;
  return [
    [
      ...shown.map((each) => `- ${renderAcceptance(report, each)}`),
      ...(left > 0 ? [`- and ${showCount(left)} more`] : []),
    ].join("\n"),
  ];
}

function renderAcceptance(
  { links }: Report,
  { title, phrase, acceptance }: SaidAcceptance,
): string {
  const comment = commentUrl(links.repository, acceptance.url);
  const where = comment === null ? "" : ` (${link("comment", comment)})`;
  return `**${title}:** ${writeMarkdown(phrase, links)}${where}`;
}

/** A comment's address, where it is one of this repository. */
function commentUrl(repository: string | null, url: string | null): string | null {
  if (repository === null || url === null || !url.startsWith(`${repository}/`)) return null;
  return /^\/(?:pull|issues)\/\d+#issuecomment-\d+$/.test(url.slice(repository.length))
    ? url
    : null;
}

/** Budgets that no comment covers and that are named at most. */
const mostBudgets = 3;

/** The lines that would accept what makes the check fail, to be copied into a comment. */
export function renderHowToAccept(report: Report): string {
  const how = howToAccept(report);
  if (how === null) return "";
  const { commands, left, notCovered } = how;
  const more = `and ${showCount(left)} more ${plural(left, "scenario")} likewise`;
  const [thing, end] = notCovered.length === 0 ? ["it", ":"] : ["the increase", "."];
  return [
    `Is it meant? Somebody who may write to this repository can accept ${thing} by a comment${end}` +
      renderNotCovered(report, notCovered),
    "",
    "```text",
    ...commands,
    "```",
    ...(left > 0 ? ["", more] : []),
  ].join("\n");
}

/** What has to be changed all the same, as the next sentence. */
function renderNotCovered({ links }: Report, budgets: readonly OwnedBudget[]): string {
  if (budgets.length === 0) return "";
  const shown = budgets.slice(0, mostBudgets).map((owned): string => {
    const { file, line } = owned.budget;
    const what = `${describeOwner(owned)}, ${describeLimit(owned.budget)}`;
    return writeMarkdown([what, ...(file === null ? [] : [" (", placed(file, line), ")"])], links);
  });
  const left = budgets.length - shown.length;
  const list = [...shown, ...(left > 0 ? [`${showCount(left)} more`] : [])].join("; ");
  const budget = plural(budgets.length, "The budget", "The budgets");
  return ` ${budget} that no comment covers must be changed, too: ${list}.`;
}
