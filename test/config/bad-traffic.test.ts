import { describe, expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";

function problemsOf(traffic: string) {
  const text = `scenarios: { a: { fixtures: x.json, traffic: ${traffic} } }`;
  const { config, problems } = parseConfig({ file: "promptcost.yml", text });
  expect(config === null).toBe(problems.length > 0);
  return problems;
}

describe("traffic that is none", () => {
  test.each([
    ["{ runs: 200k }", "traffic-without-unit", "traffic.runs"],
    ["{ runs: 200000 }", "traffic-without-unit", "traffic.runs"],
    ["{ runs: 150k-250k }", "traffic-without-unit", "traffic.runs"],
    ["{ runs: 0/hour }", "traffic-zero", "traffic.runs"],
    ["{ runs: 0-20/hour }", "traffic-zero", "traffic.runs"],
    ["{ runs: -5/hour }", "traffic-negative", "traffic.runs"],
    ["{ runs: 250k-150k/month }", "traffic-upside-down", "traffic.runs"],
    ["{ runs: 900000000m/s }", "traffic-absurd", "traffic.runs"],
    ["{ runs: 0.000001/month }", "traffic-absurd", "traffic.runs"],
    ["{ runs: 1e30/month }", "traffic-absurd", "traffic.runs"],
    ["{ runs: 9999999999999999/day }", "traffic-absurd", "traffic.runs"],
    ["{ runs: 1e-9/month }", "traffic-absurd", "traffic.runs"],
    ["{ runs: 1e5/month }", "config-wrong-value", "traffic.runs"],
    ["{ runs: often }", "config-wrong-value", "traffic.runs"],
    ["{ runs: 5/fortnight }", "config-wrong-value", "traffic.runs"],
    ["{ arrivals: poisson }", "traffic-without-runs", "traffic"],
    ["{ runs: 5/hour, judged-at: low }", "judged-at-without-range", "traffic.judged-at"],
    ["{ runs: 5-9/hour, judged-at: middle }", "config-wrong-value", "traffic.judged-at"],
    ["{ runs: 5/hour, arrivals: burst }", "traffic-burst-size", "traffic.arrivals"],
    ["{ runs: 5/hour, arrivals: { burst: 1 } }", "traffic-burst-size", "traffic.arrivals.burst"],
    [
      "{ runs: 5/hour, arrivals: { burst: 20000 } }",
      "traffic-burst-size",
      "traffic.arrivals.burst",
    ],
    ["{ runs: 5/hour, arrivals: schedule }", "traffic-hours", "traffic.arrivals"],
    [
      "{ runs: 5/hour, arrivals: { schedule: { hours: 9-9 } } }",
      "traffic-hours",
      "traffic.arrivals",
    ],
    [
      "{ runs: 5/hour, arrivals: { schedule: { hours: 25-30 } } }",
      "traffic-hours",
      "traffic.arrivals",
    ],
    [
      "{ runs: 5/hour, arrivals: { schedule: { days: workdays } } }",
      "traffic-days",
      "traffic.arrivals",
    ],
    [
      "{ runs: 5/hour, arrivals: { schedule: { hours: 9-18, zone: Europe/Berln } } }",
      "traffic-zone",
      "traffic.arrivals.schedule.zone",
    ],
    [
      "{ runs: 5/hour, arrivals: { schedule: { hours: 9-18, zone: +02:00 } } }",
      "traffic-zone",
      "traffic.arrivals.schedule.zone",
    ],
    [
      "{ runs: 5/hour, arrivals: { schedule: { hour: 9-18 } } }",
      "config-unknown-key",
      "traffic.arrivals.schedule.hour",
    ],
    [
      "{ arrivals: { observed: ../../secret.jsonl } }",
      "config-outside",
      "traffic.arrivals.observed",
    ],
    ["{ runs: 5/hour, gaps: soon }", "config-wrong-value", "traffic.gaps"],
    ["{ runs: 5/hour, readable-after: '' }", "config-wrong-value", "traffic.readable-after"],
  ])("%s: %s", (traffic, code, path) => {
    expect(problemsOf(traffic).map((found) => [found.code, found.path])).toContainEqual([
      code,
      `scenarios.a.${path}`,
    ]);
  });

  test.each(["Europe/Berln", "europe/berlin2", "Berlin"])(
    "the time zone %s is answered with the nearest",
    (zone) => {
      const [found] = problemsOf(
        `{ runs: 1/day, arrivals: { schedule: { hours: 9-18, zone: ${zone} } } }`,
      );
      expect(found?.fix).toMatch(/^Did you mean `Europe\/Berlin`/);
    },
  );
});

test.each([
  "{ runs: 150k-250k/month, judged-at: low }",
  "{ runs: 5/hour, arrivals: { burst: 20 }, readable-after: 1.5s, gaps: 2m }",
  "{ runs: 5/hour, arrivals: { schedule: { hours: '22-6', days: [mon, wed-fri], zone: Asia/Kolkata } } }",
  "{ arrivals: observed }",
  "{ arrivals: { observed: [a.jsonl, logs/*.json] } }",
])("%s is taken", (traffic) => expect(problemsOf(traffic)).toEqual([]));

test.each([
  ["traffic: { runs: 5/hour, shared: { tools: 5 bloks } }", "must be `all`, a number of tokens"],
  ["traffic: { runs: 5/hour, shared: { system: -4 } }", "must be `all`, a number of tokens"],
  ["traffic: { runs: 5/hour, gaps: 1000000000s }", "of less than ten years"],
  ["vars: { a: { value: b, changes: 0 } }", "must be `never`"],
])("%s says what is expected there", (member, said) => {
  const text = `scenarios: { a: { fixtures: x.json, ${member} } }`;
  const [found] = parseConfig({ file: "promptcost.yml", text }).problems;
  expect(found?.message).toContain(said);
});

test("a burst of a wrong size is one problem, at its number", () => {
  const found = problemsOf("{ runs: 5/hour, arrivals: { burst: 1000000000 } }");
  expect(found.map(({ code, path }) => [code, path])).toEqual([
    ["traffic-burst-size", "scenarios.a.traffic.arrivals.burst"],
  ]);
});
