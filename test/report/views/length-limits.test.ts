import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reportAcceptances } from "../../../src/report/acceptances.ts";
import { renderAnnotations } from "../../../src/report/views/annotations.ts";
import { markerKey, readMarker, renderComment } from "../../../src/report/views/comment.ts";
import { utf8Length } from "../../../src/utf8.ts";
import type { Report } from "../../../src/report/report.ts";
import { renderSummary } from "../../../src/report/views/summary.ts";
import { renderTerminal } from "../../../src/report/views/terminal.ts";
import { budget, report, scenario } from "../parts.ts";
import { fail, samples } from "../sample.ts";
import { digest } from "../../../src/io/hash.ts";

const stamp = {
  key: "promptcost.yml",
  head: "9c0ffee000000000000000000000000000000bee",
  run: 4321,
  attempt: 1,
};

/** Every tag and every table closed, in order; code spans of one line. */
function expectClosed(markdown: string): void {
  const open: string[] = [];
  for (const [, slash, name] of markdown.matchAll(/<(\/?)(details|summary|code)>/g)) {
    if (slash === "") open.push(name ?? "");
    else expect(open.pop()).toBe(name);
  }
  expect(open).toEqual([]);
  for (const line of markdown.split("\n")) {
    if (line.startsWith("|")) expect(line.endsWith("|")).toBe(true);
    expect((line.match(/`/g) ?? []).length % 2).toBe(0);
  }
  expect(markdown.endsWith("\n")).toBe(true);
}

/** GitHub refuses comments over 65,536 characters, and drops a summary over 1 MiB. */
function expectFits(shown: Report, key = stamp.key): string {
  const comment = renderComment(shown, { stamp: { ...stamp, key }, digest });
  expect(utf8Length(comment)).toBe(Buffer.byteLength(comment));
  expect(utf8Length(comment)).toBeLessThanOrEqual(60_000);
  expect(readMarker(comment)).toMatchObject({
    key: markerKey(key, digest),
    head: stamp.head,
    run: 4321,
    attempt: 1,
  });
  expect(comment.split("\n")[1]).toMatch(/^### promptcost: (pass|warn|fail|error|first run)\. ./);
  expectClosed(comment);
  const summary = renderSummary(shown);
  expect(utf8Length(summary)).toBeLessThanOrEqual(1_000_000);
  expectClosed(summary);
  return comment;
}

const name = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.string({
    unit: fc.constantFrom(
      "🧮",
      "👩‍👩‍👧",
      "價",
      "한",
      "`",
      "|",
      "<",
      "@a",
      "\n",
      "\u200b",
      "\ud800",
      "-->",
      "#1",
      "$",
    ),
    maxLength: 300,
  }),
);

describe("limits", () => {
  test("10,000 scenarios with long names in any script", () => {
    const changed = fail.scenarios[1];
    if (changed === undefined) throw new Error("the sample has changed");
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      ...changed,
      id: `${"價🧮|`<b>@x".repeat(30)}${index}`,
      budgets: [
        ...changed.budgets,
        budget({ kind: "per-run", limitUsd: "0.01", actualUsd: "0.05", over: true }),
      ],
    }));
    const problems = many.slice(0, 3000).map((name) => ({
      ...samples["error"]!.problems[0]!,
      severity: "warning" as const,
      scenario: name.id,
      message: "價".repeat(5000),
    }));
    const comment = expectFits({ ...fail, scenarios: many, problems });
    expect(comment).toMatch(/more scenarios left out here/);
    expect(comment.split("\n")[1]).toContain("costs $9,106 a month more");
  });

  test("1,000 scenarios show as many rows as there is room for", () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      scenario(`scenario-${index}`, {
        state: "changed",
        deltaUsd: `${index}`,
        monthlyUsd: `${312 + index}`,
      }),
    );
    const comment = expectFits(report({ scenarios: many }));
    expect(
      comment.split("\n").filter((line) => line.startsWith("| [`scenario-")).length,
    ).toBeGreaterThan(100);
    expect(comment).toContain("`scenario-999`");
  });

  test("any names, keys and messages", () => {
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 40 }),
        name,
        fc.constantFrom(...Object.values(samples)),
        (names, message, sample) => {
          const scenarios = names.map((id, index) => ({
            ...(sample.scenarios[index % Math.max(sample.scenarios.length, 1)] ?? scenario("x")),
            id,
            file: message.slice(0, 50),
          }));
          const problems = names.map((id) => ({
            ...samples["error"]!.problems[0]!,
            severity: sample.verdict === "error" ? ("error" as const) : ("warning" as const),
            scenario: id,
            message,
            file: id,
          }));
          const key = (names[0] ?? "").toWellFormed();
          const shown = {
            ...sample,
            scenarios,
            problems,
            accepted: reportAcceptances([
              {
                acceptance: {
                  scenario: message,
                  upTo: { kind: "usd", usd: 5n, basis: "month" },
                  from: null,
                  reason: message,
                  until: null,
                  by: { kind: "comment", login: "ann", url: message },
                },
                state: "covers",
                needed: { kind: "usd", usd: 4n, high: 4n, basis: "month" },
                basis: "month",
                used: null,
              },
            ]),
            loosened: [
              {
                rule: message,
                from: message,
                to: message,
                file: message,
                line: 1,
                column: 1,
                path: null,
              },
            ],
          };
          const comment = expectFits(shown, key);
          // Nothing that was chosen by others can mention, refer, comment, end the marker, or hide.
          expect(comment.slice(comment.indexOf("\n")).replace(/`[^`\n]*`/g, "")).not.toMatch(
            /<!--|-->|@a|\u200b|<b>/,
          );
          expect(comment.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("annotations: ten of a level, the rest counted, one line each, nothing that starts a command of its own", () => {
    const problems = Array.from({ length: 25 }, (_, index) => ({
      ...samples["error"]!.problems[0]!,
      line: index + 1,
      message: `a\n::error::b%0A${"x".repeat(9000)}`,
    }));
    const lines = renderAnnotations({ ...fail, problems })
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(10);
    expect(lines.every((line) => line.startsWith("::error ") && line.length < 4500)).toBe(true);
    expect(lines[0]).toContain("line=7,col=16,title=promptcost%3A support-rag is over budget");
    expect(lines.at(-1)).toBe(
      "::error title=promptcost::and 18 more errors; the job summary lists them.",
    );
  });

  test("the terminal has colour only when asked, and no control character of anybody's name", () => {
    const named = {
      ...fail,
      scenarios: fail.scenarios.map((scenario) => ({
        ...scenario,
        id: `${scenario.id}\u001b[31m\n`,
      })),
    };
    // oxlint-disable-next-line no-control-regex -- what is looked for
    const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
    expect(renderTerminal(named, { colour: false, source: null })).not.toMatch(control);
    expect(renderTerminal(fail, { colour: true, source: null })).toContain(
      "\u001b[31mfail\u001b[0m",
    );
  });
});

test("a damaged marker is no marker", () => {
  const comment = renderComment(fail, { stamp, digest });
  expect(readMarker(comment)?.hash).toBe(digest(comment.slice(comment.indexOf("\n") + 1)));
  for (const body of [
    "",
    "<!-- promptcost -->",
    ` ${comment}`,
    comment.replace(" 4321 ", " x "),
    "<!-- promptcost 1 %E0%A4%A ab 1 1 00 -->",
    comment.replace("promptcost.yml", "%ZZ"),
  ])
    expect(readMarker(body)).toBeNull();
});
