import { describe, expect, test } from "vitest";
import type { ReportedScenario } from "../../../src/report/report.ts";
import { describeWholeCause } from "../../../src/report/views/words/causes/causes.ts";
import { writePlain } from "../../../src/report/views/words/phrase.ts";
import { check, of, type Files } from "./two-trees.ts";

/**
 * Edits of a prompt, and what is said of the cache: broken only where hits are lost that were there.
 */
const ephemeral = { type: "ephemeral" };

function lines(count: number, word = "policy"): string {
  const text = (index: number): string =>
    `${word} rule number ${index} says that refunds take ${index} days.\n`;
  return Array.from({ length: count }, (_, index) => text(index)).join("");
}

function file(path: string, marked: boolean, ttl?: "1h") {
  const marker = { cache_control: { ...ephemeral, ...(ttl === undefined ? {} : { ttl }) } };
  return { type: "text", text: { $file: `../${path}` }, ...(marked ? marker : {}) };
}

const question = { role: "user", content: "How many days?" };
const model = "claude-sonnet-5";

function run(request: Files) {
  return {
    request: { model, max_tokens: 500, messages: [question], ...request },
    expect: { output_tokens: 100 },
  };
}

/** Two turns, the second of many short texts with a marker on the last of them alone. */
function manyTexts(count: number) {
  const system = [file("p.md", true)];
  const asked = (marked: boolean): object => ({ role: "user", content: [file("q.md", marked)] });
  const texts = Array.from({ length: count }, (_, index) => ({ type: "text", text: `${index}.` }));
  const last = { type: "text", text: "And?", cache_control: ephemeral };
  const answer = { role: "assistant", content: "Fourteen." };
  return {
    exchanges: [
      run({ system, messages: [asked(true)] }),
      run({
        system,
        messages: [asked(false), answer, { role: "user", content: [...texts, last] }],
      }),
    ],
  };
}

/** Two turns; the client marks the last block of each. */
function chat(second: string, system: readonly object[] = [file("p.md", true)]) {
  const ask = (content: object): object => ({ role: "user", content: [content] });
  const marked = (text: unknown): object => ({ type: "text", text, cache_control: ephemeral });
  const answer = { role: "assistant", content: "Fourteen." };
  return {
    exchanges: [
      {
        ...run({ system, messages: [ask(marked({ $file: "../q.md" }))] }),
      },
      {
        request: { messages: { $append: [answer, ask(marked(second))] } },
        expect: { output_tokens: 100 },
      },
    ],
  };
}

const config = 'scenarios:\n  a: { fixtures: "f/*.json", traffic: { runs: 100/hour } }\n';
const marked = { system: [file("p.md", true)] };
const bare = { system: [file("p.md", false)] };
const behind = { system: [file("p.md", true), file("q.md", false)] };

const main: Files = {
  "promptcost.yml": config,
  "p.md": lines(200),
  "q.md": lines(100, "question"),
  "f/r.json": run(marked),
};

function change(base: Files, head: Files): ReportedScenario {
  const scenario = of(check({ ...main, ...base }, head), "a");
  if (scenario === undefined) throw new Error("nothing was compared");
  return scenario;
}

/** What is said of the cache; null where nothing is. */
function said({ causes }: ReportedScenario): string | null {
  const cache = causes.find(({ kind }) => kind === "cache");
  return cache === undefined ? null : writePlain(describeWholeCause(cache));
}

describe("is broken where hits are lost that were there", () => {
  test.each<[string, Files, Files, string]>([
    [
      "a time at the top of the prompt",
      {},
      { "p.md": `Now {{now}}\n${lines(200)}` },
      "cache broken by p.md:1 (system_changed: a time now, in the first system block): " +
        "4,001 tokens not read any more",
    ],
    [
      "a time that moves in front of the breakpoint",
      { "f/r.json": run(behind), "q.md": `Now {{now}}\n${lines(100, "question")}` },
      { "q.md": lines(100, "question"), "p.md": `Now {{now}}\n${lines(200)}` },
      "cache broken by p.md:1 (system_changed: a time now, in the first system block): " +
        "4,001 tokens not read any more",
    ],
    [
      "the system prompt differs within a run",
      { "f/r.json": twoSystems("p.md") },
      { "f/r.json": twoSystems("q.md"), "q.md": lines(200, "other") },
      "cache broken by q.md:1 (system_changed: replaced, in the first system block): 1 token " +
        "not read any more",
    ],
  ])("%s", (_, base, head, words) => {
    expect(said(change(base, head))).toBe(words);
  });
});

function twoSystems(second: string) {
  const message = { role: "user", content: "And then?" };
  return {
    exchanges: [run(marked), run({ system: [file(second, true)], messages: [question, message] })],
  };
}

