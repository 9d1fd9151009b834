import { describe, expect, test } from "vitest";
import { type Files, check, of, rules, config, request } from "./two-trees.ts";

/** A deployment's name, and what it means on each side. */
const yml = (models: string, budget = "{ monthly: $9000 }"): Files => ({
  "promptcost.yml": `${config("100/hour", budget)}${models}`,
});
const run = (model: string, over: Files = {}): Files => ({
  "f/run.json": {
    exchanges: [
      { request: { ...request(10_000), model }, expect: { output_tokens: 100 }, ...over },
    ],
  },
});
const opus = yml("models: { our-chat: claude-opus-5 }\n");
const haiku = yml("models: { our-chat: claude-haiku-4-5 }\n");

describe("`models:` says what a name means", () => {
  test("to the same figures as the id itself, and writing the name instead moves nothing", () => {
    const report = check({ ...run("claude-opus-5"), ...opus }, run("our-chat"));
    expect(of(report, "a")?.monthlyUsd).toBe(
      of(check({ ...run("claude-opus-5"), ...yml("") }, {}), "a")?.monthlyUsd,
    );
  });

  test("each side by its own: a deployment that gets another model is a change, and is named", () => {
    const base = { ...run("our-chat"), ...opus };
    const cheaper = check(base, haiku);
    expect(rules(cheaper)).toEqual(["models.our-chat"]);
    expect(of(cheaper, "a")?.causes?.map(({ kind }) => kind)).toContain("model");
    // Ten per cent more for a region of Bedrock: nothing laxer.
    const dearer = check(base, yml("models: { our-chat: eu.anthropic.claude-opus-5 }\n"));
    expect(rules(dearer)).toEqual([]);
    expect(of(dearer, "a")?.causes?.map(({ kind }) => kind)).toEqual(["model"]);
    const [was, is] = [check(base, {}), dearer].map((each) => Number(of(each, "a")?.monthlyUsd));
    expect(Number(is) / Number(was)).toBeCloseTo(1.1, 9);
  });

  test("a name that only the head explains means the same on main", () => {
    const report = check({ ...run("our-chat"), ...yml("") }, opus);
    expect(report.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(of(report, "a")?.state).toBe("unchanged");
  });

  test("to a fork as main says, whatever the fork says", () => {
    const base = { ...run("our-chat"), ...opus };
    const fork = check(base, haiku, true);
    expect(of(fork, "a")?.state).toBe("unchanged");
    expect(of(fork, "a")?.monthlyUsd).toBe(of(check(base, {}), "a")?.monthlyUsd);
  });

  test("and a name that nobody explains is a problem with the line to add", () => {
    const report = check({}, { ...run("our-chat"), ...yml("") });
    const found = report.problems.find(({ code }) => code === "unknown-model");
    expect(found).toMatchObject({ file: "f/run.json", line: 5, path: "exchanges.0.request.model" });
    expect(found?.fix).toContain('models: { "our-chat": id }');
  });

  test("where its answer names a known one, that is what is offered", () => {
    const response = { model: "claude-sonnet-4-6", usage: { input_tokens: 9, output_tokens: 9 } };
    const report = check({}, { ...run("our-chat", { recorded: { response } }), ...yml("") });
    const found = report.problems.find(({ code }) => code === "unknown-model");
    expect(found?.fix).toContain("Did you mean `claude-sonnet-4-6`?");
  });

  test("a name that a gateway moves on means the model that answered", () => {
    const moving = run("~anthropic/claude-opus-latest", {
      recorded: {
        response: {
          model: "anthropic/claude-opus-5",
          usage: { input_tokens: 10_100, output_tokens: 100 },
        },
      },
    });
    const report = check({}, { ...moving, ...yml("") });
    const own = check({}, { ...run("claude-opus-5"), ...yml("") });
    expect(of(report, "a")?.monthlyUsd).toBe(of(own, "a")?.monthlyUsd);
    const unanswered = check({}, { ...run("~anthropic/claude-opus-latest"), ...yml("") });
    expect(unanswered.problems.map(({ code }) => code)).toContain("unknown-model");
  });

  test("a reseller's price is the list's, said once", () => {
    const report = check({}, { ...run("openrouter/anthropic/claude-opus-5"), ...yml("") });
    const said = report.problems.filter(({ code }) => code === "reseller-at-list");
    expect(said).toMatchObject([{ severity: "note", scenario: "a" }]);
  });
});
