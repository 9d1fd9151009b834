import { describe, expect, test } from "vitest";
import { findLiterals } from "../../src/advice/caching/volatile/literal-texts.ts";
import type { MeasuredScenario } from "../../src/projection/projection.ts";
import { runOf, scenarioOf } from "../projection/scenario.ts";

/** A scenario with a system prompt of one block; each text is the prompt of a run of its own. */
function scenarioWith(...texts: readonly string[]): MeasuredScenario {
  const runs = texts.map((text, index) => {
    const run = runOf(`run-${index}`, [
      {
        pieces: [
          { level: "system", name: text, tokens: 100 },
          { name: "q", tokens: 10 },
        ],
      },
    ]);
    return {
      ...run,
      exchanges: run.exchanges.map((exchange) => ({
        ...exchange,
        prompt: {
          ...exchange.prompt,
          blocks: exchange.prompt.blocks.map((block) =>
            block.level === "system" ? { ...block, content: { type: "text", text } } : block,
          ),
        },
      })),
    };
  });
  return scenarioOf(runs);
}

/** What is found in the first of some texts, as it is written there. */
function foundIn(...texts: readonly string[]): readonly string[] {
  const scenario = scenarioWith(...texts);
  const [first] = scenario.runs[0]?.exchanges[0]?.prompt.blocks ?? [];
  return (findLiterals(scenario).get(first?.key ?? -1) ?? []).map(
    ({ kind, offset, width }) => `${kind}: ${texts[0]?.slice(offset, offset + width) ?? ""}`,
  );
}

describe("what differs between recordings of one prompt", () => {
  test.each([
    ["2026-11-24 14:02:11", "2026-11-25 09:15:00"],
    ["2026-11-24T14:02:11.123Z", "2026-11-24T14:02:12Z"],
    ["Tue, 24 Nov 2026 14:02:11 GMT", "Wed, 25 Nov 2026 09:15:00 GMT"],
    ["Tuesday, November 24, 2026 at 2:02 PM", "Wednesday, November 25, 2026 at 9:15 AM"],
    ["1795528931", "1795528977"],
    ["14:02", "09:15"],
  ])("a time: %s", (one, other) => {
    expect(foundIn(`Be kind. It is ${one}, I think.`, `Be kind. It is ${other}, I think.`)).toEqual(
      [`time: ${one}`],
    );
  });

  test.each([
    ["0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7"],
    ["req_011CQx7mYfPzD3aKq", "req_019ZZx7mYfPzD3aKq"],
    ["a94a8fe5ccb19ba61c4c0873d391e987", "b14a8fe5ccb19ba61c4c0873d391e987"],
  ])("an id: %s", (one, other) => {
    expect(foundIn(`Session ${one}.`, `Session ${other}.`)).toEqual([`id: ${one}`]);
  });

  test("a number, among values that are the same", () => {
    expect(foundIn("Within 30 days. User 4711.", "Within 30 days. User 4712.")).toEqual([
      "number: 4711",
    ]);
  });

  test("not a date alone: who asks on that day sends the same", () => {
    expect(foundIn("Today is 2026-11-24.", "Today is 2026-11-25.")).toEqual([]);
  });

  test("not where another word differs too", () => {
    expect(foundIn("It is 14:02, Bob.", "It is 14:03, Ann.")).toEqual([]);
  });

  test("not in one recording, and not where both say the same", () => {
    expect(foundIn("It is 14:02.")).toEqual([]);
    expect(foundIn("It is 14:02.", "It is 14:02.")).toEqual([]);
  });

  test("a third prompt of another kind hides nothing", () => {
    expect(foundIn("It is 14:02.", "Be kind.", "It is 14:03.")).toEqual(["time: 14:02"]);
  });

  test("long texts without a word take bounded time", () => {
    const long = (last: string): string => `${"a1-".repeat(200_000)}${"9".repeat(200_000)} ${last}`;
    const from = performance.now();
    foundIn(long("14:02"), long("14:03"));
    expect(performance.now() - from).toBeLessThan(3000);
  });
});
