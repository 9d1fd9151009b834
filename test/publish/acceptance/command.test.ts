import { describe, expect, test } from "vitest";
import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { acceptForm, readCommands } from "../../../src/publish/acceptance/command.ts";

const dollar = 1_000_000_000_000n;
const line = "/promptcost accept support up-to $500: longer policy, agreed";

function whyOf(body: string): string | undefined {
  const [command] = readCommands(body);
  return command?.kind === "malformed" ? command.why : undefined;
}

describe("a command", () => {
  test("says which scenario, up to how much, why, and until when", () => {
    expect(readCommands(line)).toEqual([
      {
        kind: "accept",
        scenario: "support",
        upTo: [{ kind: "usd", usd: 500n * dollar, basis: null }],
        until: null,
        reason: "longer policy, agreed",
      },
    ]);
    expect(
      readCommands("Fine.\r\n/promptcost accept support up-to $500 until 2027-01-31: agreed\r\n"),
    ).toMatchObject([{ until: "2027-01-31", reason: "agreed" }]);
  });

  test.for([
    ["$500", 500n * dollar, null],
    ["500", 500n * dollar, null],
    ["$1,234,567.89", 123_456_789n * 10_000_000_000n, null],
    ["$500/month", 500n * dollar, "month"],
    ["$0.02/run", 20_000_000_000n, "run"],
  ] as const)("an amount: %s", ([written, usd, basis]) => {
    expect(readCommands(`/promptcost accept a up-to ${written}: x`)).toMatchObject([
      { upTo: [{ kind: "usd", usd, basis }] },
    ]);
  });

  test.for([
    "$0",
    "0.00",
    "-5",
    "$1,5",
    "$1e9",
    "$500k",
    "€500",
    "$1,00,000",
    "five",
    "",
    "$5/day",
  ])("no amount: %s", (written) => {
    expect(whyOf(`/promptcost accept a up-to ${written}: x`)).toBeDefined();
  });

  test("names with spaces, colons or quotes stand in quotes", () => {
    const names = [`"support rag"`, `'support rag'`, "`support rag`", "\u201csupport rag\u201d"];
    for (const name of names)
      expect(readCommands(`/promptcost accept ${name} up-to $5: x`)).toMatchObject([
        { scenario: "support rag" },
      ]);
    expect(readCommands(`/promptcost accept 'a: "b"' up-to $5: x`)).toMatchObject([
      { scenario: `a: "b"` },
    ]);
    expect(whyOf("/promptcost accept support rag up-to $5: x")).toContain("quotes");
  });

  test("tokens and models are accepted beside or in place of money", () => {
    expect(
      readCommands("/promptcost accept a tokens 3,000 model claude-opus-5 up-to $5: x"),
    ).toMatchObject([
      {
        upTo: [
          { kind: "tokens", tokens: 3000 },
          { kind: "model", model: "claude-opus-5" },
          { kind: "usd" },
        ],
      },
    ]);
    expect(whyOf("/promptcost accept a model gpt-5: x")).toContain("`model`");
    expect(whyOf("/promptcost accept a tokens 0: x")).toContain("`tokens`");
  });

  test("is taken back", () => {
    expect(readCommands("/promptcost revoke 'support rag'")).toEqual([
      { kind: "revoke", scenario: "support rag" },
    ]);
    expect(whyOf("/promptcost revoke")).toContain("no scenario");
  });

  test.for([
    ["/promptcost", "revoke"],
    ["/promptcost approve a up-to $5: x", "accept"],
    ["/promptcost accept", "scenario"],
    ["/promptcost accept a: x", "up to how much"],
    ["/promptcost accept a until 2027-01-31: x", "up to how much"],
    ["/promptcost accept a up-to $5", "reason"],
    ["/promptcost accept a up-to $5:", "reason"],
    ["/promptcost accept a up-to $5: \u200b\u2060", "reason"],
    ["/promptcost accept a up-to $5 because I say so", "reason"],
    ["/promptcost accept a up-to $5 until tomorrow: x", "`until`"],
    ["/promptcost accept a up-to $5 until 2027-02-30: x", "`until`"],
    ["/promptcost accept a up-to $5 up-to $500: x", "twice"],
  ] as const)("that is not understood says why: %s", ([body, why]) => {
    expect(whyOf(body)).toContain(why);
  });

  test("the form that is shown is one that is understood", () => {
    const shown = acceptForm.replace("<scenario>", "support").replace("<reason>", "agreed");
    expect(readCommands(shown)).toMatchObject([{ kind: "accept", scenario: "support" }]);
  });
});

