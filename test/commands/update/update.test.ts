import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeBaseline } from "../../../src/baseline/baseline.ts";
import type { BaselineEntry } from "../../../src/baseline/entry.ts";
import { updateJson } from "../../../src/commands/update/json.ts";
import { planUpdate, updateExitCode, type UpdatePlan } from "../../../src/commands/update/plan.ts";
import { describeUpdate } from "../../../src/commands/update/text.ts";
import { nowhere, problem } from "../../../src/problem.ts";
import { anyEntry, plainEntry } from "../../baseline/entries.ts";

const file = ".promptcost/baseline.json";
function plan(
  existing: string | null,
  entries: Readonly<Record<string, BaselineEntry>>,
  problems: UpdatePlan["problems"] = [],
) {
  return planUpdate({ file, existing, entries: new Map(Object.entries(entries)), problems });
}
const [check, write] = [{ check: true }, { check: false }];
const other: BaselineEntry = { ...plainEntry, hitRate: "0.5" };

describe("an update", () => {
  test("of what is current is the same bytes, and is no update", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("a", "b", "c"), anyEntry), (entries) => {
        const first = plan(null, entries);
        const again = plan(first.text, entries);
        expect(again.text).toBe(first.text);
        expect(again.current).toBe(true);
        expect([again.added, again.changed, again.removed]).toEqual([[], [], []]);
        expect(updateExitCode(again, check)).toBe(0);
        expect(updateJson(again, write).written).toBe(false);
      }),
    );
  });

  test("says what is new, changed and gone", () => {
    const before = writeBaseline(
      new Map([
        ["b", plainEntry],
        ["c", plainEntry],
        ["d", plainEntry],
      ]),
    );
    const after = plan(before, { a: plainEntry, b: other, c: plainEntry });
    expect(after).toMatchObject({ current: false, added: ["a"], changed: ["b"], removed: ["d"] });
    expect(describeUpdate(after, write)).toBe(`${file} written (new: a; changed: b; gone: d)`);
    expect(describeUpdate(after, check)).toBe(
      `${file} is not current (new: a; changed: b; gone: d). Run \`promptcost update\``,
    );
    expect(updateExitCode(after, check)).toBe(1);
    expect(updateExitCode(after, write)).toBe(0);
    expect(updateJson(after, check)).toMatchObject({ written: false, current: false });
    expect(updateJson(after, write)).toMatchObject({
      written: true,
      added: ["a"],
      changed: ["b"],
      removed: ["d"],
    });
  });

  test("puts a file right that differs in form alone", () => {
    const text = writeBaseline(new Map([["a", plainEntry]]));
    const after = plan(text.trimEnd(), { a: plainEntry });
    expect(after).toMatchObject({ current: false, added: [], changed: [], removed: [], text });
    expect(describeUpdate(after, write)).toContain("its form alone differs");
  });

  test.each([null, "", "{", "<<<<<<< HEAD"])("writes anew over %j", (existing) => {
    expect(plan(existing, { a: plainEntry })).toMatchObject({
      current: false,
      added: ["a"],
      problems: [],
    });
  });

  test("leaves a newer file alone", () => {
    const after = plan('{"version":2}', { a: plainEntry });
    expect(after.text).toBeNull();
    expect(after.problems.map((problem) => problem.code)).toEqual(["baseline-newer"]);
    expect(updateExitCode(after, write)).toBe(2);
    expect(updateExitCode(after, check)).toBe(2);
    expect(describeUpdate(after, write)).toBe(`${file} was left as it is`);
  });

  test("writes nothing where something could not be worked out", () => {
    const error = problem("base-branch-unknown", nowhere, { tried: ["main"], asked: false });
    const after = plan(null, { a: plainEntry }, [error]);
    expect(after).toMatchObject({ text: null, current: false, added: [] });
    expect(updateExitCode(after, write)).toBe(2);
    const note = problem("base-no-config", nowhere, { commit: "c", file: "f" });
    expect(plan(null, { a: plainEntry }, [note]).text).not.toBeNull();
  });
});
