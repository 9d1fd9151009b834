import * as fc from "fast-check";
import { expect, test } from "vitest";
import { problemJson } from "../src/commands/problem-json.ts";
import { placeIn, nowhere, problem, type Problem } from "../src/problem.ts";
import { sortByPlace } from "../src/problem-order.ts";
import { forecastJson } from "../src/replay/text/forecast.ts";
import { replayJson } from "../src/replay/text/result.ts";

function at(file: string, line: number, column = 1): Problem {
  return problem("fixture-not-text", { ...placeIn(file), line, column }, { file });
}

const anywhere = problem("base-branch-unknown", nowhere, { tried: ["main"], asked: false });
const inOrder = [
  at("promptcost.yml", 9),
  at("a.json", 2, 7),
  at("a.json", 10, 1),
  at("a.json", 10, 3),
  at("b/c.json", 1),
  anywhere,
];

test("problems stand in the order of the files, the config first, whatever was found first", () => {
  const shuffled = fc.shuffledSubarray(inOrder, {
    minLength: inOrder.length,
    maxLength: inOrder.length,
  });
  fc.assert(
    fc.property(shuffled, (problems) => {
      expect(sortByPlace(problems, "promptcost.yml")).toEqual(inOrder);
    }),
  );
});

test("so do those of a replay, in whatever order its answers came", () => {
  const found = inOrder.slice(1).toReversed();
  const nothing = {
    requests: 5,
    answered: 0,
    spent: 0n,
    rows: [],
    lengths: [],
    done: new Set<string>(),
  };
  const wanted = inOrder.slice(1).map(problemJson);
  const places = (problems: readonly { file: string | null; line: number | null }[]) =>
    problems.map(({ file, line }) => [file, line]);
  const result = replayJson({ ...nothing, problems: found }, 1n);
  expect(places(result.problems)).toEqual(places(wanted));
  const forecast = forecastJson({
    requests: [],
    fresh: 0,
    expected: 0n,
    isPriced: true,
    worst: 0n,
    problems: found,
  });
  expect(places(forecast.problems)).toEqual(places(wanted));
});
