import { describe, expect, test } from "vitest";
import { hashInput } from "../../src/fixture/input-hash.ts";
import type { JsonObject } from "../../src/json.ts";
import type { Report } from "../../src/report/report.ts";
import { checkTrees } from "../cases.ts";
import { digest } from "../../src/io/hash.ts";
import { createMemoryTree } from "../repositories/memory-tree.ts";
import { counter, promptOf } from "./prompts.ts";

/**
 * Who vouches for a count, seen from outside: two trees in, a report out (DESIGN.md, "Counting
 * tokens").
 */
const policy =
  "You answer questions about returns, refunds and repairs. Be brief, be kind, promise nothing.\n".repeat(
    120,
  );
const longer = `${policy}Never mention other shops.\n`;
function bodyOf(system: string, over: JsonObject = {}): JsonObject {
  return {
    model: "claude-sonnet-4-5",
    max_tokens: 1024,
    system: [{ type: "text", text: system.trimEnd(), cache_control: { type: "ephemeral" } }],
    messages: [{ role: "user", content: "May I send this back?" }],
    ...over,
  };
}
function own(body: JsonObject): number {
  return counter.count(promptOf(body)).total;
}

interface Recording {
  readonly body: JsonObject;
  /** What the recording says over our count of its body. */
  readonly residual: number;
  readonly hashed?: boolean;
  readonly usage?: JsonObject;
  readonly more?: JsonObject;
  readonly model?: string;
}

function recordedOf({
  body,
  residual,
  hashed = true,
  usage,
  more = {},
  model = "claude-sonnet-4-5-20250929",
}: Recording): JsonObject {
  return {
    ...(hashed ? { inputHash: hashInput({ body, betas: [] }, digest) } : {}),
    ...more,
    response: {
      model,
      stop_reason: "end_turn",
      content: [],
      usage: usage ?? {
        input_tokens: own(body) + residual,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: 100,
      },
    },
  };
}

function treeOf(system: string, exchange: JsonObject, over: JsonObject = {}) {
  const request = {
    ...bodyOf("x", over),
    system: [{ type: "text", text: { $file: "policy.md" }, cache_control: { type: "ephemeral" } }],
  };
  return createMemoryTree({
    "promptcost.yml": "scenarios: { a: { fixtures: a.json, traffic: { runs: 200k/month } } }\n",
    "policy.md": system,
    "a.json": JSON.stringify({ request, ...exchange }),
  });
}

function scenarioOf(report: Report) {
  const [scenario] = report.scenarios;
  if (scenario === undefined) throw new Error(JSON.stringify(report.problems));
  return scenario;
}
function total(report: Report): number {
  const { tokens } = scenarioOf(report);
  return Number(tokens?.tools) + Number(tokens?.system) + Number(tokens?.messages);
}
function witness(report: Report): string | undefined {
  return Object.entries(scenarioOf(report).exchanges.witnesses).find(([, n]) => n > 0)?.[0];
}
function codes(report: Report): readonly string[] {
  return report.problems.map(({ code }) => code);
}
function reportOf(exchange: JsonObject, system = policy, over: JsonObject = {}): Report {
  return checkTrees(treeOf(system, exchange, over), null).report;
}

