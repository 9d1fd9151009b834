import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeBaseline } from "../../../src/baseline/baseline.ts";
import type { Paragraph } from "../../../src/baseline/entry.ts";
import { describeUpdate, planUpdate, updateExitCode, updateJson, type UpdatePlan } from "../../../src/commands/update/update.ts";
import { nowhere, problem } from "../../../src/problem.ts";
import { anyParagraph, plainParagraph } from "../../baseline/entries.ts";

const file = ".promptcost/baseline.json";
const plan = (existing: string | null, paragraphs: Readonly<Record<string, Paragraph>>, problems: UpdatePlan["problems"] = []) =>
  planUpdate({ file, existing, paragraphs: new Map(Object.entries(paragraphs)), problems });
const [check, write] = [{ check: true }, { check: false }];
const other: Paragraph = { ...plainParagraph, hitRate: "0.5" };

describe("an update", () => {
  test("of what is current is the same bytes, and is no update", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("a", "b", "c"), anyParagraph), (paragraphs) => {
        const first = plan(null, paragraphs);
        const again = plan(first.text, paragraphs);
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
        ["b", plainParagraph],
        ["c", plainParagraph],
        ["d", plainParagraph],
      ]),
    );
    const after = plan(before, { a: plainParagraph, b: other, c: plainParagraph });
    expect(after).toMatchObject({ current: false, added: ["a"], changed: ["b"], removed: ["d"] });
    expect(describeUpdate(after, write)).toBe(`${file} written (new: a; changed: b; gone: d)`);
    expect(describeUpdate(after, check)).toBe(`${file} is not current (new: a; changed: b; gone: d). Run \`promptcost update\``);
    expect(updateExitCode(after, check)).toBe(1);
    expect(updateExitCode(after, write)).toBe(0);
    expect(updateJson(after, check)).toMatchObject({ written: false, current: false });
    expect(updateJson(after, write)).toMatchObject({ written: true, added: ["a"], changed: ["b"], removed: ["d"] });
  });

  test("puts a file right that differs in form alone", () => {
    const text = writeBaseline(new Map([["a", plainParagraph]]));
    const after = plan(text.trimEnd(), { a: plainParagraph });
    expect(after).toMatchObject({ current: false, added: [], changed: [], removed: [], text });
    expect(describeUpdate(after, write)).toContain("its form alone differs");
  });

  test.each([null, "", "{", "<<<<<<< HEAD"])("writes anew over %j", (existing) => {
    expect(plan(existing, { a: plainParagraph })).toMatchObject({ current: false, added: ["a"], problems: [] });
  });

  test("leaves a newer file alone", () => {
    const after = plan('{"version":2}', { a: plainParagraph });
    expect(after.text).toBeNull();
    expect(after.problems.map((one) => one.code)).toEqual(["baseline-newer"]);
    expect(updateExitCode(after, write)).toBe(2);
    expect(updateExitCode(after, check)).toBe(2);
    expect(describeUpdate(after, write)).toBe(`${file} was left as it is`);
  });

  test("writes nothing where something could not be worked out", () => {
    const error = problem("base-branch-unknown", nowhere, { tried: ["main"] });
    const after = plan(null, { a: plainParagraph }, [error]);
    expect(after).toMatchObject({ text: null, current: false, added: [] });
    expect(updateExitCode(after, write)).toBe(2);
    const note = problem("base-no-config", nowhere, { commit: "c", file: "f" });
    expect(plan(null, { a: plainParagraph }, [note]).text).not.toBeNull();
  });
});
