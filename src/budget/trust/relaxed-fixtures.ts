/** What a change makes laxer in fixtures: assertions, and what of the repository they follow. */
import { sum } from "../../arithmetic.ts";
import { outputTokens } from "../../api/response.ts";
import type { Exchange, Scenario } from "../../fixture/fixture.ts";
import { nowhere } from "../../problem.ts";
import { findLowerRecording } from "./lower-recordings.ts";
import { relaxPlaceholders } from "./relaxed-placeholders.ts";
import type { RelaxedRule } from "./relaxed-rules.ts";
import {
  pairExchanges,
  pairScenarios,
  type Renamed,
  type RunPair,
  type ScenarioPair,
} from "./scenario-pairs.ts";

/**
 * What the head's fixtures assert laxer than the base's: a shorter `expect`, another weight, a text
 * that changes less often; and recordings that say less of the same body or answer, or are gone.
 */
export function findRelaxedAssertions(
  base: readonly Scenario[],
  head: readonly Scenario[],
  renamed: Renamed = new Map(),
): readonly RelaxedRule[] {
  return pairScenarios(base, head, renamed).flatMap((scenario) => [
    ...shorterAnswers(scenario),
    ...lighterRuns(scenario.pairs),
    ...scenario.pairs
      .flatMap(pairExchanges)
      .flatMap(({ before, after }) => [
        ...smallerAnswer(before, after),
        ...answerUnrecorded({ before, after, output: scenario.after.config.output }),
        ...findLowerRecording(before, after),
        ...relaxPlaceholders(before, after),
      ]),
  ]);
}

/** An `output:` where answers counted as long as `max_tokens` allows. */
function shorterAnswers({ before, after, pairs }: ScenarioPair): readonly RelaxedRule[] {
  const { output, id } = after.config;
  const isOpen = ({ recorded, expectedOutput }: Exchange): boolean =>
    recorded === null && expectedOutput === null;
  const counts = pairs.some(
    (pair) => pair.before.exchanges.some(isOpen) && pair.after.exchanges.some(isOpen),
  );
  if (before.config.output !== null || output === null || !counts) return [];
  return [
    {
      rule: `scenarios.${id}.output`,
      from: "at most `max_tokens`",
      to: String(output),
      place: after.runs[0]?.place ?? nowhere,
    },
  ];
}

/**
 * Runs that get a smaller share of the traffic: what they cost counts less. Among the runs both
 * sides have: those of one side alone are adjustments.
 */
function lighterRuns(pairs: readonly RunPair[]): readonly RelaxedRule[] {
  const [before, after] = [
    sum(pairs.map((pair) => pair.before.weight)),
    sum(pairs.map((pair) => pair.after.weight)),
  ];
  return pairs.flatMap((pair) =>
    pair.after.weight * before >= pair.before.weight * after
      ? []
      : [
          {
            rule: `${pair.after.id} weight`,
            from: `${String(pair.before.weight)} of ${String(before)}`,
            to: `${String(pair.after.weight)} of ${String(after)}`,
            place: pair.after.place,
          },
        ],
  );
}

function smallerAnswer(before: Exchange, after: Exchange): readonly RelaxedRule[] {
  const [from, to] = [before.expectedOutput, after.expectedOutput];
  if (to === null) return [];
  const rule = `${after.id} expect.output_tokens`;
  // Nothing expected and nothing recorded: the answer counts as long as `max_tokens`. A recording
  // counts before what is expected.
  if (from === null)
    return before.recorded === null && after.recorded === null
      ? [{ rule, from: "at most `max_tokens`", to: String(to), place: after.place }]
      : [];
  return to < from ? [{ rule, from: String(from), to: String(to), place: after.place }] : [];
}

/** A length that is said in place of a longer one that was recorded. */
function answerUnrecorded(given: {
  readonly before: Exchange;
  readonly after: Exchange;
  /** The head's `output:`, tokens. */
  readonly output: number | null;
}): readonly RelaxedRule[] {
  const { before, after, output } = given;
  const from = before.recorded === null ? null : outputTokens(before.recorded.response);
  const to = after.expectedOutput ?? output;
  if (after.recorded !== null || from === null || to === null || to >= from) return [];
  const rule = `${after.id} output tokens`;
  return [{ rule, from: `${String(from)} recorded`, to: `${String(to)} said`, place: after.place }];
}