describe("one tree", () => {
  test("a recording of this very body says what it costs", () => {
    const report = reportOf({ recorded: recordedOf({ body: bodyOf(policy), residual: 7 }) });
    expect([witness(report), total(report)]).toEqual(["recorded", own(bodyOf(policy)) + 7]);
  });

  test("what caching it shows goes before its last breakpoint", () => {
    const body = bodyOf(policy);
    const usage = {
      input_tokens: 40,
      cache_creation_input_tokens: own(body) - 40,
      cache_read_input_tokens: 0,
      output_tokens: 100,
    };
    const report = reportOf({ recorded: recordedOf({ body, residual: 0, usage }) });
    // The token a prompt starts with stands in front of the system prompt.
    expect(scenarioOf(report).tokens).toMatchObject({ messages: "41" });
    expect(total(report)).toBe(own(body));
  });

  test("of another body, it calibrates by the residual it was kept with", () => {
    const kept = { residual: { counter: counter.id, tokens: 9 } };
    const report = reportOf(
      { recorded: recordedOf({ body: bodyOf(policy), residual: 9, more: kept }) },
      longer,
    );
    expect([witness(report), total(report)]).toEqual(["calibrated", own(bodyOf(longer)) + 9]);
  });

  test("a residual of another counter is dropped, and that is said", () => {
    const kept = { residual: { counter: "somebody's/1", tokens: 9 } };
    const report = reportOf(
      { recorded: recordedOf({ body: bodyOf(policy), residual: 9, more: kept }) },
      longer,
    );
    expect([witness(report), total(report)]).toEqual(["computed", own(bodyOf(longer))]);
    expect(codes(report)).toContain("residual-dropped");
  });

  test("without its hash it vouches only where nothing outside the fixture feeds the body", () => {
    const loose = recordedOf({ body: bodyOf(policy), residual: 9, hashed: false });
    expect(witness(reportOf({ recorded: loose }))).toBe("computed");
    const fixed = createMemoryTree({
      "promptcost.yml": "scenarios: { a: { fixtures: a.json } }\n",
      "a.json": JSON.stringify({ request: bodyOf(policy), recorded: loose }),
    });
    expect(witness(checkTrees(fixed, null).report)).toBe("recorded");
  });

  test("a total that cannot be of this body is refused, and that is said", () => {
    const usage = {
      input_tokens: 3,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: 1,
    };
    const report = reportOf({ recorded: recordedOf({ body: bodyOf(policy), residual: 0, usage }) });
    expect([witness(report), total(report)]).toEqual(["computed", own(bodyOf(policy))]);
    expect(codes(report)).toContain("recording-implausible");
  });

  test("what count_tokens said holds for its own body only; a recording goes before it", () => {
    const body = bodyOf(policy);
    const counted = { inputHash: hashInput({ body, betas: [] }, digest), tokens: own(body) + 3 };
    const expectation = { expect: { output_tokens: 100 } };
    expect(witness(reportOf({ counted, ...expectation }))).toBe("api");
    expect(total(reportOf({ counted, ...expectation }))).toBe(own(body) + 3);
    expect(witness(reportOf({ counted, ...expectation }, longer))).toBe("computed");
    expect(witness(reportOf({ counted, recorded: recordedOf({ body, residual: 7 }) }))).toBe(
      "recorded",
    );
  });
});

