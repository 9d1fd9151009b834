import { assert, oneof, property, string, stringMatching } from "fast-check";
import { describe, expect, test } from "vitest";
import { readMoment } from "../src/moment.ts";

function dayOf(time: string): string | null {
  return readMoment(time)?.day ?? null;
}

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

  test("a zone is named, or it is UTC; what stands behind the seconds makes it precise", () => {
    expect(readMoment("2026-11-24T10:00:00+02:00")).toEqual({
      ms: Date.UTC(2026, 10, 24, 8),
      iso: "2026-11-24T08:00:00.000Z",
      day: "2026-11-24",
      precise: false,
      timed: true,
      zoned: true,
    });
    expect(readMoment("2026-11-24 10:00:00.25")).toMatchObject({
      ms: Date.UTC(2026, 10, 24, 10) + 250,
      precise: true,
      zoned: false,
    });
    expect(readMoment("2026-11-24T25:00:00Z")).toBe(null);
  });

  test("is a day or nothing, whatever stands there", () => {
    const times = oneof(string(), stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/));
    assert(
      property(times, (time) => {
        expect(dayOf(time) ?? "0000-00-00").toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }),
    );
  });
});
