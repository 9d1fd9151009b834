import { readUsd, showCount, showPair, showRelative, showShortChange, showUsd } from "./amount.ts";
import { countScenarios, describeActual, describeLimit, headlineOf } from "./headline.ts";
import { code, countBytes, escapeMarkdown, link, linkToLine, sentence } from "./markdown.ts";
import { countProblems, showPlace, sortProblems } from "./problem-list.ts";
import type { Report, ReportedProblem, ReportedScenario } from "../report.ts";
import { costsOf, isNews, showCosts, unitOf } from "./scenario-cells.ts";
import {
  describeLead,
  isCompared,
  renderAdjustments,
  renderCauses,
  renderScenarios,
} from "./tables.ts";
import type { Detail } from "./tables.ts";

const whole: Detail = {
  rows: Number.MAX_SAFE_INTEGER,
  causesPerScenario: 10,
  causes: Number.MAX_SAFE_INTEGER,
  problems: Number.MAX_SAFE_INTEGER,
  notes: Number.MAX_SAFE_INTEGER,
  loosened: 100,
  message: 2000,
  unchanged: false,
};

/** The fixed order in which a view that does not fit gives up detail. */
const ladder: readonly Detail[] = [
  whole,
  { ...whole, notes: 20, message: 600 },
  { ...whole, notes: 0, problems: 20, message: 600 },
  {
    ...whole,
    notes: 0,
    problems: 10,
    causesPerScenario: 3,
    causes: 150,
    rows: 150,
    loosened: 20,
    message: 400,
  },
  {
    ...whole,
    notes: 0,
    problems: 10,
    causesPerScenario: 3,
    causes: 60,
    rows: 60,
    loosened: 20,
    message: 400,
  },
  {
    ...whole,
    notes: 0,
    problems: 5,
    causesPerScenario: 3,
    causes: 20,
    rows: 20,
    loosened: 10,
    message: 300,
  },
  {
    ...whole,
    notes: 0,
    problems: 3,
    causesPerScenario: 3,
    causes: 6,
    rows: 6,
    loosened: 3,
    message: 300,
  },
  {
    ...whole,
    notes: 0,
    problems: 0,
    causesPerScenario: 0,
    causes: 0,
    rows: 0,
    loosened: 1,
    message: 200,
  },
];

/** Problems that say the comparison itself is not what it should be; they lead. */
const leading: ReadonlySet<string> = new Set([
  "baseline-drift",
  "baseline-corrupt",
  "base-not-projected",
]);

const baselineStates = {
  current: "",
  stale: " The baseline on main is out of date: an update is due.",
  missing: " There is no baseline on main yet: an update is due.",
  corrupt: " The baseline on main cannot be read.",
  drift: " The baseline on main says otherwise.",
} as const;

/**
 * The report as GitHub markdown in at most `bytes` UTF-8 bytes, verdict first. What does not fit
 * gives up detail in a fixed order, says how much was left out, and always closes its markup; the
 * verdict is never cut.
 */
export function renderBody(
  report: Report,
  options: { readonly bytes: number; readonly unchanged: boolean },
): string {
  // No row is shorter than this, so more than these are not even tried.
  const room = Math.floor(options.bytes / 40);
  for (const detail of ladder) {
    const tried = {
      ...detail,
      unchanged: options.unchanged,
      rows: Math.min(detail.rows, room),
      causes: Math.min(detail.causes, room),
      problems: Math.min(detail.problems, room),
    };
    const body = renderAt(report, tried);
    if (countBytes(body) <= options.bytes) return body;
  }
  const { word, sentence: told } = headlineOf(report);
  return `### promptcost: ${word}. ${sentence(clip(told, 500))}\n\nEverything else does not fit here.\n`;
}

function renderAt(report: Report, detail: Detail): string {
  const { word, sentence: told } = headlineOf(report);
  const lead = report.verdict === "error" ? null : describeLead(report);
  const sections = [
    `### promptcost: ${word}. ${sentence(told)}`,
    ...renderLeads(report, detail),
    ...(lead === null ? [] : [renderLeadScenario(lead)]),
    ...(report.verdict === "error"
      ? []
      : [
          ...renderCauses(report, detail),
          ...renderAdjustments(report, detail),
          ...renderScenarios(report, detail),
          renderSum(report, detail),
        ]),
    ...renderWarnings(report, detail),
    ...(report.verdict === "error" ? [] : [renderHow(report, detail)]),
  ];
  return `${sections.filter((part) => part !== "").join("\n\n")}\n`;
}