describe("two trees", () => {
  const recorded = recordedOf({ body: bodyOf(policy), residual: 50 });

  test("an edited prompt costs the edit, and no change of witness", () => {
    const { report } = checkTrees(treeOf(longer, { recorded }), treeOf(policy, { recorded }));
    const added = own(bodyOf(longer)) - own(bodyOf(policy));
    expect(added).toBeGreaterThan(3);
    expect([witness(report), total(report)]).toEqual([
      "calibrated",
      own(bodyOf(policy)) + 50 + added,
    ]);
    const causes = scenarioOf(report).causes;
    expect(causes.map(({ kind }) => kind)).toEqual(["system"]);
    // A warm 5-minute cache: read at 0.30 USD per million, but for the one run in e^22.8 that finds
    // none.
    expect(Number(causes[0]?.usd)).toBeCloseTo((added * 0.3 * 200_000) / 1e6, 4);
  });

  test("re-recorded with nothing else changed: an adjustment, not in the delta", () => {
    const again = recordedOf({ body: bodyOf(policy), residual: 90 });
    const { report } = checkTrees(
      treeOf(policy, { recorded: again }),
      treeOf(policy, { recorded }),
    );
    expect(scenarioOf(report).deltaUsd).toBe("0");
    expect(scenarioOf(report).adjustments.map(({ kind }) => kind)).toEqual(["re-recorded"]);
  });

  test("answers measured five times on both sides: a change of their length is part of the delta", () => {
    const measured = (lengths: readonly number[]): JsonObject => ({
      ...recorded,
      samples: lengths.map((tokens) => ({
        usage: { output_tokens: tokens },
        stop_reason: "end_turn",
      })),
    });
    const [before, after] = [
      measured([90, 100, 110, 95, 105]),
      measured([190, 200, 210, 195, 205]),
    ];
    const { report } = checkTrees(
      treeOf(policy, { recorded: after }),
      treeOf(policy, { recorded: before }),
    );
    expect(scenarioOf(report).causes.map(({ kind, usd }) => [kind, usd])).toEqual([
      ["output", "300"],
    ]);
    const few = checkTrees(
      treeOf(policy, { recorded: after }),
      treeOf(policy, { recorded: measured([100, 100]) }),
    ).report;
    expect(scenarioOf(few)).toMatchObject({
      deltaUsd: "0",
      adjustments: [{ kind: "re-recorded" }],
    });
  });

  test(
    "another model: the recording of the old one vouches for neither side, its answer is " +
      "the same text counted anew",
    () => {
      const answer = { content: [{ type: "text", text: "Yes, within thirty days." }] };
      const answered = { ...recorded, response: { ...Object(recorded["response"]), ...answer } };
      const { report } = checkTrees(
        treeOf(policy, { recorded: answered }, { model: "claude-haiku-4-5" }),
        treeOf(policy, { recorded: answered }),
      );
      expect(witness(report)).toBe("computed");
      expect(scenarioOf(report).causes.map(({ kind }) => kind)).toEqual(["model"]);
      expect(codes(report)).toContain("output-same-text");
      // Without its text an answer is as long by an equal tokenizer, and about so by another.
      const bare = (model: string) =>
        scenarioOf(
          checkTrees(treeOf(policy, { recorded }, { model }), treeOf(policy, { recorded })).report,
        );
      expect(bare("claude-haiku-4-5").tokens?.output).toBe("100");
      expect(bare("claude-sonnet-5")).toMatchObject({ tokens: { output: "130" } });
    },
  );

  test("the recording of main goes to a fixture the pull request left as it was, whatever else moved", () => {
    const { report } = checkTrees(treeOf(policy, { recorded }), treeOf(policy, { recorded }));
    expect([witness(report), report.totals.deltaUsd]).toEqual(["recorded", "0"]);
  });
});

describe("a recording is main's", () => {
  test("what the head continues of a thread it does not vouch for", () => {
    const loose = recordedOf({ body: bodyOf(policy), residual: 50 });
    const thread = { thread: { type: "continue", previous_message_id: "msg_1" } };
    const { report } = checkTrees(
      treeOf(policy, { recorded: loose }, thread),
      treeOf(policy, { recorded: loose }),
    );
    expect(witness(report)).toBe("calibrated");
    expect(report.scenarios[0]?.state).toBe("unchanged");
  });

  test("without its hash it is no recording of another model's", () => {
    const body = { ...bodyOf(policy), model: "claude-haiku-4-5" };
    const recorded = recordedOf({ body: bodyOf(policy), residual: 9, hashed: false });
    const tree = createMemoryTree({
      "promptcost.yml": "scenarios: { a: { fixtures: a.json } }\n",
      "a.json": JSON.stringify({ request: body, recorded }),
    });
    expect(witness(checkTrees(tree, null).report)).toBe("computed");
  });
});

describe("answers", () => {
  const body = bodyOf(policy);
  test("the recorded length holds while model, thinking and limits are the same", () => {
    expect(
      scenarioOf(reportOf({ recorded: recordedOf({ body, residual: 0 }) })).tokens?.output,
    ).toBe("100");
  });

  test("a lower max_tokens cuts it", () => {
    expect(
      scenarioOf(
        reportOf({ recorded: recordedOf({ body, residual: 0 }) }, policy, { max_tokens: 60 }),
      ).tokens?.output,
    ).toBe("60");
  });

  test("samples are averaged", () => {
    const recorded = recordedOf({ body, residual: 0 });
    const samples = [80, 120, 130].map((tokens) => ({
      usage: { output_tokens: tokens },
      stop_reason: "end_turn",
    }));
    const report = reportOf({ recorded: { ...recorded, samples } });
    expect(scenarioOf(report).tokens?.output).toBe("110");
  });

  test("none known: at most max_tokens, a warning, and the report says at most", () => {
    const report = reportOf({});
    expect(scenarioOf(report)).toMatchObject({ outputAtMost: true, tokens: { output: "1024" } });
    expect(codes(report)).toContain("output-unknown");
  });
});
