import {
  acceptancesOf,
  isExpired,
  type Acceptance,
  type CommentedAcceptances,
} from "../../budget/acceptance/acceptance.ts";
import { judgeAccepted, type JudgedAcceptance } from "../../budget/acceptance/judge-accepted.ts";
import { allowsAsMuch } from "../../budget/trust/relaxed-acceptances.ts";
import type { JudgedLimit } from "../../budget/limits/limits.ts";
import type { Judgement } from "../../budget/verdict.ts";
import { nearestNames } from "../../nearest.ts";
import { clipCharacters } from "../../words.ts";
import { nowhere, problem, type Problem } from "../../problem.ts";
import type { JudgedChange } from "./judge.ts";

/** A change judged with what is accepted of it. */
export interface AcceptedChange extends JudgedChange {
  readonly acceptances: readonly JudgedAcceptance[];
}

/** Whether anything is exceeded, or may be, that somebody could accept. */
export function asksForAcceptance(change: JudgedChange): boolean {
  // What the config accepts needs no comment.
  const { judgement } = judgeAccepted({ ...judging(change), acceptances: entriesOf(change) });
  return limitsOf(judgement).some(
    ({ needs, over, uncertain }) => needs !== null && (over || uncertain),
  );
}

/** Judges again with what the config and comments accept, and says what does not count. */
export function acceptChange(change: JudgedChange, given: CommentedAcceptances): AcceptedChange {
  const entries = entriesOf(change);
  const { judgement, acceptances } = judgeAccepted({
    ...judging(change),
    acceptances: [...entries, ...given.acceptances],
  });
  return {
    ...change,
    judgement,
    acceptances,
    problems: [
      ...change.problems,
      ...given.problems,
      ...expiredEntries(entries, change),
      ...stayingEntries(acceptances, change),
      ...unknownScenarios(given.acceptances, change),
      ...absoluteBudgets([...entries, ...given.acceptances], judgement),
    ],
  };
}

function judging({ config, comparisons, state, input }: JudgedChange) {
  return { config, comparisons, compared: state.compared, asOf: input.asOf };
}

/** The config's entries. A fork accepts nothing by itself: without main's config there are none. */
function entriesOf({ config, input, readBase }: JudgedChange): readonly Acceptance[] {
  return input.fork && readBase.config === null ? [] : acceptancesOf(config);
}

function limitsOf({ scenarios, groups, total }: Judgement): readonly JudgedLimit[] {
  return [...[...scenarios.values()].flat(), ...groups.flatMap(({ limits }) => limits), ...total];
}

function expiredEntries(
  entries: readonly Acceptance[],
  { input }: JudgedChange,
): readonly Problem[] {
  return entries.flatMap((entry) =>
    entry.by.kind === "config" && entry.until !== null && isExpired(entry, input.asOf)
      ? [problem("acceptance-expired", entry.by.place, { until: entry.until }, entry.scenario)]
      : [],
  );
}

/** Entries that are used, that main has, and that nothing of what is merged ever uses up. */
function stayingEntries(
  judged: readonly JudgedAcceptance[],
  { readBase }: JudgedChange,
): readonly Problem[] {
  const mains = readBase.config?.accept ?? [];
  return judged.flatMap(({ state, acceptance }) => {
    const { scenario, upTo, from, until, by } = acceptance;
    // A dearer model that is merged is main's, and no dearer any more.
    if (state !== "covers" || by.kind !== "config" || until === null) return [];
    if (upTo.kind === "model" || from !== null) return [];
    const isMains = mains.some(
      (entry) => entry.scenario === scenario && allowsAsMuch(entry, { upTo, from, until }),
    );
    return isMains ? [problem("acceptance-stays", by.place, { until }, scenario)] : [];
  });
}

/** Characters of a name that a comment gives, in a message. */
const longestName = 100;

/** Of comments only: those of the config are refused where they stand. */
function unknownScenarios(
  acceptances: readonly Acceptance[],
  { config }: JudgedChange,
): readonly Problem[] {
  const known = config.scenarios.map(({ id }) => id);
  return acceptances.flatMap(({ scenario, by }) =>
    by.kind === "config" || known.includes(scenario)
      ? []
      : [
          problem("acceptance-unknown-scenario", nowhere, {
            login: by.login,
            name: clipCharacters(scenario, longestName),
            nearest: nearestNames(scenario, known),
          }),
        ],
  );
}

/** Whoever accepts an increase may expect more of it than it does. */
function absoluteBudgets(
  acceptances: readonly Acceptance[],
  { scenarios }: Judgement,
): readonly Problem[] {
  return [...new Set(acceptances.map(({ scenario }) => scenario))].flatMap((id) =>
    (scenarios.get(id) ?? [])
      .filter(({ over, needs }) => over && needs === null)
      .map(({ kind, place }) => problem("acceptance-not-for-budget", place, { kind }, id)),
  );
}
