import { adminReportProblems } from "./problems/reconciling/admin-reports.ts";
import { batchProblems } from "./problems/replaying/batches.ts";
import { billingProblems } from "./problems/billing.ts";
import { commandLineProblems } from "./problems/command-line.ts";
import { boundingProblems } from "./problems/replaying/bounding.ts";
import { comparingProblems } from "./problems/baselines/comparing.ts";
import { configProblems } from "./problems/config.ts";
import { contentProblems } from "./problems/content.ts";
import { countingProblems } from "./problems/counting.ts";
import { fixtureProblems } from "./problems/fixture.ts";
import { formatProblems } from "./problems/recordings/http-recordings.ts";
import { limitProblems } from "./problems/reading/limits.ts";
import { historyProblems } from "./problems/baselines/history.ts";
import { namedFileProblems } from "./problems/named-file.ts";
import { projectingProblems } from "./problems/projecting.ts";
import { promptProblems } from "./problems/prompt.ts";
import { publishingProblems } from "./problems/publishing.ts";
import { reconcilingProblems } from "./problems/reconciling/bills.ts";
import { recordProblems } from "./problems/record.ts";
import { othersRecordingProblems } from "./problems/recordings/others-recordings.ts";
import { refusingProblems } from "./problems/replaying/refusing.ts";
import { replayingProblems } from "./problems/replaying/replaying.ts";
import { simulatingProblems } from "./problems/simulating.ts";
import { shownDetails } from "./shown-details.ts";
import type { ProblemText, Severity } from "./problems/text.ts";
import { trafficProblems } from "./problems/traffic.ts";
import { usageLogProblems } from "./problems/recordings/usage-logs.ts";

/**
 * Every problem there is: its code, severity and texts. A code that is in none of the tables does
 * not compile.
 */
const texts = {
  ...adminReportProblems,
  ...billingProblems,
  ...commandLineProblems,
  ...boundingProblems,
  ...comparingProblems,
  ...configProblems,
  ...contentProblems,
  ...countingProblems,
  ...fixtureProblems,
  ...formatProblems,
  ...limitProblems,
  ...historyProblems,
  ...namedFileProblems,
  ...projectingProblems,
  ...promptProblems,
  ...publishingProblems,
  ...reconcilingProblems,
  ...recordProblems,
  ...othersRecordingProblems,
  ...refusingProblems,
  ...replayingProblems,
  ...batchProblems,
  ...simulatingProblems,
  ...trafficProblems,
  ...usageLogProblems,
};

type Texts = typeof texts;
export type ProblemCode = keyof Texts;
export type ProblemDetails<Code extends ProblemCode> = Parameters<Texts[Code]["message"]>[0];
/** The same table, typed by code, so that a code and its details stay together. */
const table: { readonly [Code in ProblemCode]: ProblemText<ProblemDetails<Code>> } = texts;

/**
 * Where a problem stands. Lines and columns count from 1; a path is the API's way (`system.0`) or a
 * key's (`scenarios.a.traffic`).
 */
export interface Place {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly path: string | null;
}

/**
 * Something wrong in what the user gave us. `error` ends the command with exit code 2 where nothing
 * can be said without it; `warning` lets it go on; `note` states an assumption that figures rest
 * on.
 */
export interface Problem extends Place {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** The scenario it belongs to, where it belongs to one. */
  readonly scenario: string | null;
  readonly message: string;
  readonly fix: string;
}

/** The place of what stands in no file. */
export const nowhere: Place = { file: null, line: null, column: null, path: null };

/** A place in a file, its line not known. */
export function placeIn(file: string, path: string | null = null): Place {
  return {
    file,
    line: null,
    column: null,
    path,
  };
}

/** The place of a member of what stands at `place`; `field` is its path from there. */
export function placeWithin(place: Place, field: string): Place {
  return { ...place, path: place.path === null ? field : `${place.path}.${field}` };
}

/**
 * Makes a problem from its table's texts. Details never hold prompt text: names, sizes and places
 * only.
 */
export function problem<Code extends ProblemCode>(
  code: Code,
  place: Place,
  details: ProblemDetails<Code>,
  scenario: string | null = null,
): Problem {
  const text = table[code];
  const shown = shownDetails(details);
  return {
    code,
    severity: text.severity,
    file: place.file,
    line: place.line,
    column: place.column,
    path: place.path,
    scenario,
    message: text.message(shown),
    fix: text.fix(shown),
  };
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}
