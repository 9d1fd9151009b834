import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/json.ts";
import { headlineOf } from "../../../src/report/views/words/headline.ts";
import { asked, checked, codes, config, only, pullRequest, recordingOf } from "./recordings.ts";

/** Each side of a comparison is judged by its own recording. */
const dollars = { main: "30.68", effort: ["64.48", "47.58", "98.38"] } as const;

function edited(body: JsonObject, recorded: JsonObject, main: JsonObject = asked) {
  return pullRequest(
    { "a.json": { request: main, recorded } },
    { "a.json": { request: body, recorded } },
  );
}

describe.each([
  ["that names its body", true],
  ["without inputHash", false],
])("under a recording %s", (_name, hashed) => {
  const recorded = recordingOf(asked, { hashed });

  test("a raised effort costs the head more, by the vendor's index and with a range", () => {
    const report = checked(edited({ ...asked, output_config: { effort: "high" } }, recorded));
    const [usd, lowUsd, highUsd] = dollars.effort;
    expect(only(report)).toMatchObject({
      state: "changed",
      baselineMonthlyUsd: dollars.main,
      monthlyUsd: usd,
      lowUsd,
      highUsd,
      outputUnknown: true,
      causes: [{ kind: "output", tokens: 338, changes: [{ name: "effort" }] }],
    });
    expect(report.base?.baseline).toBe("current");
    expect(codes(report)).toContain("output-scaled");
    expect(codes(report)).not.toContain("baseline-drift");
  });

  test.each<readonly [string, JsonObject, JsonObject, string]>([
    // What is thought about under another setting nobody can tell: at most max_tokens.
    ["thinking", { thinking: { type: "disabled" } }, { thinking: { type: "adaptive" } }, "800.68"],
    ["thinking", {}, { thinking: { type: "disabled" } }, "30.68"],
    // A new stop sequence ends the recorded text sooner, where that holds it.
    ["stop_sequences", {}, { stop_sequences: ["."] }, "29.58"],
    ["stop_sequences", {}, { stop_sequences: ["no such words"] }, "30.68"],
  ])("%s edited: main keeps its answer, the head's is bounded", (name, before, after, usd) => {
    const main = { ...asked, ...before };
    const report = checked(edited({ ...main, ...after }, recordingOf(main, { hashed }), main));
    const { state, monthlyUsd, baselineMonthlyUsd, lowUsd, highUsd, causes } = only(report);
    expect([state, baselineMonthlyUsd]).toEqual(["changed", dollars.main]);
    expect(monthlyUsd).toBe(usd);
    expect(Number(lowUsd)).toBeLessThan(Number(highUsd));
    expect(causes.find(({ kind }) => kind === "output")?.changes).toMatchObject([{ name }]);
    expect(codes(report)).toContain("output-bounded");
    expect(codes(report)).not.toContain("baseline-drift");
    expect(headlineOf(report).sentence).not.toContain("unchanged");
  });

  test("without the stop sequence that ended the recorded answer it may be as long as max_tokens", () => {
    const stopping = { ...asked, stop_sequences: ["."] };
    const stopped = { stop_reason: "stop_sequence", stop_sequence: "." };
    const own = recordingOf(stopping, { hashed, response: stopped });
    const { baselineMonthlyUsd, monthlyUsd, lowUsd } = only(checked(edited(asked, own, stopping)));
    expect([baselineMonthlyUsd, monthlyUsd, lowUsd]).toEqual(["30.68", "800.68", "30.68"]);
  });

  test("another model answers with the same text, and main keeps its own", () => {
    const { output_config: _effort, ...plain } = asked;
    const own = recordingOf(plain, { hashed });
    const report = checked(edited({ ...plain, model: "claude-haiku-5-5" }, own, plain));
    expect(only(report)).toMatchObject({
      baselineMonthlyUsd: dollars.main,
      outputUnknown: true,
      causes: [{ kind: "model" }],
    });
    expect(codes(report)).toContain("output-same-text");
    expect(codes(report)).not.toContain("baseline-drift");
  });
});

test("recorded anew at the new effort the head has its own answer, though it reads the same", () => {
  const high = { ...asked, output_config: { effort: "high" } };
  const report = checked(
    pullRequest(
      { "a.json": { request: asked, recorded: recordingOf(asked) } },
      { "a.json": { request: high, recorded: recordingOf(high) } },
    ),
  );
  expect(only(report)).toMatchObject({ outputUnknown: false, monthlyUsd: "30.68" });
});

test("a verdict that the head's unknown answer could turn says so, whatever limit it is", () => {
  const recorded = recordingOf(asked);
  const high = { ...asked, output_config: { effort: "high" } };
  const judged = (budget: string) => {
    const files = {
      "promptcost.yml": config.replace("10k/month }", `10k/month }, budget: { ${budget} }`),
      "a.json": { request: asked, recorded },
    };
    const report = checked(pullRequest(files, { "a.json": { request: high, recorded } }));
    const [limit] = only(report).budgets;
    return [report.verdict, limit?.uncertain];
  };
  // $30.68 → $64.48, $47.58 to $98.38.
  expect(judged("monthly: $90")).toEqual(["pass", true]);
  expect(judged("monthly: $50")).toEqual(["fail", true]);
  expect(judged("monthly: $100")).toEqual(["pass", false]);
  expect(judged("per-run: $0.009")).toEqual(["pass", true]);
  expect(judged("increase: { percent: 5, at-least: $60 }")).toEqual(["pass", true]);
  expect(judged("increase: { percent: 5, at-least: $10 }")).toEqual(["fail", false]);
});

test("a length that is asserted for one effort says nothing of another", () => {
  const expected = { expect: { output_tokens: 60 } };
  const dearer = { ...asked, output_config: { effort: "high" } };
  const file = (request: JsonObject, said: JsonObject = expected) => ({
    "a.json": { request, ...said },
  });
  const kept = checked(pullRequest(file(asked), file(dearer)));
  expect(only(kept)).toMatchObject({
    state: "changed",
    outputUnknown: true,
    causes: [{ kind: "output", changes: [{ name: "effort" }] }],
  });
  expect(headlineOf(kept).sentence).not.toContain("unchanged");
  // Said anew, it is the user's word: an adjustment, and no doing of the change.
  const anew = checked(pullRequest(file(asked), file(dearer, { expect: { output_tokens: 90 } })));
  expect(only(anew)).toMatchObject({ outputUnknown: false, adjustments: [{ kind: "assumed" }] });
});

test("a recording that another model's prompt leaves behind was not measured anew", () => {
  const usage = { input_tokens: 40, output_tokens: 300 };
  const recorded = recordingOf(asked, { response: { usage } });
  const report = checked(edited({ ...asked, model: "claude-opus-5" }, recorded));
  expect(only(report).adjustments.map(({ kind, detail }) => [kind, detail])).toEqual([
    ["re-recorded", "1 changed prompt not counted by the old recording"],
  ]);
  const again = recordingOf(asked, { response: { usage: { ...usage, output_tokens: 301 } } });
  const { head, base } = pullRequest(
    { "a.json": { request: asked, recorded } },
    { "a.json": { request: asked, recorded: again } },
  );
  expect(only(checked({ head, base })).adjustments.map(({ detail }) => detail)).toEqual([
    "1 exchange measured anew",
  ]);
});
