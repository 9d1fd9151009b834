import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/json.ts";
import { cases, openCase, runCase } from "../../cases.ts";
import { createMemoryTree } from "../../repositories/memory-tree.ts";
import {
  asked,
  checked,
  config,
  context,
  explained,
  only,
  pullRequest,
  recordingOf,
} from "../check/recordings.ts";
import { explain } from "../../../src/commands/explain/explain.ts";

test.each(cases)("fixtures/%s: explain says what check says", (name) => {
  const { head, base, settings } = openCase(name);
  if (settings.fork) return;
  const sides = { head, base: base ?? createMemoryTree({}) };
  const shown = runCase(name).report.scenarios.filter(({ state }) => state !== "gone");
  // What check refuses explain has no figure for.
  if (shown.length === 0) expect(explained(sides, { scenario: "any" })).toBeNull();
  for (const { id, monthlyUsd, perRunUsd, tokens } of shown) {
    const explanation = explained(sides, { scenario: id, asOf: settings.asOf });
    expect([explanation?.usdPerMonth, explanation?.usdPerRun]).toEqual([monthlyUsd, perRunUsd]);
    const exchanges = explanation?.exchanges ?? [];
    for (const { input } of exchanges) {
      expect(Math.min(input.tools, input.system, input.messages)).toBeGreaterThanOrEqual(0);
      expect(input.tools + input.system + input.messages).toBe(input.total);
    }
    const output = exchanges.reduce(
      (sum, exchange) => sum + (exchange.output.tokens * Number(exchange.share)) / 100,
      0,
    );
    expect(output).toBeCloseTo(Number(tokens?.output), 2);
  }
});

describe("explain says what check says where main's recordings decide", () => {
  const longer = { ...asked, system: "You answer questions about holidays. Be brief, be kind." };
  test.each<readonly [string, JsonObject, JsonObject, string]>([
    // 34 tokens are recorded for a body that counts as less: what is over goes with the new one.
    ["a count by a recording of main's body", longer, recordingOf(asked), "calibrated"],
    [
      "a recording without inputHash, beside another body on main",
      longer,
      recordingOf(asked, { hashed: false }),
      "calibrated",
    ],
    [
      "an answer earned at main's settings",
      { ...asked, stop_sequences: ["days"] },
      recordingOf(asked),
      "recorded",
    ],
  ])("%s", (_, body, recorded, witness) => {
    const sides = pullRequest(
      { "a.json": { request: asked, recorded } },
      { "a.json": { request: body, recorded } },
    );
    const scenario = only(checked(sides));
    const explanation = explained(sides);
    expect(explanation?.exchanges[0]?.input.witness).toBe(witness);
    expect(explanation?.usdPerMonth).toBe(scenario.monthlyUsd);
    // By this tree alone it would say otherwise.
    const alone = explained({ ...sides, base: createMemoryTree({}) });
    expect(alone?.usdPerMonth).not.toBe(scenario.monthlyUsd);
  });

  test("after the merge main costs what check said: the recording's hash tells the effort", () => {
    const recorded = recordingOf(asked);
    const high = { ...asked, output_config: { effort: "high" } };
    const sides = pullRequest(
      { "a.json": { request: asked, recorded } },
      { "a.json": { request: high, recorded } },
    );
    const merged = explained({ head: sides.head, base: sides.head });
    expect(merged?.exchanges[0]?.output).toMatchObject({ tokens: 638, basis: "scaled" });
  });
});

test("what keeps check from a figure keeps explain from one", () => {
  const tree = createMemoryTree({
    "promptcost.yml": config,
    "a.json": JSON.stringify({ request: { ...asked, model: "claude-sonet-5" } }),
  });
  const base = { commit: { sha: "0".repeat(40), why: "the merge base" }, tree };
  const input = {
    ...context(),
    tree,
    base,
    file: "promptcost.yml",
    scenario: "a",
    json: false,
    blocks: false,
  };
  const { text, problems } = explain(input);
  expect(text).toBeNull();
  expect(problems.map(({ code }) => code)).toContain("unknown-model");
});

test("what was found while the files were read is what the figure rests on too", () => {
  const tree = createMemoryTree({
    "promptcost.yml": config,
    "p.md": "It is @DateTime.Now, {{name}}.",
    "a.json": JSON.stringify({ request: { ...asked, system: { $file: "p.md" } } }),
  });
  const base = { commit: { sha: "0".repeat(40), why: "the merge base" }, tree };
  const input = {
    ...context(),
    tree,
    base,
    file: "promptcost.yml",
    scenario: "a",
    json: false,
    blocks: false,
  };
  const { text } = explain(input);
  expect(text).toContain("`@DateTime.Now` reads as a clock");
  expect(text).toContain("Nothing fills `{{name}}`");
});
