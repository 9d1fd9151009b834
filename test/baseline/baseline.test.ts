import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  baselineText,
  entriesOf,
  parseBaseline,
  writeBaseline,
} from "../../src/baseline/baseline.ts";
import { createMemoryTree } from "../repositories/memory-tree.ts";
import { anyEntry, plainEntry } from "./entries.ts";

const ids = fc.stringMatching(/^[a-z"\\é\u2028-]{1,6}$/);
function reverseKeys<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).toReversed());
}

const anyBaseline = fc.array(fc.tuple(ids, anyEntry), { maxLength: 5 });

describe("the file", () => {
  test("is read back as it was written", () => {
    fc.assert(
      fc.property(anyBaseline, (list) => {
        const entries = new Map(list);
        const parsed = parseBaseline(writeBaseline(entries));
        expect(parsed.state).toBe("ok");
        if (parsed.state === "ok")
          expect(Object.fromEntries(parsed.entries)).toEqual(Object.fromEntries(entries));
      }),
    );
  });

  test("is the same bytes whatever the order of scenarios and keys", () => {
    fc.assert(
      fc.property(anyBaseline, (list) => {
        const entries = new Map(list);
        const backwards = new Map(
          [...entries].toReversed().map(
            ([id, one]) =>
              [
                id,
                {
                  ...one,
                  usd: reverseKeys(one.usd),
                  traffic:
                    one.traffic === null
                      ? null
                      : {
                          runsPerMonth: one.traffic.runsPerMonth,
                          arrivals: one.traffic.arrivals,
                        },
                },
              ] as const,
          ),
        );
        expect(writeBaseline(backwards)).toBe(writeBaseline(entries));
      }),
    );
  });

  test("looks like this", () => {
    const text = writeBaseline(new Map([["support-rag", plainEntry]]));
    expect(text).toMatchInlineSnapshot(
      `
      "{
        "scenario:support-rag": {
          "support-rag counter": "c1",
 ` +
        `         "support-rag engine": "1",
          "support-rag fees": ` +
        `{"webSearches":"0"},
          "support-rag hitRate": "0.99",
          ` +
        `"support-rag inputs": "i1",
          "support-rag models": ["claude-sonnet-5"],
   ` +
        `       "support-rag prices": "p1",
          "support-rag tokensByClass": ` +
        `{"cacheRead":"19140","cacheWrite1h":"0","cacheWrite5m":"0","input":"120","output":"310"},
 ` +
        `         "support-rag tokensByPart": ` +
        `{"messages":"120","output":"310","system":"18240","tools":"900"},
          ` +
        `"support-rag traffic": {"arrivals":"poisson","runsPerMonth":"200000"},
          ` +
        `"support-rag usd as-written": {"month":"1433.6","run":"0.007168"}
        },
       ` +
        ` "version": 1
      }
      "
    `,
    );
  });
});

