import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Files } from "../two-trees.ts";
import { parseUsd } from "../../../../src/money.ts";
import { asColleague, asFork } from "./attack.ts";

/** A run of a fixture before it is written. */
interface Spec {
  readonly file: string;
  readonly weight: number;
  /** Names of prompts. */
  readonly prompts: readonly string[];
  readonly question: string;
  readonly answer: number;
  /** How often a declared block changes. */
  readonly changes: string;
  readonly exchanges: number;
  readonly model: string;
  readonly inline: readonly string[];
}

/** A repository: prompts by name, runs. */
interface Repository {
  readonly prompts: Readonly<Record<string, string>>;
  readonly runs: readonly Spec[];
}

const words =
  "order parcel invoice refund holiday contract printer policy answer kindly customer letter harbour " +
  "winter bridge lantern orchard velvet saddle copper willow thunder marble feather anchor";
const word = fc.constantFrom(...words.split(" "));
const sentence = (least: number): fc.Arbitrary<string> =>
  fc.array(word, { minLength: least, maxLength: least + 6 }).map((some) => `${some.join(" ")}.`);
const prompt = fc
  .uniqueArray(sentence(8), { minLength: 4, maxLength: 9 })
  .map((lines) => lines.join("\n"));
const names = ["alpha", "beta", "gamma"] as const;

