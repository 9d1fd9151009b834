import { expect, test } from "vitest";
import { reportAcceptances } from "../../../src/report/acceptances.ts";
import { digest } from "../../../src/io/hash.ts";
import type { Report, ReportedAcceptance } from "../../../src/report/report.ts";
import { renderAnnotations } from "../../../src/report/views/annotations.ts";
import { renderComment } from "../../../src/report/views/comment.ts";
import { renderSummary } from "../../../src/report/views/summary.ts";
import { renderTerminal } from "../../../src/report/views/terminal.ts";
import { readCommands } from "../../../src/publish/acceptance/command.ts";
import { budget, nowhere, report, scenario } from "../parts.ts";

const stamp = { key: "promptcost.yml", head: "0".repeat(40), run: 1, attempt: 1 };
const comment = (shown: Report): string => renderComment(shown, { stamp, digest });
const terminal = (shown: Report): string => renderTerminal(shown, { colour: false, source: null });

function accepted(over: Partial<ReportedAcceptance> = {}): ReportedAcceptance {
  return {
    scenario: "support",
    kind: "usd",
    state: "covers",
    upToUsd: "500",
    usedUsd: null,
    upToTokens: null,
    model: null,
    basis: "month",
    actualBasis: "month",
    actualUsd: "412.3",
    actualTokens: null,
    actualModels: null,
    reason: "longer policy, agreed",
    until: "2027-01-31",
    by: "maintainer",
    url: "https://github.com/acme/shop/pull/7#issuecomment-99",
    ...nowhere,
    ...over,
  };
}

const plain = (text: string): string => text.replaceAll("&#8203;", "");

test("says who, why, until when and how much, in every view", () => {
  const shown = report({ accepted: [accepted()] });
  const said =
    'up to $500 a month more for support by @maintainer until 2027-01-31: "longer policy, agreed"; this change costs $412.30 a month more';
  expect(terminal(shown)).toContain(`accepted  ${said}`);
  expect(renderAnnotations(shown)).toContain(
    `::notice title=promptcost%3A accepted::support: ${said}`,
  );
  for (const view of [comment(shown), renderSummary(shown)])
    expect(plain(view)).toContain(
      `**accepted:** ${said.replace("support", "`support`")} ([comment](https://github.com/acme/shop/pull/7#issuecomment-99))`,
    );
});

test("one that is exceeded shows enough digits to see it, an expired one that it is", () => {
  const exceeded = accepted({ state: "exceeded", actualUsd: "500.01" });
  const expired = accepted({
    state: "expired",
    by: null,
    file: "promptcost.yml",
    line: 12,
    url: null,
  });
  const shown = terminal(report({ accepted: [exceeded, expired] }));
  expect(shown).toMatch(
    /not accepted {2}up to \$500 a month more .* costs \$500\.01 a month more, \$0\.01 too/,
  );
  expect(shown).toContain(
    "what was accepted has expired: up to $500 a month more for support by promptcost.yml:12 until 2027-01-31",
  );
});

test.for([
  [
    { basis: "run", actualBasis: "run", upToUsd: "0.02", actualUsd: "0.0105" },
    "up to $0.02 a run more",
    "costs $0.0105",
  ],
  [
    { state: "exceeded", basis: "month", actualBasis: "run", actualUsd: "0.03" },
    "up to $500 a month more",
    "costs $0.03 a run more, and an amount a month does not cover that\n",
  ],
  [
    { kind: "tokens", upToUsd: null, actualUsd: null, upToTokens: 3000, actualTokens: "2412" },
    "up to 3,000 tokens a request more",
    "has 2,412 a request more",
  ],
  [
    {
      kind: "model",
      upToUsd: null,
      actualUsd: null,
      model: "claude-opus-5",
      actualModels: ["claude-opus-5"],
    },
    "claude-opus-5 for support",
    "uses claude-opus-5",
  ],
  [{ until: null }, "by @maintainer for this pull request", "costs $412"],
  [
    { state: "exceeded", usedUsd: "300", actualUsd: "200.01" },
    "up to $500 a month more",
    "costs $200.01 a month more, and main $300 more since, $0.01 too much",
  ],
] as const satisfies readonly (readonly [Partial<ReportedAcceptance>, string, string])[])(
  "in the words of its kind: %j",
  ([over, ...words]) => {
    const shown = terminal(
      report({
        accepted: [
          accepted({
            ...over,
            actualModels: "actualModels" in over ? [...over.actualModels] : null,
          }),
        ],
      }),
    );
    for (const word of words) expect(shown).toContain(word);
  },
);

