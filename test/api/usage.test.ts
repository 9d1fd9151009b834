import { expect, test } from "vitest";
import { readUsage } from "../../src/api/usage.ts";
import { nowhere } from "../../src/problem.ts";

test("places are told from where the usage stands", () => {
  const { problems } = readUsage(
    { input_tokens: 1 },
    { ...nowhere, file: "a.json", path: "exchanges.0.recorded.response" },
  );
  expect(problems.map((problem) => [problem.file, problem.path])).toEqual([
    ["a.json", "exchanges.0.recorded.response.usage.output_tokens"],
  ]);
});
