import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canary, leaks, places } from "../canary-places.ts";
import {
  commitAll,
  createRepository,
  write,
  type Files,
} from "../repositories/scratch-repository.ts";
import { run } from "./typed.ts";

const request = {
  model: "claude-sonnet-5",
  max_tokens: 100,
  messages: [{ role: "user", content: "Hi" }],
};
const nameOf = (place: string): string => `f/${place.replaceAll(/\W+/g, "-")}.json`;

function fixtureWith(over: object): unknown {
  return { request: { ...request, ...over }, expect: { output_tokens: 10 } };
}

const main: Files = {
  "promptcost.yml": 'scenarios: { all: { fixtures: "f/*.json", traffic: { runs: 1000/month } } }\n',
  "s.json": { s: canary },
  "f/plain.json": fixtureWith({}),
};

/** Each command as text and in JSON, with what it leaves in the baseline. */
async function sayAll(
  root: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const said = new Map<string, string>();
  const type = async (words: readonly string[], json = ["--json"]): Promise<void> => {
    for (const all of [words, [...words, ...json]]) {
      const { out, err } = await run(root, ...all);
      expect(err, all.join(" ")).not.toContain("--help");
      said.set(all.join(" "), out + err);
    }
  };
  await type(["check"], ["--json", "-"]);
  await type(["explain", "all"]);
  for (const command of ["count", "bill", "simulate"]) await type([command, ...files]);
  await type(["update", "--check"]);
  return said;
}

function leaking(said: ReadonlyMap<string, string>): readonly string[] {
  return [...said].flatMap(([words, text]) => leaks(text).map((part) => `${words}: ${part}`));
}

describe("what a prompt says is in no command's words", () => {
  test("each place by itself", async () => {
    const root = createRepository({ files: main });
    const files = Object.entries(places).map(([place, over]) => [nameOf(place), fixtureWith(over)]);
    write(root, Object.fromEntries(files));
    const said = await sayAll(root, Object.keys(places).map(nameOf));
    expect(leaking(said)).toEqual([]);
    for (const text of said.values()) expect(text).not.toBe("");
  });

  test("those that are projected: in the baseline and its history too", async () => {
    const root = createRepository({ files: main });
    const whole: string[] = [];
    for (const [place, over] of Object.entries(places)) {
      // What is counted as a model of no name has no price.
      if (place === "model") continue;
      write(root, { [nameOf(place)]: fixtureWith(over) });
      if ((await run(root, "count", nameOf(place))).code === 0) whole.push(nameOf(place));
      else write(root, { [nameOf(place)]: null });
    }
    expect(whole.length).toBeGreaterThan(5);
    expect((await run(root, "update")).code).toBe(0);
    commitAll(root, "baseline");
    const said = new Map(await sayAll(root, whole));
    for (const words of [["history"], ["history", "--json"]]) {
      const { code, out, err } = await run(root, ...words);
      expect(code).toBe(0);
      said.set(words.join(" "), out + err);
    }
    said.set("baseline", readFileSync(join(root, ".promptcost/baseline.json"), "utf8"));
    expect(leaking(said)).toEqual([]);
  });
});