test("the first line of what passes by it says so", () => {
  const scenarios = [scenario("support", { state: "changed", deltaUsd: "412.3" })];
  const first = (...given: readonly ReportedAcceptance[]): string =>
    comment(report({ scenarios, accepted: [...given] })).split("\n")[1] ?? "";
  expect(first(accepted())).toContain("a month more; the increase of support is accepted");
  expect(first(accepted(), accepted({ scenario: "b" }))).toContain(
    "the increases of 2 scenarios are accepted",
  );
  expect(first(accepted({ state: "unused" }))).not.toContain("accepted");
});

test.for([
  ["500", "500.000000000001", "costs $500.000000000001 a month more, $0.000000000001 too much"],
  ["500.001", "500.0011", "costs $500.0011 a month more, $0.0001 too much"],
  ["500", "500", "costs $500.00 a month more"],
  ["500", "499.999999", "costs $500.00 a month more"],
] as const)("up to $%s, and $%s: on its own side of it", ([upToUsd, actualUsd, words]) => {
  const state = Number(actualUsd) > Number(upToUsd) ? "exceeded" : "covers";
  const shown = terminal(report({ accepted: [accepted({ state, upToUsd, actualUsd })] }));
  expect(shown).toContain(`this change ${words}\n`);
});

test("one that is not used is not shown", () => {
  const shown = report({ accepted: [accepted({ state: "unused" })] });
  expect(terminal(shown)).not.toContain("longer policy");
  expect(comment(shown)).not.toContain("longer policy");
});

test("a reason is one line of plain text, whoever wrote it", () => {
  const reason = `<img src=x> @everyone [a](http://x) | \`b\`\n### c\u202e ${"x".repeat(300)}`;
  const [kept] = reportAcceptances([
    {
      acceptance: {
        scenario: "support",
        upTo: { kind: "usd", usd: 500_000_000_000_000n, basis: null },
        from: null,
        reason,
        until: null,
        by: { kind: "comment", login: "maintainer", url: "https://evil.example/#issuecomment-1" },
      },
      state: "covers",
      needed: { kind: "usd", usd: 1n, high: 1n, basis: "month" },
      basis: "month",
      used: null,
    },
  ]);
  if (kept === undefined) throw new Error("none");
  expect(Array.from(kept.reason)).toHaveLength(200);
  const shown = comment(report({ accepted: [kept] }));
  expect(shown).not.toMatch(/<img|@everyone|\]\(http|evil\.example|\u202e|^###(?! promptcost)/m);
  expect(terminal(report({ accepted: [kept] }))).not.toMatch(/\n### c/);
});

test("what fails on an increase says how to accept it, in lines that do", () => {
  const over = budget({
    kind: "increase",
    over: true,
    actualUsd: "412.3",
    actualShare: "0.5",
    limitShare: "0.05",
    accept: "up-to $413",
  });
  const shown = report({
    verdict: "fail",
    scenarios: [
      scenario("support: 'rag'", {
        state: "changed",
        deltaUsd: "412.3",
        budgets: [over],
        verdict: "fail",
      }),
      scenario("b", { state: "changed", deltaUsd: "12.341" }),
      scenario("c", { state: "changed", deltaUsd: "-5" }),
      scenario("d", { state: "changed", basis: "run", monthlyUsd: null, deltaUsd: "0.012341" }),
      scenario("e\u202e", { state: "changed", deltaUsd: "77" }),
    ],
    totals: { ...report().totals, budgets: [over] },
  });
  const lines = comment(shown).match(/^\/promptcost accept .*$/gm) ?? [];
  expect(lines).toEqual([
    `/promptcost accept "support: 'rag'" up-to $413: reason`,
    "/promptcost accept b up-to $12.40: reason",
    "/promptcost accept d up-to $0.0124/run: reason",
  ]);
  for (const line of lines)
    expect(readCommands(line), line).toMatchObject([{ kind: "accept", reason: "reason" }]);
  // The comment itself accepts nothing, whoever posts it.
  expect(readCommands(comment(shown))).toEqual([]);
  expect(readCommands(comment(shown).replace(/^<!--.*-->\n/, ""))).toEqual([]);
  expect(renderAnnotations(shown)).toContain("Where it is meant, comment: /promptcost accept");
  expect(comment({ ...shown, verdict: "warn" })).not.toContain("/promptcost accept");
});

test("a budget that is over and accepted says both", () => {
  const over = budget({ kind: "increase", limitUsd: null, limitShare: "0.05", accepted: true });
  const shown = report({
    scenarios: [scenario("a", { state: "changed", deltaUsd: "412.3", budgets: [over] })],
  });
  expect(comment(shown)).toContain("| over, accepted: +5 % |");
  expect(terminal(shown)).toContain("over, accepted: +5 %");
});
