import { assert, oneof, property, string, stringMatching } from "fast-check";
import { describe, expect, test } from "vitest";
import { dayOf } from "../../../src/billing/recorded/day.ts";

describe("the day of a time", () => {
  test.each([
    ["2026-11-24", "2026-11-24"],
    ["2026-11-24 10:00:00", "2026-11-24"],
    ["2026-11-24 10:00:00 GMT", "2026-11-24"],
    ["2026-11-24T10:00:00.123456+00:00", "2026-11-24"],
    ["2026-12-31T23:30:00-01:00", "2027-01-01"],
    ["2026-11-24T00:30:00+01:00", "2026-11-23"],
    ["Wed, 02 Sep 2026 17:25:57 GMT", "2026-09-02"],
    ["9999-12-31T23:30:00-01:00", null],
    ["2026-02-29", null],
    ["2026-13-01", null],
    ["yesterday", null],
  ])("%s", (time, day) => expect(dayOf(time)).toBe(day));

  test("is a day or nothing, whatever stands there", () => {
    const times = oneof(string(), stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/));
    assert(
      property(times, (time) => {
        expect(dayOf(time) ?? "0000-00-00").toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }),
    );
  });
});
