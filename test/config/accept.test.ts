import { expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";

const dollar = 1_000_000_000_000n;

function parse(entries: string): ReturnType<typeof parseConfig> {
  const text = `scenarios:
  support: { fixtures: "a/*.json" }
  nightly labels: { fixtures: "a/*.json" }
models: { our-chat: claude-sonnet-5 }
accept:
${entries}`;
  return parseConfig({ file: "promptcost.yml", text });
}

/** Problems as `line:column code path`. */
function list(entries: string): readonly string[] {
  return parse(entries).problems.map(
    ({ line, column, code, path }) => `${line}:${column} ${code} ${path}`,
  );
}

test("entries as they are meant, each thing by itself", () => {
  const { config, problems } =
    parse(`  - { scenario: support, up-to: "$1,500", reason: longer policy, until: 2027-01-31 }
  - { scenario: support, up-to: 0.02/run, reason: x, until: 2027-01-31 }
  - { scenario: nightly labels, up-to: 12.5, tokens: 3000, model: our-chat, reason: x, until: 2028-02-29 }
`);
  expect(problems).toEqual([]);
  expect(config?.accept).toMatchObject([
    {
      scenario: "support",
      upTo: { kind: "usd", usd: 1500n * dollar, basis: null },
      reason: "longer policy",
      until: "2027-01-31",
      path: ["accept", 0],
    },
    { upTo: { kind: "usd", usd: dollar / 50n, basis: "run" } },
    { upTo: { kind: "usd", usd: (dollar * 25n) / 2n }, path: ["accept", 2] },
    { upTo: { kind: "tokens", tokens: 3000 } },
    { upTo: { kind: "model", model: "claude-sonnet-5" }, until: "2028-02-29" },
  ]);
});

test("an amount may say from what main cost, other things do not", () => {
  const { config, problems } = parse(
    "  - { scenario: support, up-to: $500, from: $1434.50, tokens: 5, reason: x, until: 2027-01-31 }",
  );
  expect(problems).toEqual([]);
  expect(config?.accept).toMatchObject([
    { upTo: { kind: "usd" }, from: (dollar * 2869n) / 2n },
    { upTo: { kind: "tokens" }, from: null },
  ]);
});

test("everything that is wrong, at its place", () => {
  expect(
    list(`  - { scenario: suport, up-to: $0, reason: "", until: 2027-02-31 }
  - { scenario: support, up-to: 0, reason: "\\u200b", until: 2027-01-31 }
  - { scenario: support, reason: x, until: 31.1.2027 }
  - { scenario: support, up-to: -5, until: 2027-01-31 }
  - { scenario: support, up-to: five, reason: x }
  - { scenario: support, up-to: 0.0000000000001, reason: x, until: 2027-01-31T00:00:00Z }
  - { scenario: support, tokens: 0, model: gpt-5, reason: x, until: 2027-01-31 }
  - { up-to: $5, reason: 7, untill: 2027-01-31 }
  - support
  - { scenario: support, from: $5, tokens: 5, reason: x, until: 2027-01-31 }
  - { scenario: support, up-to: $5, from: -1, reason: x, until: 2027-01-31 }
  - { scenario: support, up-to: $5, from: 0.0000000000001, reason: x, until: 2027-01-31 }
`),
  ).toEqual([
    "6:17 accept-unknown-scenario accept.0.scenario",
    "6:32 config-wrong-value accept.0.up-to",
    "6:44 config-wrong-value accept.0.reason",
    "6:55 config-wrong-value accept.0.until",
    "7:33 config-wrong-value accept.1.up-to",
    "7:44 config-wrong-value accept.1.reason",
    "8:5 config-missing-key accept.2",
    "8:44 config-wrong-value accept.2.until",
    "9:5 config-missing-key accept.3",
    "9:33 config-wrong-value accept.3.up-to",
    "10:5 config-missing-key accept.4",
    "10:33 config-wrong-value accept.4.up-to",
    "11:33 config-wrong-value accept.5.up-to",
    "11:68 config-wrong-value accept.5.until",
    "12:34 config-wrong-value accept.6.tokens",
    "12:44 config-unknown-name accept.6.model",
    "13:5 config-missing-key accept.7",
    "13:5 config-missing-key accept.7",
    "13:26 config-wrong-value accept.7.reason",
    "13:29 config-unknown-key accept.7.untill",
    "14:5 config-wrong-value accept.8",
    "15:5 config-missing-key accept.9",
    "16:43 config-wrong-value accept.10.from",
    "17:43 config-wrong-value accept.11.from",
  ]);
  expect(list("  support: $5")).toEqual(["6:3 config-wrong-value accept"]);
  const [first] = parse(
    "  - { scenario: suport, up-to: $5, reason: x, until: 2027-01-31 }",
  ).problems;
  expect(first?.fix).toContain("`support`");
});
