import { expect, test } from "vitest";
import {
  cleanName,
  code,
  escapeMarkdown,
  linkToLine,
  sentence,
} from "../../../src/report/views/markdown.ts";
import { utf8Length } from "../../../src/utf8.ts";

test.for([
  ["support-rag", "`support-rag`"],
  ["promptcost explain a", "`promptcost explain a`"],
  ["a|b", "<code>a&#124;b</code>"],
  ["`", "<code>&#96;</code>"],
  ["<img src=x>", "<code>&#60;img src&#61;x&#62;</code>"],
  // Inside a code tag markdown goes on: emphasis, and links of bare addresses.
  ["_y_ *z* |", "<code>&#95;y&#95; &#42;z&#42; &#124;</code>"],
  ["| www.evil.example http://x", "<code>&#124; www&#46;evil.example http&#58;//x</code>"],
  ["価格 表", "<code>価格 表</code>"],
  ["", "<code></code>"],
] as const)("as code: %s", ([name, markdown]) => {
  expect(code(name)).toBe(markdown);
});

test.for([
  ["@octocat fixes #12", "@&#8203;octocat fixes #&#8203;12"],
  ["[l](http://x) www.x.y", "&#91;l&#93;(http&#58;&#8203;//x) www&#46;&#8203;x.y"],
  ["GH-1 gh-22 XGH-1 GHSA-1a", "GH-&#8203;1 gh-&#8203;22 XGH-1 GHSA-&#8203;1a"],
  ["a/b#1 a/b@abcdef0", "a/b#&#8203;1 a/b@&#8203;abcdef0"],
  [
    ":x: a:+1: f.md:100: f.md:12: 14:02",
    "&#58;&#8203;x: a&#58;&#8203;+1: f.md&#58;&#8203;100: f.md:12: 14:02",
  ],
  ["$x$ but $5 and $0.10", "&#36;x&#36; but $5 and $0.10"],
  ["a_b*c`d~e|f<g>&h!i\\", "a&#95;b&#42;c&#96;d&#126;e&#124;f&#60;g&#62;&#38;h&#33;i&#92;"],
  ["one\n\n# two", "one # two"],
  ["a\u200bb\u202ec\u{e0041}d\ud800", "a\u00b7b\u00b7c\u00b7d\ufffd"],
  ["❤️", "❤️"],
] as const)("as text: %s", ([text, markdown]) => {
  expect(escapeMarkdown(text)).toBe(markdown);
});

test("a message keeps its code, and an odd backtick is one", () => {
  expect(sentence("Use `a|b`, not @c.")).toBe("Use <code>a&#124;b</code>, not @&#8203;c.");
  expect(sentence("one ` left")).toBe("one &#96; left");
});

test("a name is cut in the middle", () => {
  const long = cleanName(`${"a".repeat(100)}${"🧮".repeat(100)}`);
  expect(Array.from(long)).toHaveLength(120);
  expect(long).toMatch(/^a{70}…🧮{49}$/u);
});

test("links lead to a line at a commit, or nowhere", () => {
  const links = { repository: "https://github.com/acme/shop", head: "abcdef1" };
  expect(linkToLine(links, { file: "a b/(c)'s.yml", line: 3 })).toBe(
    "https://github.com/acme/shop/blob/abcdef1/a%20b/%28c%29%27s.yml#L3",
  );
  expect(linkToLine(links, { file: "p.md", line: 3 })).toBe(
    "https://github.com/acme/shop/blob/abcdef1/p.md?plain=1#L3",
  );
  expect(linkToLine(links, { file: "x\ud800.md", line: null })).toBe(
    "https://github.com/acme/shop/blob/abcdef1/x%EF%BF%BD.md",
  );
  for (const bad of [
    { ...links, repository: "javascript:alert(1)" },
    { ...links, repository: "https://x/) [y](z" },
    { ...links, head: "main" },
    { repository: null, head: null },
  ])
    expect(linkToLine(bad, { file: "a", line: 1 })).toBeNull();
  expect(linkToLine(links, { file: null, line: null })).toBeNull();
});

test("bytes are UTF-8's", () => {
  for (const text of ["", "a", "é", "価", "🧮", "\ud800", "🧮\ud83e"])
    expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
});
