import type { Report } from "../../report.ts";
import { showCount } from "../amount.ts";
import { acceptCommands, saidAcceptances, type SaidAcceptance } from "../words/acceptances.ts";
import { writeMarkdown } from "../words/phrase.ts";
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

/** The lines that would accept what makes the check fail, to be copied into a comment. */
export function renderHowToAccept(report: Report): string {
  const commands = acceptCommands(report);
  if (commands.length === 0) return "";
  return [
    "Is it meant? Somebody who may write to this repository can accept it by a comment:",
    "",
    "```text",
    ...commands,
    "```",
  ].join("\n");
}
