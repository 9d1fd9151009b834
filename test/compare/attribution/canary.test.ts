import * as fc from "fast-check";
import { expect, test } from "vitest";
import { renderBody } from "../../../src/report/views/body.ts";
import { renderTerminal } from "../../../src/report/views/terminal.ts";
import { writeReport } from "../../../src/report/report.ts";
import { checkTrees } from "../../cases.ts";
import { createMemoryTree } from "../../repositories/memory-tree.ts";
import { text, type Files } from "../../commands/check/two-trees.ts";

/**
 * Everything that a user may write into a request and that is not a name, with a word in it that
 * must be found nowhere: neither in the report nor in a view of it.
 */
const canary = /canary/i;

const word = fc.constantFrom(
  "Canary one sings.",
  "canary-two",
  "canary_three 10:41",
  '{"canary": "four", "b": 1}',
  '{"b": 1, "canary": "four"}',
  "canary\n\nfive six",
  "the canary 2026-11-24 and more of it",
);
const texts = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(" "));

const request = fc
  .record({
    system: texts,
    asked: texts,
    result: texts,
    described: texts,
    stop: word,
    schema: word,
  })
  .map(({ system, asked, result, described, stop, schema }): Files => ({
    model: "claude-sonnet-5",
    max_tokens: 1_000,
    stop_sequences: [stop],
    metadata: { user_id: stop },
    output_config: { format: { type: "json_schema", schema: { title: schema, type: "object" } } },
    tools: [
      {
        name: "look",
        description: described,
        input_schema: { type: "object", properties: { [schema]: { type: "string" } } },
      },
    ],
    system: [
      { type: "text", text: system, cache_control: { type: "ephemeral" } },
      { type: "text", text: { $file: "../p.md" } },
    ],
    messages: [
      { role: "user", content: asked },
      {
        role: "assistant",
        content: [{ type: "tool_use", id: "t1", name: "look", input: { [schema]: asked } }],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "t1", content: result },
          {
            type: "document",
            title: asked,
            context: result,
            source: { type: "text", media_type: "text/plain", data: described },
          },
        ],
      },
    ],
  }));

test("no character of a prompt is in a cause, in JSON or for people", () => {
  let causes = 0;
  fc.assert(
    fc.property(request, request, texts, texts, (before, after, old, now) => {
      const config = 'scenarios:\n  a: { fixtures: "f/*.json", traffic: { runs: 100/hour } }\n';
      const side = (body: Files, file: string) =>
        createMemoryTree(
          text({
            "promptcost.yml": config,
            "p.md": file,
            "f/r.json": { request: body, expect: { output_tokens: 100 } },
          }),
        );
      const { report } = checkTrees(side(after, now), side(before, old));
      const found = report.scenarios.flatMap((scenario) => scenario.causes);
      causes += found.length;
      expect(JSON.stringify(found)).not.toMatch(canary);
      expect(writeReport(report)).not.toMatch(canary);
      expect(renderBody(report, { bytes: 60_000, unchanged: true })).not.toMatch(canary);
      expect(
        renderTerminal(report, { colour: false, source: { file: "promptcost.yml", text: config } }),
      ).not.toMatch(canary);
    }),
    { numRuns: 30 },
  );
  expect(causes).toBeGreaterThan(50);
});