describe("what is no command", () => {
  test.for([
    ["quoted", `> ${line}`],
    ["quoted, the line after", `> They wrote:\n${line}`],
    ["in a fence", `\`\`\`\n${line}\n\`\`\``],
    ["in a fence that says what it is", `\`\`\`text\n${line}\n\`\`\``],
    ["in a fence of tildes with backticks inside", `~~~\n\`\`\`\n${line}\n~~~`],
    ["in a longer fence", `\`\`\`\`\n\`\`\`\n${line}\n\`\`\`\``],
    ["in a fence that is never closed", `\`\`\`\n${line}`],
    ["in a fence of a list", `- \`\`\`\n  a\n${line}\n  \`\`\``],
    ["behind a fence too far in to close", `\`\`\`\n    \`\`\`\n${line}\n\`\`\``],
    ["behind a fence in a list that closes none", `\`\`\`\n- \`\`\`\n${line}\n\`\`\``],
    ["in the fence behind a list", `- \`\`\`\n  a\n\`\`\`\n${line}\n\`\`\``],
    ["in the fence behind code further in", `    \`\`\`\n\n\`\`\`\n${line}\n\`\`\``],
    ["in an element that quotes", `<blockquote>\n\n${line}\n\n</blockquote>`],
    ["in an element of code", `<code>\n${line}\n</code>`],
    ["taken back", `<del>\n\n${line}\n\n</del>`],
    ["in what is no text", `<![CDATA[\n${line}\n]]>`],
    ["behind other text", `Please write ${line}`],
    ["indented", `    ${line}`],
    ["in a list", `- ${line}`],
    ["in code", `\`${line}\``],
    ["in code over lines", `Write \`like so\n${line}\n\` for it`],
    ["in an HTML comment", `<!--\n${line}\n-->`],
    ["in an HTML comment that is never closed", `Hi <!-- x\n\n${line}`],
    ["in an element shown as it is", `<pre>\n${line}\n</pre>`],
    ["another word", line.replace("/promptcost", "/promptcosts")],
    ["a path", line.replace("/promptcost ", "/promptcost/")],
    ["behind what is not seen", `\u200b${line}`],
    ["ours", `<!-- promptcost 1 promptcost.yml 9c0 1 1 abc -->\n${line}`],
  ] as const)("%s", ([, body]) => {
    expect(readCommands(body)).toEqual([]);
  });

  test("but what follows is", () => {
    for (const before of [
      "> quoted\n\n",
      `\`\`\`\n${line}\n\`\`\`\n`,
      "  ```\n  x\n  ```\n\n",
      "1. so:\n\n   ```\n   x\n   ```\n\n",
      "- ```\n  x\n     ```\n\n",
      "```\n  x\n  ```\n",
      "```\n``\n````  \n",
      "<del>not</del> <code>x</code>\n",
      "<!-- hidden -->\n",
      "the `<!--` sign\n",
      "```not a fence``` at all\n",
      "<pre>x</pre>\n",
      "<!--\n-->\n",
    ])
      expect(readCommands(`${before}${line}`), before).toHaveLength(1);
  });
});

test("any text is read, and a command never says more than its lines do", () => {
  assert(
    property(
      array(
        oneof(
          constantFrom(line, "```", "~~~", "> x", "", "<!--", "-->", "`", "<pre>", "</pre>"),
          string(),
        ),
      ),
      (lines) => {
        const body = lines.join("\n");
        const commands = readCommands(body);
        const given = body.split(/\r\n|\n|\r/).filter((each) => /^\/promptcost(\s|$)/i.test(each));
        expect(commands.length).toBeLessThanOrEqual(given.length);
      },
    ),
  );
});
