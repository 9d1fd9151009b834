/** What a change makes laxer in fixtures: assertions, and what of the repository they follow. */
import { matchRuns } from "../../compare/alignment/matching.ts";
import type { Exchange, Run, Scenario, Tie } from "../../fixture/fixture.ts";
import { nowhere } from "../../problem.ts";
import { frequency, type Loosening } from "./relaxed-rules.ts";

type Renamed = ReadonlyMap<string, string>;

interface Pair {
  readonly before: Run;
  readonly after: Run;
}

interface ScenarioPair {
  readonly before: Scenario;
  readonly after: Scenario;
  readonly pairs: readonly Pair[];
}

/** Scenarios and runs of both trees, paired as they are compared. */
const pairUp = (base: readonly Scenario[], head: readonly Scenario[], renamed: Renamed): readonly ScenarioPair[] =>
  base.flatMap((before) => {
    const id = renamed.get(before.config.id) ?? before.config.id;
    const after = head.find((one) => one.config.id === id);
    if (after === undefined) return [];
    const pairs = matchRuns(after.runs, before.runs).pairs.map((pair) => ({ before: pair.base, after: pair.head }));
    return [{ before, after, pairs }];
  });

/** Runs that get a smaller share of the traffic: what they cost counts less. Runs only one side has stand beside. */
const lighterRuns = (pairs: readonly Pair[]): readonly Loosening[] => {
  const [before, after] = [sumOf(pairs.map((pair) => pair.before.weight)), sumOf(pairs.map((pair) => pair.after.weight))];
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
};

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** An `output:` where answers counted at most. */
const shorterAnswers = (before: Scenario, after: Scenario, pairs: readonly Pair[]): readonly Loosening[] => {
  const { output, id } = after.config;
  const isOpen = ({ recorded, expectedOutput }: Exchange): boolean => recorded === null && expectedOutput === null;
  const counts = pairs.some((pair) => pair.before.exchanges.some(isOpen) && pair.after.exchanges.some(isOpen));
  if (before.config.output !== null || output === null || !counts) return [];
  return [{ rule: `scenarios.${id}.output`, from: "at most `max_tokens`", to: String(output), place: after.runs[0]?.place ?? nowhere }];
};

const smallerAnswer = (before: Exchange, after: Exchange): readonly Loosening[] => {
  const [was, is] = [before.expectedOutput, after.expectedOutput];
  if (is === null) return [];
  const rule = `${after.id} expect.output_tokens`;
  // Without either the answer counts as long as `max_tokens`; a recording has the word before both.
  if (was === null)
    return before.recorded === null && after.recorded === null
      ? [{ rule, from: "at most `max_tokens`", to: String(is), place: after.place }]
      : [];
  return is < was ? [{ rule, from: String(was), to: String(is), place: after.place }] : [];
};

const calmerFills = (before: Exchange, after: Exchange): readonly Loosening[] =>
  before.request.fills.flatMap((fill) => {
    const now = after.request.fills.find((one) => one.name === fill.name && one.path[0] === fill.path[0]);
    if (now === undefined || frequency(now.changes) >= frequency(fill.changes)) return [];
    const place = now.place.file === null ? nowhere : now.place;
    return [{ rule: `${after.id} ${fill.name} changes`, from: String(fill.changes), to: String(now.changes), place }];
  });

/** What the head's fixtures assert laxer than the base's: a shorter `expect`, another weight, a text that changes less often. */
export const findLoosenedAssertions = (
  base: readonly Scenario[],
  head: readonly Scenario[],
  renamed: Renamed = new Map(),
): readonly Loosening[] =>
  pairUp(base, head, renamed).flatMap(({ before: was, after: is, pairs }) => [
    ...shorterAnswers(was, is, pairs),
    ...lighterRuns(pairs),
    ...pairs.flatMap((pair) =>
      pair.before.exchanges.flatMap((before, at) => {
        const after = pair.after.exchanges[at];
        return after === undefined ? [] : [...smallerAnswer(before, after), ...calmerFills(before, after)];
      }),
    ),
  ]);

const nameOf = ({ path, file }: Tie): string => `${String(path[0])} ${file}`;

/**
 * Fixtures that no longer follow a file of the repository that is still there: what that file costs is then not seen any more.
 * `isThere`: whether the head has a file.
 */
export const findUntied = (
  base: readonly Scenario[],
  head: readonly Scenario[],
  { renamed, isThere }: { readonly renamed: Renamed; readonly isThere: (file: string) => boolean },
): readonly Loosening[] =>
  pairUp(base, head, renamed)
    .flatMap(({ pairs }) => pairs)
    .flatMap(({ before, after }) => {
      const lost = before.exchanges.flatMap((exchange, at) => {
        const now = after.exchanges[at];
        if (now === undefined) return [];
        const followed = new Set(now.request.ties.map(nameOf));
        return exchange.request.ties
          .filter((tie) => isThere(tie.file) && !followed.has(nameOf(tie)))
          .map((tie) => ({ tie, other: now.request.ties.find(({ path }) => path[0] === tie.path[0]) }));
      });
      const once = new Map(lost.map((one) => [nameOf(one.tie), one]));
      return [...once.values()].map(({ tie, other }) => ({
        rule: `${after.id} ${String(tie.path[0])} follows`,
        from: tie.file,
        to: other?.file ?? "no file",
        place: after.place,
      }));
    });