const repository: fc.Arbitrary<Repository> = fc
  .record({
    prompts: fc.uniqueArray(prompt, { minLength: 3, maxLength: 3 }),
    runs: fc.uniqueArray(
      fc.record({
        file: fc.stringMatching(/^[a-z]{3,8}$/),
        weight: fc.constantFrom(10, 20, 50, 90),
        prompts: fc.subarray([...names], { minLength: 1 }),
        question: sentence(10),
        answer: fc.integer({ min: 50, max: 900 }),
        changes: fc.constantFrom("request", "run"),
        exchanges: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: 2, maxLength: 4, selector: ({ file }) => file },
    ),
  })
  .map(({ prompts, runs }) => ({
    prompts: Object.fromEntries(names.map((name, index) => [name, prompts[index] ?? ""])),
    runs: runs.map((run) => ({ ...run, model: "/model", inline: [] })),
  }));

function filesOf({ prompts, runs }: Repository): Files {
  return {
    "promptcost.yml":
      'scenarios: { a: { fixtures: "f/*.json", traffic: { runs: 100/hour }, budget: { increase: { percent: 5 } } } }\n',
    "llm.json": { model: "claude-opus-4-8", old: "claude-haiku-4-5" },
    ...Object.fromEntries(
      Object.entries(prompts).map(([name, text]) => [`prompts/${name}.md`, `${text}\n`]),
    ),
    ...Object.fromEntries(runs.map((run) => [`f/${run.file}.json`, fixtureOf(run)])),
  };
}

function fixtureOf(run: Spec): Files {
  const system = [
    ...run.prompts.map((name) => ({ type: "text", text: { $file: `../prompts/${name}.md` } })),
    ...run.inline.map((text) => ({ type: "text", text })),
    { type: "text", text: { $tokens: 400, name: "context", changes: run.changes } },
  ];
  const first = {
    model: { $json: `../llm.json#${run.model}` },
    max_tokens: 1000,
    system,
    messages: [{ role: "user", content: run.question }],
  };
  const next = {
    messages: {
      $append: [
        { role: "assistant", content: [{ $answer: true }] },
        { role: "user", content: "And then?" },
      ],
    },
  };
  return {
    weight: run.weight,
    exchanges: Array.from({ length: run.exchanges }, (_, index) => ({
      request: index === 0 ? first : next,
      expect: { output_tokens: run.answer },
    })),
  };
}

/** Where an edit takes place: which run, which prompt, a number, a text. */
interface Choice {
  readonly run: number;
  readonly at: number;
  readonly text: string;
}
const choice = fc.record({ run: fc.nat(), at: fc.nat(), text: sentence(6) });
type Edit = (repository: Repository, choice: Choice) => Repository;

function changeRun(edit: (run: Spec, choice: Choice, all: Repository) => Spec): Edit {
  return (all, choice) => ({
    ...all,
    runs: all.runs.map((run, index) =>
      index === choice.run % all.runs.length ? edit(run, choice, all) : run,
    ),
  });
}

function nameAt({ prompts }: Repository, { at }: Choice): string {
  const known = Object.keys(prompts);
  return known[at % known.length] ?? "alpha";
}

const honest: Readonly<Record<string, Edit>> = {
  "a prompt grows": (all, at) => ({
    ...all,
    prompts: {
      ...all.prompts,
      [nameAt(all, at)]: `${all.prompts[nameAt(all, at)] ?? ""}\n${at.text}`,
    },
  }),
  "a prompt shrinks": (all, at) => {
    const lines = (all.prompts[nameAt(all, at)] ?? "").split("\n");
    return { ...all, prompts: { ...all.prompts, [nameAt(all, at)]: lines.slice(1).join("\n") } };
  },
  "a prompt is renamed": (all, at) => {
    const [old, fresh] = [nameAt(all, at), `${nameAt(all, at)}2`];
    const { [old]: text = "", ...others } = all.prompts;
    return {
      prompts: { ...others, [fresh]: text },
      runs: all.runs.map((run) => ({
        ...run,
        prompts: run.prompts.map((name) => (name === old ? fresh : name)),
      })),
    };
  },
  "a fixture is renamed": changeRun((run) => ({ ...run, file: `${run.file}x` })),
  "a question is edited": changeRun((run, { text }) => ({
    ...run,
    question: `${run.question} ${text}`,
  })),
  "a text is added": changeRun((run, { text }) => ({ ...run, inline: [...run.inline, text] })),
  "an answer is longer": changeRun((run) => ({ ...run, answer: Math.min(1000, run.answer + 50) })),
  "an exchange is added": changeRun((run) => ({ ...run, exchanges: run.exchanges + 1 })),
  "a block changes more often": changeRun((run) => ({ ...run, changes: "request" })),
  "prompts change places": changeRun((run) => ({ ...run, prompts: run.prompts.toReversed() })),
  "a run is added": (all, { text }) => ({
    ...all,
    runs: [
      ...all.runs,
      {
        file: "zzzzzzzzzz",
        weight: 1,
        prompts: ["alpha"],
        question: text,
        answer: 500,
        changes: "request",
        exchanges: 1,
        model: "/model",
        inline: [],
      },
    ].filter(({ prompts: used }) => used.every((name) => name in all.prompts)),
  }),
};

const attacks: Readonly<Record<string, Edit>> = {
  "a prompt is copied into a fixture": changeRun((run, _, all) => ({
    ...run,
    prompts: run.prompts.slice(1),
    inline: [...run.inline, all.prompts[run.prompts[0] ?? ""] ?? ""],
  })),
  "a fixture follows a copy": (all, at) => {
    const copied: Repository = changeRun((run) => ({
      ...run,
      prompts: ["copy", ...run.prompts.slice(1)],
    }))(all, at);
    const old = all.runs[at.run % all.runs.length]?.prompts[0] ?? "";
    return { ...copied, prompts: { ...copied.prompts, copy: all.prompts[old] ?? "" } };
  },
  "a fixture follows another model": changeRun((run) => ({ ...run, model: "/old" })),
  "a block changes less often": changeRun((run) => ({ ...run, changes: "never" })),
  "a shorter answer": changeRun((run) => ({ ...run, answer: run.answer - 20 })),
  "a run is deleted": (all, { run }) => ({
    ...all,
    runs: all.runs.filter((_, index) => index !== run % all.runs.length),
  }),
  "a run is lighter": (all, at) =>
    changeRun((run) => ({ ...run, weight: run.weight / 10 }))(all, at),
};

const edits = (table: Readonly<Record<string, Edit>>) =>
  fc.array(fc.tuple(fc.constantFrom(...Object.keys(table)), choice), {
    minLength: 1,
    maxLength: 3,
  });

function apply(all: Repository, done: readonly (readonly [string, Choice])[]): Repository {
  return done.reduce(
    (known, [name, at]) => ({ ...honest, ...attacks })[name]?.(known, at) ?? known,
    all,
  );
}

function changeBetween(base: Files, head: Files): Files {
  const gone = Object.keys(base).filter((file) => !(file in head));
  return { ...Object.fromEntries(gone.map((file) => [file, undefined])), ...head };
}

function loosenedBy(before: Repository, after: Repository) {
  const [base, head] = [filesOf(before), filesOf(after)];
  const report = asColleague({ base, change: changeBetween(base, head), cover: {} });
  expect(report.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return report.loosened;
}

test("honest edits raise no alarm", () => {
  fc.assert(
    fc.property(repository, edits(honest), (all, done) => {
      expect(loosenedBy(all, apply(all, done))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

/** What is done beside an attack takes nothing of it back. */
const beside = Object.fromEntries(
  Object.entries(honest).filter(([name]) => !/answer|often|fixture|prompt is|run is/.test(name)),
);
const attack = fc.tuple(fc.constantFrom(...Object.keys(attacks)), choice);

test("an attack always does, whatever is edited beside it", () => {
  fc.assert(
    fc.property(repository, attack, edits(beside), (all, covered, done) => {
      expect(loosenedBy(all, apply(apply(all, [covered]), done))).not.toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("a fork's bill is no lower for what it does to its fixtures", () => {
  fc.assert(
    fc.property(repository, choice, edits(attacks), (all, at, done) => {
      const grown = honest["a prompt grows"]?.(all, at) ?? all;
      const [base, head, covered] = [all, grown, apply(grown, done)].map(filesOf);
      const costOf = (files: Files = {}): bigint | null => {
        const found = asFork({
          base: base ?? {},
          change: changeBetween(base ?? {}, files),
          cover: {},
        });
        // Where no run is left it is refused.
        return found.verdict === "error" ? null : parseUsd(found.totals.monthlyUsd ?? "");
      };
      const least = costOf(head) ?? 0n;
      expect(costOf(covered) ?? least).toBeGreaterThanOrEqual(least);
    }),
    { numRuns: 40 },
  );
});
