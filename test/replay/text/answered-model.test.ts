import { expect, test } from "vitest";
import { nowhere, problem } from "../../../src/problem.ts";
import { shownAnsweredModel } from "../../../src/replay/text/answered-model.ts";

const request = {
  model: "corp/own-model",
  max_tokens: 10,
  fallbacks: [{ model: "corp/other" }],
  messages: [{ role: "user", content: "The canary sings for opus" }],
};

test.each([
  ["claude-sonnet-4-6", "as it is"],
  ["claude-3-opus-20240229", "as it is"],
  ["corp/own-model", "as it is"],
  ["corp/other", "as it is"],
  // A model that is newer than this program.
  ["claude-opus-9", "as it is"],
  ["claude-lyric-7-2-20290101", "as it is"],
  ["claude-canary-5", "‹a name of 15 characters›"],
  ["canary/claude-sonnet-4-6", "‹a name of 24 characters›"],
  ["Y2FuYXJ5IHNpbmdz", "‹a name of 16 characters›"],
  ["The canary sings", "‹a name of 16 characters›"],
  ["", "‹a name of 0 characters›"],
])("%s", (name, expected) => {
  expect(shownAnsweredModel(name, request)).toBe(expected === "as it is" ? name : expected);
});

test("of a request that nobody knows any more only known names are shown", () => {
  expect(shownAnsweredModel("claude-opus-5", null)).toBe("claude-opus-5");
  expect(shownAnsweredModel("claude-lyric-7", null)).toBe("‹a name of 14 characters›");
});

test("a name that is not shown is told by its length in a problem too", () => {
  const name = shownAnsweredModel("a/gateway's own", request);
  const details = { exchange: "a#0", name, counts: "$1", firm: true };
  expect(problem("replay-answer-unpriced", nowhere, details).message).toContain(
    "is by `‹a name of 15 characters›`, for which",
  );
});
