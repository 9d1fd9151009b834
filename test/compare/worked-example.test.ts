import { expect, test } from "vitest";
import { compareScenarios } from "../../src/compare/compare.ts";
import { formatUsd } from "../../src/money.ts";
import { estimator, declared, placeholder, sideOf, type ScenarioSpec } from "./scenario-specs.ts";

const messages = [{ role: "user", content: [declared("question", 120)] }];
const main: ScenarioSpec = {
  id: "support-rag",
  traffic: 200_000,
  runs: [
    {
      id: "question",
      asks: [
        {
          body: {
            model: "claude-sonnet-5",
            max_tokens: 1024,
            tools: [{ $tokens: 900, name: "search" }],
            system: [declared("policy", 18_240, true)],
            messages,
          },
          output: 310,
        },
      ],
    },
  ],
};
const changed: ScenarioSpec = {
  ...main,
  runs: [
    {
      id: "question",
      asks: [
        {
          body: {
            model: "claude-sonnet-5",
            max_tokens: 1024,
            tools: [
              { $tokens: 900, name: "search" },
              { $tokens: 412, name: "lookup_order" },
            ],
            system: [declared("policy with a time", 18_431, true)],
            messages,
          },
          placeholders: [placeholder(["system", 0, "text"], "now", "request")],
          output: 310,
        },
      ],
    },
  ],
};

test("the worked example: $9,105.90 = cache 9,081.78 + tools 16.48 + system 7.64", () => {
  const [comparison] = compareScenarios({
    head: [sideOf(changed)],
    base: [sideOf(main)],
    estimator,
  });
  expect(comparison?.state).toBe("changed");
  const cents = (usd: bigint | null | undefined): string => (Number(usd) / 1e12).toFixed(2);
  expect(cents(comparison?.deltaUsd)).toBe("9105.90");
  expect(comparison?.causes.map((cause) => [cause.kind, cents(cause.usd), cause.tokens])).toEqual([
    ["tools", "16.48", 412],
    ["system", "7.64", 191],
    ["cache", "9081.78", null],
  ]);
  expect(formatUsd(comparison?.headUsd ?? 0n)).toBe("10539.5");
  expect(cents(comparison?.baseUsd)).toBe("1433.60");
  expect(comparison?.adjustments).toEqual([]);
  const sum = comparison?.causes.reduce((total, cause) => total + cause.usd, 0n);
  expect(sum).toBe(comparison?.deltaUsd);
  const [tools, , cache] = comparison?.causes ?? [];
  expect(tools?.changes).toMatchObject([{ kind: "added", name: "lookup_order", tokens: 412 }]);
  expect(cache?.changes).toMatchObject([
    {
      kind: "added",
      breaks: "system_changed",
      name: "now",
      what: "a time",
      block: "system.0",
      place: { file: "prompts/policy.md", line: 1 },
    },
  ]);
});