function renderLeads(report: Report, detail: Detail): readonly string[] {
  const loosened = report.loosened.slice(0, detail.loosened).map((one) => {
    const where =
      one.file === null ? "" : ` (${link(code(showPlace(one)), linkToLine(report.links, one))})`;
    return `- ${code(one.rule)}: ${escapeMarkdown(clip(one.from, 80))} → ${escapeMarkdown(clip(one.to, 80))}${where}`;
  });
  const more = report.loosened.length - loosened.length;
  const problems = report.problems.filter(
    (one) => leading.has(one.code) && one.severity !== "error",
  );
  return [
    ...(loosened.length === 0
      ? []
      : [
          [
            "**This change makes rules laxer:**",
            ...loosened,
            ...(more > 0 ? [`- and ${showCount(more)} more`] : []),
          ].join("\n"),
        ]),
    ...problems
      .slice(0, 3)
      .map(
        (one) =>
          `**${sentence(clip(one.message, detail.message))}** ${sentence(clip(one.fix, detail.message))}`,
      ),
    ...(problems.length > 0 || report.verdict === "error" ? [] : describeGap(report.comparison)),
  ];
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1).toWellFormed()}…` : text;
}

/** Said even where no problem says it: a comparison that is none, or has no causes. */
function describeGap(comparison: Report["comparison"]): readonly string[] {
  if (comparison === "unexplained")
    return [
      "**Compared with the committed baseline's figures alone**, so the change has no causes.",
    ];
  return comparison === "not-compared"
    ? ["**Nothing was compared**: only absolute budgets are judged."]
    : [];
}

function renderLeadScenario(scenario: ReportedScenario): string {
  const { before, after } = costsOf(scenario);
  const shown = showCosts(scenario);
  const relative = before === null || after === null ? null : showRelative(before, after);
  const traffic = scenario.traffic === null ? "" : ` at ${escapeMarkdown(scenario.traffic)}`;
  const from = shown.before === null ? "" : `${shown.before} → `;
  return `${from}**${shown.after ?? "gone"}** ${unitOf(scenario.basis)}${relative === null ? "" : ` (${relative})`}${traffic}.`;
}

function renderSum(report: Report, detail: Detail): string {
  const { monthlyUsd, baselineMonthlyUsd, budgets, leftOut } = report.totals;
  const quiet = report.scenarios.filter((one) => !isNews(one)).length;
  const base = report.base?.sha ?? null;
  const all = quiet === report.scenarios.length;
  const unchanged =
    !isCompared(report) || detail.unchanged || quiet === 0
      ? ""
      : all
        ? `${countScenarios(quiet)}${base === null ? "" : `, compared with ${code(base.slice(0, 7))}`}.`
        : `${countScenarios(quiet)} unchanged.`;
  const sums =
    monthlyUsd === null
      ? []
      : baselineMonthlyUsd === null || all
        ? ["", showUsd(readUsd(monthlyUsd))]
        : showPair(readUsd(baselineMonthlyUsd), readUsd(monthlyUsd));
  const [from, to] = sums;
  const limits = budgets
    .map(
      (one) =>
        ", " +
        (one.over
          ? `over its budget of ${describeLimit(one)}` +
            (one.kind === "monthly" ? "" : ` with ${describeActual(one)}`)
          : `budget ${describeLimit(one).replace(/ a month$/, "")}`),
    )
    .join("");
  const single =
    all && limits === ""
      ? ""
      : to === undefined
        ? ""
        : `Total ${from === "" || from === to ? to : `${from} → ${to}`} a month${limits}.`;
  const without =
    leftOut.length === 0 || monthlyUsd === null
      ? ""
      : `${countScenarios(leftOut.length)} without traffic not in the sum.`;
  const groups = report.groups.flatMap((group) =>
    group.budgets.map((one) =>
      (
        `Group ${code(group.name)}: ${describeActual(one)}, ${one.over ? "over its" : ""} ` +
        `budget ${describeLimit(one)}.`
      ).replace(/ {2}/g, " "),
    ),
  );
  return `${[unchanged, single, without, ...groups.slice(0, detail.rows)].filter((part) => part !== "").join(" ")}${all ? renderSaving(report) : ""}`.trim();
}

/**
 * The variant that would save most, the model left as it is: `nightly-labels in a batch, −$156 a
 * month`.
 */
function renderSaving(report: Report): string {
  const savings = report.scenarios.flatMap((scenario) => {
    const { monthlyUsd } = scenario;
    if (monthlyUsd === null) return [];
    return scenario.variants.flatMap((variant) =>
      variant.monthlyUsd === null || variant.name.startsWith("model:")
        ? []
        : [{ scenario, variant, saved: readUsd(monthlyUsd) - readUsd(variant.monthlyUsd) }],
    );
  });
  const best = savings.reduce<(typeof savings)[number] | null>(
    (most, one) => (one.saved > (most?.saved ?? 0n) ? one : most),
    null,
  );
  if (best === null) return "";
  const how =
    best.variant.name === "batch"
      ? "in a batch"
      : best.variant.name === "no-cache"
        ? "without the cache"
        : `as ${code(best.variant.name)}`;
  return ` Cheapest saving in reach: ${code(best.scenario.id)} ${how}, ${showShortChange(-best.saved)} a month.`;
}

function renderWarnings(report: Report, detail: Detail): readonly string[] {
  const all = sortProblems(report.problems, report.config).filter(
    (one) => one.severity === "error" || (one.severity === "warning" && !leading.has(one.code)),
  );
  if (all.length === 0) return [];
  const shown = [
    ...all.filter((one) => one.severity === "error"),
    ...all.filter((one) => one.severity !== "error"),
  ].slice(0, detail.problems);
  const left = all.length - shown.length;
  const lines = [
    ...shown.map((one) => renderProblem(report, one, detail)),
    ...(left > 0 ? [`- ${showCount(left)} more left out here`] : []),
  ].join("\n");
  return report.verdict === "error"
    ? [lines]
    : [`<details><summary>${countProblems(all)}</summary>\n\n${lines}\n\n</details>`];
}

function renderProblem(report: Report, one: ReportedProblem, detail: Detail): string {
  const place = showPlace(one);
  const where = place === "" ? "" : `${link(code(place), linkToLine(report.links, one))}: `;
  const scenario = one.scenario === null ? "" : `${code(one.scenario)}: `;
  return (
    `- ${scenario}${where}${sentence(clip(one.message, detail.message))} ` +
    `${sentence(clip(one.fix, detail.message))} (${code(one.code)})`
  );
}

function renderHow(report: Report, detail: Detail): string {
  const counts = report.scenarios.map((one) => one.exchanges);
  const [total, exact, recorded] = [
    counts.reduce((sum, one) => sum + one.total, 0),
    counts.reduce((sum, one) => sum + one.exact, 0),
    counts.reduce((sum, one) => sum + one.witnesses.recorded, 0),
  ];
  const tokens =
    total === 0
      ? ""
      : `Tokens: ${showCount(exact)} of ${showCount(total)} requests counted exactly, ` +
        `${showCount(recorded)} recorded. `;
  const base =
    report.base === null
      ? ""
      : `${isCompared(report) ? "Compared with" : "Nothing to compare with in"} ` +
        `${report.base.sha === null ? "main" : code(report.base.sha.slice(0, 12))}, ` +
        `${escapeMarkdown(report.base.why)}.${baselineStates[report.base.baseline]} `;
  const untied = report.scenarios.filter((one) => one.untied.length > 0);
  const tied = untied
    .slice(0, 5)
    .map((one) => `${code(one.id)} (${one.untied.map((part) => escapeMarkdown(part)).join(", ")})`);
  const loose =
    untied.length === 0
      ? ""
      : ` Not tied to files of the repository, so code cannot move them: ${tied.join("; ")}${untied.length > 5 ? ` and ${untied.length - 5} more` : ""}.`;
  const notes = [
    ...new Set(
      sortProblems(report.problems, report.config).flatMap((one) =>
        one.severity === "note" ? [one.message] : [],
      ),
    ),
  ];
  const shown = notes
    .slice(0, detail.notes)
    .map((message) => `- ${sentence(clip(message, detail.message))}`);
  const assumed =
    notes.length === 0
      ? ""
      : shown.length === 0
        ? ` ${notes.length} stated assumptions are in the report.`
        : "";
  const rest =
    notes.length > shown.length && shown.length > 0
      ? [`- and ${showCount(notes.length - shown.length)} more`]
      : [];
  const lead = describeLead(report);
  const explain =
    lead === null ? "" : ` The whole reckoning: ${code(`promptcost explain ${lead.id}`)}.`;
  const list = shown.length === 0 ? "" : `\n\nAssumed:\n${[...shown, ...rest].join("\n")}`;
  return (
    `<details><summary>How sure is this, and how was it reached</summary>\n\n${tokens}${base}Prices ` +
    `of ${escapeMarkdown(report.asOf)}.${loose}${assumed}${explain}${list}\n\n</details>`
  );
}
