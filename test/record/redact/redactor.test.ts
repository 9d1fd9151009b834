import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSearch, longestFound } from "../../../src/pattern-search.ts";
import { patternFaults, readPattern } from "../../../src/search-pattern.ts";
import { createRedactor, redactValue } from "../../../src/record/redact/redactor.ts";

const redact = createRedactor([]);
const glue = "";
/** Built from pieces, so that nobody's scanner takes this file for a leak. */
const tail = "Ab3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0iL3oR6uX9a";
const keys: Readonly<Record<string, string>> = {
  Anthropic: `sk-${glue}ant-api03-${tail}${tail}-AA`,
  OpenAI: `sk-${glue}proj-${tail}`,
  "AWS id": `AKIA${glue}IOSFODNN7EXAMPLE`,
  "AWS secret": `aws_secret_access_key = ${tail}`,
  GitHub: `ghp_${tail.slice(0, 36)}`,
  "GitHub, fine-grained": `github_pat_${tail}`,
  Slack: `xoxb-${glue}123456789012-${tail}`,
  Google: `AIza${tail.slice(0, 35)}`,
  JWT: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${tail}`,
  bearer: `Authorization: Bearer ${tail}`,
  "private key": `-----BEGIN RSA ${glue}PRIVATE KEY-----\n${tail}\n${tail}\n-----END RSA ${glue}PRIVATE KEY-----`,
  "cut private key": `-----BEGIN ${glue}PRIVATE KEY-----\n${tail}\n${tail}`,
  password: "postgres://app:hunter2hunter2@db.example/app",
};

describe("what looks like a key", () => {
  test.each(Object.entries(keys))("%s: is replaced, in as many characters", (_name, key) => {
    const text = `use ${key} here`;
    const redacted = redact(text);
    expect(redacted).not.toContain(tail.slice(0, 30));
    expect(redacted).not.toBe(text);
    expect(redacted).toHaveLength(text.length);
    expect(redacted.startsWith("use ") && redacted.endsWith(" here")).toBe(true);
    expect(redact(redacted)).toBe(redacted);
  });

  test("no scanner finds a key in what replaces it", () => {
    expect(redact(keys["Anthropic"] ?? "")).toMatch(/^redacted/);
    expect(redact(keys["GitHub"] ?? "")).not.toContain("ghp_");
  });

  test.each([
    "A task-oriented skill: risk-averse, desk-bound, disk-usage-report-for-everybody-else",
    "toolu_01A09q90qw90lq917835lq9",
    "msg_013Zva2CMHLNnjNjtqn1D",
    "the bearer of this letter",
    "https://example.com:8443/path@2",
    "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
  ])("not: %s", (text) => {
    expect(redact(text)).toBe(text);
  });

  test("a long text without an end takes no longer than its length", () => {
    const bait = `-----BEGIN ${glue}PRIVATE KEY-----`.repeat(2_000);
    expect(redact(bait).length).toBe(bait.length);
  });
});

describe("patterns of the config", () => {
  const by = (pattern: string, text: string): string => createRedactor([pattern])(text);

  test("replace by characters of the same kind", () => {
    expect(by("ACCT-[0-9]{4}", "of ACCT-1234.")).toBe("of XXXX-0000.");
    expect(by("[\\w.]+@example\\.com", "to jane.doe@example.com today")).toMatch(
      /^to redacted@[a-z]{7}\.[a-z]{3} today$/,
    );
  });

  test("the longest text at a place is found, the first place first", () => {
    const found = (pattern: string, text: string): readonly string[] => {
      const read = readPattern(pattern);
      if (typeof read === "string") throw new Error(read);
      return createSearch(read)(text).map(({ from, until }) => text.slice(from, until));
    };
    expect(found("a|ab|abc", "xabcab")).toEqual(["abc", "ab"]);
    expect(found("\\bcat\\b", "cat concat cat_ cat")).toEqual(["cat", "cat"]);
    expect(found("(?:ab)+c?", "ababcab")).toEqual(["ababc", "ab"]);
    expect(found("[^a-c\\s]{2,3}", "abdefg hi")).toEqual(["def", "hi"]);
    expect(found("x{2}y{0,1}", "xxy xx xyx")).toEqual(["xxy", "xx"]);
    expect(found("\\u00e9+", "caféé")).toEqual(["éé"]);
    expect(found("a+", "a".repeat(longestFound + 1))).toHaveLength(2);
  });

  test("say what JavaScript's own expressions say", () => {
    const piece = fc.constantFrom("a", "b", "[ab]", "(?:ab|c)", "\\w", "[^a]", "\\bc", "(a|b)");
    const pattern = fc
      .array(fc.tuple(piece, fc.constantFrom("", "", "+", "{2}", "{1,3}")), {
        minLength: 1,
        maxLength: 4,
      })
      .map((parts) => parts.map(([part, times]) => part + times).join(""));
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 30 });
    fc.assert(
      fc.property(pattern, text, (written, searched) => {
        const read = readPattern(written);
        if (typeof read === "string") throw new Error(read);
        const [first] = createSearch(read)(searched);
        expect(first?.from ?? null).toBe(new RegExp(written).exec(searched)?.index ?? null);
      }),
    );
  });

  test.each([
    ["(a", "syntax"],
    ["a)", "syntax"],
    ["[a", "syntax"],
    ["a\\", "syntax"],
    ["*", "syntax"],
    ["(?=a)", "group"],
    ["^a", "anchor"],
    ["a$", "anchor"],
    ["a+?", "lazy"],
    ["(a+)\\1", "escape"],
    ["a{201}", "repeat"],
    ["((a{200}){200}){200}", "size"],
    ["a*", "empty"],
    ["", "empty"],
    ["\\b", "empty"],
  ] as const)("%s: is refused (%s)", (pattern, fault) => {
    expect(readPattern(pattern)).toBe(fault);
    expect(patternFaults[fault]).not.toBe("");
  });

  test("what makes a backtracking search hang ends at once", () => {
    expect(by("(a+)+b", "a".repeat(5_000))).toBe("a".repeat(5_000));
    expect(by("(a|a)*b", "a".repeat(5_000))).toBe("a".repeat(5_000));
  });
});

test("any value: the same shape, and once is enough", () => {
  const both = createRedactor(["secret\\d+"]);
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom("secret12", keys["GitHub"] ?? ""),
      (value, secret) => {
        const given = JSON.parse(JSON.stringify({ [secret]: value, list: [value, ` ${secret} `] }));
        const once = redactValue(given, both);
        expect(JSON.stringify(once)).not.toContain(secret);
        expect(redactValue(once, both)).toEqual(once);
      },
    ),
  );
});
