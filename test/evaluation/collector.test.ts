import { describe, expect, test } from "vitest";
import { createProblemCollector, oncePerFile } from "../../src/evaluation/collector.ts";
import { nowhere, placeIn, problem } from "../../src/problem.ts";

const note = (file: string) => problem("server-completes-input", placeIn(file), { what: "mcp" });
const error = (file: string) =>
  problem("config-not-found", placeIn(file), { file: "promptcost.yml", kind: "missing" });

describe("problems that say the same", () => {
  test("are kept once, in the order they come, and only those are looked up", () => {
    const collector = createProblemCollector(({ code }) => code);
    const lookedUp: string[] = [];
    const place = (found: ReturnType<typeof note>) => {
      lookedUp.push(found.file ?? "");
      return { ...found, line: 7 };
    };
    collector.add([note("a"), error("b"), note("c")], place);
    collector.add([error("d")], place);
    expect(collector.problems.map(({ code, file, line }) => [code, file, line])).toEqual([
      ["server-completes-input", "a", 7],
      ["config-not-found", "b", 7],
    ]);
    expect(lookedUp).toEqual(["a", "b"]);
  });

  test("are all kept where there is no key", () => {
    const collector = createProblemCollector(() => null);
    collector.add([note("a"), note("a")]);
    expect(collector.problems).toHaveLength(2);
  });

  test("are not even made again under a key of one's own", () => {
    const collector = createProblemCollector(({ code }) => code);
    let made = 0;
    const make = () => {
      made += 1;
      return note("a");
    };
    collector.addOnce("k", make);
    collector.addOnce("k", make);
    expect([made, collector.problems.length]).toEqual([1, 1]);
  });

  test("once per file: every error, a note once for each file", () => {
    const collector = createProblemCollector(oncePerFile);
    collector.add([note("a"), note("a"), note("b"), error("a"), error("a")]);
    expect(collector.problems.map(({ code, file }) => [code, file])).toEqual([
      ["server-completes-input", "a"],
      ["server-completes-input", "b"],
      ["config-not-found", "a"],
      ["config-not-found", "a"],
    ]);
    expect(oncePerFile({ ...note("a"), ...nowhere })).not.toBeNull();
  });
});
