/** What a change makes laxer in fixtures: assertions, and what of the repository they follow. */
import { sum } from "../../arithmetic.ts";
import { matchRuns } from "../../evaluation/matching.ts";
import type { Exchange, Run, Scenario, FileLink } from "../../fixture/fixture.ts";
import { nowhere } from "../../problem.ts";
import { isPlainText, placeholderInPlaceOf } from "./dropped-placeholders.ts";
import type { RelaxedRule } from "./relaxed-rules.ts";
import { frequency } from "./relaxed-scenario.ts";

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

/**
 * What the head's fixtures assert laxer than the base's: a shorter `expect`, another weight, a text
 * that changes less often.
 */
export function findRelaxedAssertions(
  base: readonly Scenario[],
  head: readonly Scenario[],
  renamed: Renamed = new Map(),
): readonly RelaxedRule[] {
  return pairUp(base, head, renamed).flatMap((scenario) => [
    ...shorterAnswers(scenario),
    ...lighterRuns(scenario.pairs),
    ...scenario.pairs.flatMap((pair) =>
      pair.before.exchanges.flatMap((before, index) => {
        const after = pair.after.exchanges[index];
        return after === undefined
          ? []
          : [...smallerAnswer(before, after), ...rarerPlaceholders(before, after)];
      }),
    ),
  ]);
}

/** Scenarios and runs of both trees, paired as they are compared. */
function pairUp(
  base: readonly Scenario[],
  head: readonly Scenario[],
  renamed: Renamed,
): readonly ScenarioPair[] {
  return base.flatMap((before) => {
    const id = renamed.get(before.config.id) ?? before.config.id;
    const after = head.find(({ config }) => config.id === id);
    if (after === undefined) return [];
    const pairs = matchRuns(after.runs, before.runs).pairs.map((pair) => ({
      before: pair.base,
      after: pair.head,
    }));
    return [{ before, after, pairs }];
  });
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
function lighterRuns(pairs: readonly Pair[]): readonly RelaxedRule[] {
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

function rarerPlaceholders(before: Exchange, after: Exchange): readonly RelaxedRule[] {
  return before.request.placeholders.flatMap((placeholder) => {
    const now =
      after.request.placeholders.find(
        ({ name, path }) => name === placeholder.name && path[0] === placeholder.path[0],
      ) ?? placeholderInPlaceOf(placeholder, after.request);
    const changes =
      now?.changes ?? (isPlainText(placeholder, before.request, after.request) ? "never" : null);
    if (changes === null || frequency(changes) >= frequency(placeholder.changes)) return [];
    const place = now === null ? after.place : now.place.file === null ? nowhere : now.place;
    return [
      {
        rule: `${after.id} ${placeholder.name} changes`,
        from: String(placeholder.changes),
        to: String(changes),
        place,
      },
    ];
  });
}

/**
 * Fixtures that no longer follow a file of the repository that is still there: what that file costs
 * is then not seen any more. `isThere`: whether the head has a file.
 */
export function findLostLinks(
  base: readonly Scenario[],
  head: readonly Scenario[],
  { renamed, isThere }: { readonly renamed: Renamed; readonly isThere: (file: string) => boolean },
): readonly RelaxedRule[] {
  return pairUp(base, head, renamed)
    .flatMap(({ pairs }) => pairs)
    .flatMap(({ before, after }) => {
      const lost = before.exchanges.flatMap((exchange, index) => {
        const now = after.exchanges[index];
        if (now === undefined) return [];
        const followed = new Set(now.request.links.map(nameOf));
        return exchange.request.links
          .filter((link) => isThere(link.file) && !followed.has(nameOf(link)))
          .map((link) => ({
            link,
            other: now.request.links.find(({ path }) => path[0] === link.path[0]),
          }));
      });
      const once = new Map(lost.map((found) => [nameOf(found.link), found]));
      return [...once.values()].map(({ link, other }) => ({
        rule: `${after.id} ${String(link.path[0])} follows`,
        from: link.file,
        to: other?.file ?? "no file",
        place: after.place,
      }));
    });
}

function nameOf({ path, file }: FileLink): string {
  return `${String(path[0])} ${file}`;
}