describe("is not called broken by", () => {
  const moved = [file("q.md", false), { type: "text", text: "How many days?" }];
  test.each<[string, Files, Files, string | null]>([
    [
      "a prompt that reaches the minimum",
      { "p.md": lines(50) },
      { "p.md": lines(200) },
      "cache: works now: the prefix is 4,002 tokens, 1,024 needed, p.md:51, in the first system block",
    ],
    [
      "a prompt that falls below the minimum",
      {},
      { "p.md": lines(50) },
      "cache: stops working: the prefix is 1,002 tokens, 1,024 needed, p.md:50, in the first " +
        "system block",
    ],
    [
      "a time that is taken out",
      { "p.md": `Now {{now}}\n${lines(200)}` },
      { "p.md": lines(200) },
      "cache: works again, a time now is removed, p.md:1, in the first system block",
    ],
    [
      "a marker that is added",
      { "f/r.json": run(bare) },
      { "f/r.json": run(marked) },
      "cache: a breakpoint added, f/r.json:12, in the first system block",
    ],
    [
      "a marker that is taken out",
      {},
      { "f/r.json": run(bare) },
      "cache: a breakpoint removed, in the first system block",
    ],
    [
      "a marker that lives longer",
      {},
      { "f/r.json": run({ system: [file("p.md", true, "1h")] }) },
      "cache: a breakpoint kept for 1h instead of 5m, f/r.json:12, in the first system block",
    ],
    ["text appended in front of the breakpoint", {}, { "p.md": lines(220) }, null],
    [
      "text inserted in front of the breakpoint",
      {},
      { "p.md": lines(100) + lines(20, "new") + lines(100) },
      null,
    ],
    [
      "a block behind the breakpoint",
      {},
      { "f/r.json": run(behind) },
      "cache: no hits lost: what changed stands behind the last breakpoint, at the full price, " +
        "q.md:1, in the second system block",
    ],
    [
      "a longer text behind the breakpoint",
      { "f/r.json": run(behind) },
      { "q.md": lines(130, "question") },
      "cache: no hits lost: what changed stands behind the last breakpoint, at the full price, " +
        "q.md:101, in the second system block",
    ],
    [
      "a time behind the breakpoint",
      { "f/r.json": run(behind) },
      { "q.md": `Now {{now}}\n${lines(100, "question")}` },
      "cache: no hits lost: what changed stands behind the last breakpoint, at the full price, " +
        "q.md:1, in the second system block",
    ],
    [
      "a block that moves from the system prompt into the messages",
      { "f/r.json": run({ system: [file("q.md", false), file("p.md", true)] }) },
      { "f/r.json": run({ ...marked, messages: [{ role: "user", content: moved }] }) },
      null,
    ],
    [
      "a block that moves into the messages of a chat",
      { "f/r.json": chat("And then?", [file("p.md", false), file("q.md", true)]) },
      { "f/r.json": chat("And then?", [file("p.md", true)]), "q.md": lines(130, "question") },
      "cache: what changed is not cached like the rest, q.md:1, in the second system block",
    ],
    [
      "a longer question in a chat",
      { "f/r.json": chat("And then?") },
      { "f/r.json": chat(`And then, ${lines(60, "ask")}`) },
      "cache: no hits lost: what changed is not cached like the rest, f/r.json:50, in the third message",
    ],
    [
      "a longer first question in a chat",
      { "f/r.json": chat("And then?") },
      { "q.md": lines(160, "question") },
      "cache: what changed is not cached like the rest, q.md:101, in the first message",
    ],
    [
      "a question of more places than a breakpoint looks back",
      { "f/r.json": manyTexts(3) },
      { "f/r.json": manyTexts(30) },
      "cache: not read any more: a breakpoint looks back 20 places, and this one is further, " +
        "f/r.json:182, in the third message",
    ],
    [
      "a tool that all runs send",
      {},
      {
        "f/r.json": run({
          ...marked,
          tools: [{ name: "look", description: lines(10), input_schema: { type: "object" } }],
        }),
      },
      "cache: no hits lost: what changed is not cached like the rest, f/r.json:23, in the first tool",
    ],
    [
      "a run that sends again what the others do",
      { "f/s.json": run({ system: [file("o.md", true)] }), "o.md": lines(200, "other") },
      { "f/s.json": run(marked) },
      "cache: read more often, more of the requests send the same, p.md:1, in the first system block",
    ],
    [
      "a run that does not send any more what the others do",
      { "f/s.json": run(marked) },
      { "f/s.json": run({ system: [file("o.md", true)] }), "o.md": lines(200, "other") },
      "cache: shared by fewer runs, not all send the same any more, o.md:1, in the first system " +
        "block",
    ],
  ])("%s", (_, base, head, words) => {
    const scenario = change(base, head);
    expect(scenario.causes.flatMap(({ changes }) => changes).length).toBeGreaterThan(0);
    expect(said(scenario)).toBe(words);
    const cache = scenario.causes.find(({ kind }) => kind === "cache");
    expect(cache?.changes.filter(({ breaks }) => breaks !== null) ?? []).toEqual([]);
  });
});