describe("a file that is none", () => {
  const written = writeBaseline(new Map([["a", plainEntry]]));

  test("missing, empty, newer and corrupt are four states", () => {
    expect(parseBaseline(null).state).toBe("missing");
    expect(parseBaseline("").state).toBe("empty");
    expect(parseBaseline(" \n").state).toBe("empty");
    expect(parseBaseline('{"version":2,"anything":[]}').state).toBe("newer");
    expect(parseBaseline("{").state).toBe("corrupt");
    expect(parseBaseline("[]").state).toBe("corrupt");
    expect(parseBaseline("{}").state).toBe("corrupt");
    expect(parseBaseline('{"version":"1"}').state).toBe("corrupt");
    expect(parseBaseline('{"version":0}').state).toBe("corrupt");
    expect(parseBaseline('{"version":1,"other":{}}').state).toBe("corrupt");
    expect(parseBaseline('{"version":1}').state).toBe("ok");
  });

  test("a conflict's markers are corrupt", () => {
    expect(parseBaseline(written.replace("\n    ", "\n<<<<<<< HEAD\n    ")).state).toBe("corrupt");
  });

  test("every line that is lost, and every value of another type, makes it corrupt", () => {
    const lines = written.split("\n").filter((line) => line.startsWith("    "));
    expect(lines).toHaveLength(11);
    for (const line of lines) {
      expect(parseBaseline(written.replace(line, line.replace(/"a /, '"b '))).state, line).toBe(
        "corrupt",
      );
      expect(
        parseBaseline(written.replace(line, line.replace(/: .*?(,?)$/, ": 7$1"))).state,
        line,
      ).toBe("corrupt");
    }
    for (const figure of ["19140", "18240", "0.99", "1433.6", "0.007168", "200000"]) {
      expect(parseBaseline(written.replace(`"${figure}"`, '"many"')).state, figure).toBe("corrupt");
      expect(parseBaseline(written.replace(`"${figure}"`, '"-1.x"')).state, figure).toBe("corrupt");
    }
  });

  const prefix = "a ";
  const entry: Readonly<Record<string, unknown>> = Object.fromEntries(
    Object.entries(plainEntry).flatMap(([name, value]) =>
      name === "usd"
        ? [[`${prefix}usd as-written`, plainEntry.usd["as-written"]]]
        : [[`${prefix}${name}`, value]],
    ),
  );
  const stateOf = (over: Readonly<Record<string, unknown>>): string =>
    parseBaseline(JSON.stringify({ "scenario:a": { ...entry, ...over }, version: 1 })).state;
  const long = "9".repeat(60);

  test.each<[Readonly<Record<string, unknown>>, string]>([
    [{}, "ok"],
    [{ "a traffic": null, "a hitRate": null, "a models": [] }, "ok"],
    [{ "b counter": "c1" }, "corrupt"],
    [{ "a counter": 1 }, "corrupt"],
    [{ "a models": ["claude-opus-5", 7] }, "corrupt"],
    [{ "a models": "claude-opus-5" }, "corrupt"],
    [{ "a traffic": { arrivals: 1, runsPerMonth: "1" } }, "corrupt"],
    [{ "a traffic": { arrivals: "poisson", runsPerMonth: "x1" } }, "corrupt"],
    [{ "a traffic": { arrivals: "poisson", runsPerMonth: "1x" } }, "corrupt"],
    [{ "a traffic": { arrivals: "poisson", runsPerMonth: `${long}.${long}` } }, "ok"],
    [{ "a traffic": { arrivals: "poisson", runsPerMonth: `${long}9` } }, "corrupt"],
    [{ "a traffic": [] }, "corrupt"],
    [{ "a fees": { webSearches: 1 } }, "corrupt"],
    [{ "a fees": null }, "corrupt"],
    [{ "a tokensByClass": null }, "corrupt"],
    [{ "a usd as-written": null }, "corrupt"],
    [{ "a usd as-written": { month: null, run: "1" } }, "ok"],
    [{ "a usd as-written": { run: "1" } }, "corrupt"],
    [{ "a usd as-written": { month: 1, run: "1" } }, "corrupt"],
    [{ "a usd batch": { month: null, run: "-0.5" } }, "ok"],
    [{ "a usd batch": { month: null, run: null } }, "corrupt"],
    [{ "a usd batch": { month: null, run: ["1"] } }, "corrupt"],
    [{ "a usd batch": { month: null, run: "9".repeat(80) } }, "ok"],
    [{ "a usd batch": { month: null, run: "9".repeat(81) } }, "corrupt"],
  ])("an entry with %o is %s", (over, state) => expect(stateOf(over)).toBe(state));

  test.each(["null", "7", '"a"', "[]"])("an entry that is %s is corrupt", (value) =>
    expect(parseBaseline(`{ "scenario:a": ${value}, "version": 1 }`).state).toBe("corrupt"),
  );

  test("a version is a whole number", () => {
    for (const version of ["1.5", "2.5", "1e400", "null", "true", '"2"', "[2]"])
      expect(parseBaseline(`{ "version": ${version} }`).state, version).toBe("corrupt");
  });

  test("says nothing of any scenario", () => {
    for (const text of [null, "", "{", '{"version":2}'])
      expect(entriesOf(parseBaseline(text)).size).toBe(0);
    expect([...entriesOf(parseBaseline(written))]).toEqual([["a", plainEntry]]);
  });

  test("a link, a folder and no file are none; one that is no text is there, and empty", () => {
    const tree = createMemoryTree({
      "a.json": written,
      "link.json": { link: true },
      "folder.json/x": "",
    });
    expect(baselineText(tree, "a.json")).toBe(written);
    for (const path of ["link.json", "folder.json", "none.json"])
      expect(baselineText(tree, path)).toBeNull();
    expect(baselineText({ ...tree, text: () => null }, "a.json")).toBe("");
  });
});
