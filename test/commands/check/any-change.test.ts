import * as fc from "fast-check";
import { expect, test } from "vitest";
import { workOutBaseline } from "../../../src/commands/update/update.ts";
import { parseUsd } from "../../../src/money.ts";
import type { JsonObject } from "../../../src/json.ts";
import { createMemoryTree } from "../../repositories/memory-tree.ts";
import { asked, checked, config, context, explained, only, recordingOf } from "./recordings.ts";

/**
 * Whatever a change does to a recorded run, main costs in the comparison what it costs alone, and
 * the head what `explain` says.
 */
const settings = fc.record(
  {
    model: fc.constantFrom("claude-sonnet-5", "claude-opus-4-6", "claude-haiku-4-5"),
    output_config: fc.constantFrom({ effort: "low" }, { effort: "high" }, { effort: "max" }, {}),
    thinking: fc.constantFrom({ type: "disabled" }, { type: "adaptive" }),
    stop_sequences: fc.constantFrom([], ["days"], ["never"]),
    max_tokens: fc.constantFrom(100, 1_000, 8_000),
    system: fc.constantFrom("You answer questions about holidays.", "Be brief. Answer in French."),
    temperature: fc.constantFrom(0, 0.5),
  },
  { requiredKeys: [] },
);

const anyRecording = fc.record({
  /** Of which body it is: main's, the head's, another's; null: it does not say. */
  hashOf: fc.constantFrom("main", "head", "other", null),
  stop_reason: fc.constantFrom("end_turn", "max_tokens", "stop_sequence"),
  tokens: fc.constantFrom(100, 300),
  thinking: fc.option(fc.constantFrom(0, 80), { nil: undefined }),
});

const anyChange = fc.record({
  before: settings,
  after: settings,
  recording: anyRecording,
  /** Recorded anew in the head. */
  again: fc.option(anyRecording, { nil: null, freq: 2 }),
  expect: fc.option(fc.constantFrom(50, 500), { nil: undefined, freq: 2 }),
  renamed: fc.boolean(),
  /** An exchange put in before the recorded one. */
  moved: fc.boolean(),
});

type Recording = typeof anyRecording extends fc.Arbitrary<infer Value> ? Value : never;

function record({ hashOf, stop_reason, tokens, thinking }: Recording, bodies: Bodies): JsonObject {
  const details = { output_tokens_details: { thinking_tokens: thinking ?? 0 } };
  return recordingOf(bodies[hashOf ?? "main"], {
    hashed: hashOf !== null,
    response: {
      stop_reason,
      usage: {
        input_tokens: 34,
        output_tokens: tokens,
        ...(thinking === undefined ? {} : details),
      },
    },
  });
}

interface Bodies {
  readonly main: JsonObject;
  readonly head: JsonObject;
  readonly other: JsonObject;
}

function filesOf(path: string, exchange: JsonObject, moved: boolean) {
  const first = { request: { ...asked, messages: [{ role: "user", content: "Good morning." }] } };
  const next = [
    { role: "assistant", content: [{ $answer: true }] },
    { role: "user", content: "And next year?" },
  ];
  return {
    "promptcost.yml": config.replace("a.json", "a/*.json"),
    [path]: JSON.stringify({
      exchanges: [
        ...(moved ? [{ ...first, expect: { output_tokens: 10 } }] : []),
        exchange,
        { request: { messages: { $append: next } }, expect: { output_tokens: 40 } },
      ],
    }),
  };
}

function sidesOf(change: typeof anyChange extends fc.Arbitrary<infer Value> ? Value : never) {
  const { again, expect: asserted, renamed, moved } = change;
  const main = { ...asked, ...change.before };
  const head = { ...main, ...change.after };
  const bodies = { main, head, other: { ...asked, system: "Something else altogether." } };
  const recorded = record(change.recording, bodies);
  const ofMain = filesOf("a/a.json", { request: main, recorded }, false);
  const ofHead = filesOf(
    renamed ? "a/b.json" : "a/a.json",
    {
      request: head,
      recorded: again === null ? recorded : record(again, bodies),
      ...(asserted === undefined ? {} : { expect: { output_tokens: asserted } }),
    },
    moved,
  );
  const tree = createMemoryTree(ofMain);
  const { plan } = workOutBaseline({ ...context(), tree, file: "promptcost.yml" });
  const baseline = plan.text ?? "";
  return {
    baseline,
    base: createMemoryTree({ ...ofMain, [plan.file]: baseline }),
    head: createMemoryTree({ ...ofHead, [plan.file]: baseline }),
  };
}

test("main costs what it costs alone, explain says what check says, and it adds up", () => {
  let compared = 0;
  fc.assert(
    fc.property(anyChange, (change) => {
      const { baseline, ...trees } = sidesOf(change);
      const report = checked(trees);
      // A body may be one that the API refuses, of either side.
      if (report.verdict === "error" || report.comparison !== "compared") return;
      compared += 1;
      const scenario = only(report);
      const { baselineMonthlyUsd, monthlyUsd, deltaUsd, adjustments } = scenario;
      expect(baseline).toContain(`{"month":"${baselineMonthlyUsd ?? ""}"`);
      expect(report.base?.baseline).toBe("current");
      const explanation = explained(trees);
      expect([explanation?.usdPerMonth, explanation?.usdPerRun]).toEqual([
        monthlyUsd,
        scenario.perRunUsd,
      ]);
      const parts = [baselineMonthlyUsd, deltaUsd, ...adjustments.map(({ usd }) => usd)];
      expect(parts.reduce((sum, usd) => sum + (parseUsd(usd ?? "") ?? 0n), 0n)).toBe(
        parseUsd(monthlyUsd ?? ""),
      );
      // An answer that is asked for otherwise is not said to be the same.
      if (scenario.state === "unchanged") expect(scenario.outputUnknown).toBe(false);
    }),
    { numRuns: 150 },
  );
  expect(compared).toBeGreaterThan(75);
});
