import { describe, expect, expectTypeOf, test } from "vitest";
import { readArguments } from "../../src/cli/arguments.ts";
import type { Refusal } from "../../src/cli/options.ts";
import { commandSpecs, type ArgumentsOf, type CommandName } from "../../src/cli/usage.ts";

function read<Name extends CommandName>(
  name: Name,
  words: readonly string[],
): Refusal | "help" | ArgumentsOf<Name> {
  const reading = readArguments(name, commandSpecs[name], words);
  if (reading === "help") return reading;
  return "refused" in reading ? reading.refused : reading.args;
}

function parse<Name extends CommandName>(name: Name, words: readonly string[]): ArgumentsOf<Name> {
  const args = read(name, words);
  if (args === "help" || "text" in args) throw new Error(JSON.stringify(args));
  return args;
}

function refused(name: CommandName, ...words: readonly string[]): unknown {
  return read(name, words);
}

describe("a command's arguments have the types of its table", () => {
  test("flags, values, operands", () => {
    const args = parse("check", ["--dry", "--base", "main", "--as-of=2026-11-24"]);
    expectTypeOf(args.option("dry")).toEqualTypeOf<boolean>();
    expectTypeOf(args.option("base")).toEqualTypeOf<string | null>();
    expectTypeOf(args.operands).toEqualTypeOf<null>();
    expect([args.option("dry"), args.option("base"), args.option("as-of")]).toEqual([
      true,
      "main",
      "2026-11-24",
    ]);
    expect(args.option("config")).toBe(null);
    // @ts-expect-error -- an option that the table does not have
    expect(() => args.option("bse")).toThrow(TypeError);
  });

  test("choices, numbers, names", () => {
    const args = parse("replay", ["a", "--only", "stale", "--times", "3", "--unbounded", "b,,c"]);
    expectTypeOf(args.option("only")).toEqualTypeOf<"missing" | "stale" | "all" | null>();
    expectTypeOf(args.option("times")).toEqualTypeOf<number>();
    expectTypeOf(args.operands).toEqualTypeOf<readonly string[]>();
    expect(args.option("only")).toBe("stale");
    expect([args.option("times"), args.option("concurrency")]).toEqual([3, 4]);
    expect(args.option("unbounded")).toEqual(["b", "c"]);
    expect(args.operands).toEqual(["a"]);
    expect(parse("replay", []).option("unbounded")).toEqual([]);
    expect(parse("explain", ["a"]).operands).toBe("a");
  });
});

describe("another program's words", () => {
  test("stand behind `--`, and are left as they are", () => {
    const words = ["npm", "test", "--", "--watch", "--stub", "-h", ""];
    const args = parse("record", ["--stub", "--new=fail", "--timeout", "90", "--", ...words]);
    expectTypeOf(args.option("new")).toEqualTypeOf<"echo" | "fail" | null>();
    expectTypeOf(args.option("timeout")).toEqualTypeOf<number | null>();
    expect(args.operands).toEqual(words);
    expect([args.option("stub"), args.option("new"), args.option("timeout")]).toEqual([
      true,
      "fail",
      90,
    ]);
    expect(parse("record", ["--", "sh"]).option("port")).toBeNull();
  });

  test("are asked for where there are none, or `--` was left out", () => {
    expect(refused("record")).toMatchObject({ text: "`record` needs -- CMD…" });
    expect(refused("record", "--stub", "--")).toMatchObject({ text: "`record` needs -- CMD…" });
    expect(refused("record", "npm", "test")).toMatchObject({
      text: "`record` runs what stands behind `--`: promptcost record -- npm …",
    });
    expect(refused("record", "npm", "--", "test")).toMatchObject({
      text: "`record` takes nothing before `--` but its options",
    });
    expect(read("record", ["--help"])).toBe("help");
    expect(refused("record", "--port", "70000", "--", "x")).toMatchObject({
      text: "`--port` is a number from 1 to 65535",
    });
    expect(refused("record", "--timeout", "soon", "--", "x")).toMatchObject({
      text: "`--timeout` is a number from 1 to 86400",
    });
  });
});

describe("what is refused", () => {
  test.each<[CommandName, string[], string]>([
    ["check", ["x"], "`check` takes no arguments, but was given 1"],
    ["count", [], "`count` needs FILES"],
    ["explain", [], "`explain` needs SCENARIO"],
    ["explain", ["a", "b"], "`explain` takes one SCENARIO"],
    ["bill", ["x", "--as-of", "2026-02-30"], "`--as-of` takes a day such as 2026-11-24"],
    ["check", ["--bse", "main"], "Unknown option '--bse'"],
  ])("%s %j", (name, words, text) => {
    expect(refused(name, ...words)).toEqual({ text, complete: false, unknown: null });
  });

  test("a word that is none of the choices, with those there are", () => {
    expect(refused("replay", "--only", "stael")).toEqual({
      text: "`--only` is missing, stale or all",
      complete: true,
      unknown: { name: "stael", known: ["missing", "stale", "all"] },
    });
  });

  test.each(["0", "65", "1.5", "", "x"])("a number that is none from 1 to 64: %j", (value) => {
    expect(refused("replay", "--times", value)).toMatchObject({
      text: "`--concurrency` and `--times` are numbers from 1 to 64",
    });
  });

  test("nothing where help is asked for", () => {
    expect(refused("explain", "--help")).toBe("help");
    expect(refused("replay", "--only", "x", "--help")).toBe("help");
  });
});
