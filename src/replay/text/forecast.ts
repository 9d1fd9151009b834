/** A forecast for people and for programs. */
import { formatUsd, type Pico } from "../../money.ts";
import { reportProblem, writeUsd } from "../../report/parts.ts";
import { showUsd } from "../../report/views/amount.ts";
import { cleanText } from "../../report/views/markdown.ts";
import type { ReplayPlan } from "../plan/plan.ts";
import type { ReplayForecast } from "../prediction/forecast.ts";
import { counted } from "../../words.ts";
import { describeFresh } from "./result.ts";
import { sortByPlace } from "../../problem-order.ts";

/** What `replay --dry-run` prints: each request, then the sum. */
export function forecastText(
  { requests, fresh, expected, isPriced, worst }: ReplayForecast,
  plan: ReplayPlan,
): string {
  const [sent, runs] = [counted(requests.length, "request"), counted(plan.runs.length, "run")];
  return `${[
    `replay would send ${sent} in ${runs}; ${describeFresh(fresh)}`,
    ...requests.map(
      (request) =>
        `  ${cleanText(request.scenario)}  ${cleanText(request.exchange)}  ${request.age}, ${request.tokens} ` +
        `tokens, at most ${request.worst === null ? "unknown" : showUsd(request.worst)}`,
    ),
    `expected ${isPriced ? showUsd(expected) : showPart(expected)}, ` +
      `at most ${worst === null ? "unknown" : showUsd(worst)}`,
  ].join("\n")}\n`;
}

/** What is expected of those requests that have a price, where others have none. */
function showPart(expected: Pico): string {
  return expected === 0n ? "unknown" : `at least ${showUsd(expected)}`;
}

/** The document that `replay --dry-run --json` prints. */
export function forecastJson(forecast: ReplayForecast) {
  const { requests, fresh, expected, isPriced, worst, problems } = forecast;
  return {
    schemaVersion: 1,
    requests: requests.map((request) => ({
      ...request,
      worst: undefined,
      worstUsd: writeUsd(request.worst),
    })),
    fresh,
    /** Null: some requests have no price; `expectedAtLeastUsd` is of the others. */
    expectedUsd: isPriced ? formatUsd(expected) : null,
    expectedAtLeastUsd: formatUsd(expected),
    worstUsd: writeUsd(worst),
    problems: sortByPlace(problems).map(reportProblem),
  };
}
