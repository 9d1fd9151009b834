/** A report as GitHub markdown: what the comment and the job summary have in common. */
import { utf8Length } from "../../utf8.ts";
import type { Report } from "../report.ts";
import { renderAcceptances, renderHowToAccept } from "./body/acceptances.ts";
import { renderAdvice, renderFirstAdvice } from "./body/advice.ts";
import { renderCertainty } from "./body/certainty.ts";
import { renderCauses } from "./body/causes.ts";
import { renderChanges } from "./body/changes.ts";
import { levelsOfDetail, type Detail } from "./body/detail.ts";
import { renderLead, renderLeadScenario } from "./body/lead.ts";
import { renderAdjustments, renderScenarios, renderVariants } from "./body/scenarios.ts";
import { renderSum } from "./body/sum.ts";
import { renderWarnings } from "./body/warnings.ts";
import { clip, sentence } from "./markdown.ts";
import { headlineOf, leadScenario } from "./words/headline.ts";

/** No row is shorter, in bytes. */
const shortestRow = 40;

/**
 * The report as GitHub markdown in at most `bytes` UTF-8 bytes, verdict first. What does not fit
 * gives up detail in a fixed order, says how much was left out, and always closes its markup; the
 * verdict is never cut. `unchanged`: unchanged scenarios get rows too.
 */
export function renderBody(
  report: Report,
  options: { readonly bytes: number; readonly unchanged: boolean },
): string {
  const { bytes, unchanged } = options;
  // More rows than have room are not even tried.
  const room = Math.floor(bytes / shortestRow);
  for (const level of levelsOfDetail) {
    const body = renderInDetail(report, {
      ...level,
      unchanged,
      rows: Math.min(level.rows, room),
      causes: Math.min(level.causes, room),
      problems: Math.min(level.problems, room),
    });
    if (utf8Length(body) <= bytes) return body;
  }
  return `${renderHeadline(report, 500)}\n\nEverything else does not fit here.\n`;
}

/** The verdict and its sentence, in at most `longest` UTF-16 units of that. */
function renderHeadline(report: Report, longest: number): string {
  const headline = headlineOf(report);
  return `### promptcost: ${headline.word}. ${sentence(clip(headline.sentence, longest))}`;
}

function renderInDetail(report: Report, detail: Detail): string {
  const lead = leadScenario(report);
  const sections = [
    renderHeadline(report, Infinity),
    ...renderLead(report, detail),
    ...renderAcceptances(report, detail),
    ...(report.verdict === "error"
      ? renderWarnings(report, detail)
      : [
          `${renderLeadScenario(lead)}${renderFirstAdvice(report, lead)}`.trim(),
          ...renderCauses(report, detail),
          ...renderAdjustments(report, detail),
          ...renderScenarios(report, detail),
          renderSum(report, detail),
          renderHowToAccept(report),
          ...renderChanges(report, detail),
          ...renderAdvice(report, detail),
          ...renderVariants(report, detail),
          ...renderWarnings(report, detail),
          renderCertainty(report, detail),
        ]),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}
