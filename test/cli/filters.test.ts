import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Report } from "../../src/report/report.ts";
import { commitAll, createRepository, git, write } from "../repositories/scratch-repository.ts";
import { run } from "./typed.ts";

/** What `check` says of prompts that git does not store as they are read. */
async function check(folder: string) {
  const { code, out } = await run(folder, "check", "--as-of", "2026-11-24", "--json", "-");
  const report = Report.parse(JSON.parse(out));
  const problems = report.problems.filter(({ severity }) => severity !== "note");
  return { code, report, problems };
}

const text = `${"Always answer politely and cite the policy. ".repeat(300)}\n`;
const files = {
  "promptcost.yml":
    "scenarios:\n  a:\n    fixtures: first.json\n    traffic: { runs: 100k/month }\n" +
    "    budget: { increase: { percent: 5, at-least: $10 } }\n",
  "first.json": {
    request: {
      model: "claude-sonnet-5",
      max_tokens: 300,
      system: [{ type: "text", text: { $file: "prompts/policy.md" } }],
      messages: [{ role: "user", content: "How many days off do I have?" }],
    },
    expect: { output_tokens: 100 },
  },
};

/** The files as if nothing were filtered, on a branch: the figures that are right. */
async function plain(prompt: string) {
  const root = createRepository({ files: { ...files, "prompts/policy.md": text } });
  git(root, "checkout", "-q", "-b", "change");
  write(root, { "README.md": "x" });
  commitAll(root, "readme only");
  write(root, { "prompts/policy.md": prompt });
  return (await check(root)).report.totals;
}

/** A repository with a filter, on a branch; nothing has changed yet. */
function filtered(
  attributes: string,
  settings: Readonly<Record<string, string>>,
  contents: Readonly<Record<string, unknown>> = { ...files, "prompts/policy.md": text },
): string {
  const root = createRepository({ files: { ".gitattributes": `${attributes}\n` } });
  for (const [name, value] of Object.entries(settings)) git(root, "config", name, value);
  write(root, contents);
  commitAll(root, "stored");
  git(root, "checkout", "-q", "-b", "change");
  return root;
}

const rot13 = {
  "filter.rot13.smudge": "tr A-Za-z N-ZA-Mn-za-m",
  "filter.rot13.clean": "tr A-Za-z N-ZA-Mn-za-m",
  "filter.rot13.required": "true",
};

describe("a filter of git's settings", () => {
  test.each(["prompts/*.md", "*.json", "promptcost.yml", "*"])("on %s", async (pattern) => {
    const all =
      pattern === "*" ? "promptcost.yml filter=rot13\n*.md filter=rot13\n*.json" : pattern;
    const root = filtered(`${all} filter=rot13`, rot13);
    write(root, { "README.md": "x" });
    commitAll(root, "readme only");
    const same = await check(root);
    expect([same.code, same.problems]).toEqual([0, []]);
    expect(same.report.totals).toEqual(await plain(text));
    expect(same.report.scenarios[0]?.state).toBe("unchanged");
    write(root, { "prompts/policy.md": `${text}One more sentence.\n` });
    const changed = await check(root);
    expect(changed.report.totals).toEqual(await plain(`${text}One more sentence.\n`));
    expect(changed.code).toBe(0);
  });
});

/** `clean` of Git LFS by hand: the store has the text, git the pointer. */
function pointerTo(root: string, content: string): string {
  const id = createHash("sha256").update(content).digest("hex");
  const folder = join(root, ".git/lfs/objects", id.slice(0, 2), id.slice(2, 4));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, id), content);
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${id}\nsize ${content.length}\n`;
}

describe("Git LFS", () => {
  const withPointers = () => {
    const root = filtered("prompts/*.md filter=lfs -text", {}, files);
    write(root, { "prompts/policy.md": pointerTo(root, text) });
    commitAll(root, "pointer");
    git(root, "branch", "-f", "main");
    return root;
  };

  test("the objects are here: the text counts, on both sides", async () => {
    const root = withPointers();
    write(root, { "README.md": "x" });
    commitAll(root, "readme only");
    const same = await check(root);
    expect([same.code, same.report.totals]).toEqual([0, await plain(text)]);
    const longer = `${text}One more sentence.\n`;
    // As a checkout has it that Git LFS wrote, and as one that it did not.
    for (const content of [longer, pointerTo(root, longer)]) {
      write(root, { "prompts/policy.md": content });
      const changed = await check(root);
      expect([changed.code, changed.report.totals]).toEqual([0, await plain(longer)]);
    }
  });

  test("no object is here: a problem that names the file, and no figure, whatever changed", async () => {
    const root = withPointers();
    rmSync(join(root, ".git/lfs"), { recursive: true });
    write(root, { "README.md": "x" });
    const { code, report, problems } = await check(root);
    expect([code, report.verdict, report.totals.monthlyUsd]).toEqual([2, "error", null]);
    expect(problems.map((found) => [found.code, found.file, found.line])).toEqual([
      ["content-lfs-pointer", "first.json", 9],
    ]);
    expect(problems[0]?.message).toContain("`prompts/policy.md`");
  });

  test("main's object is not here: an error that names commit and file, never a comparison", async () => {
    const root = withPointers();
    rmSync(join(root, ".git/lfs"), { recursive: true });
    write(root, { "prompts/policy.md": `${text}One more sentence.\n` });
    const { code, report, problems } = await check(root);
    expect([code, report.verdict, report.totals.deltaUsd]).toEqual([2, "error", null]);
    expect(problems.map((found) => found.code)).toEqual(["content-lfs-pointer"]);
    const base = git(root, "rev-parse", "main").slice(0, 7);
    expect(problems[0]?.message).toContain(`In commit ${base}: \`prompts/policy.md\``);
  });

  test("a prompt that moves into Git LFS costs the same", async () => {
    const root = createRepository({ files: { ...files, "prompts/policy.md": text } });
    git(root, "checkout", "-q", "-b", "change");
    write(root, {
      ".gitattributes": "prompts/*.md filter=lfs -text\n",
      "prompts/policy.md": pointerTo(root, text),
    });
    commitAll(root, "moved");
    const { code, report } = await check(root);
    expect([code, report.totals.deltaUsd]).toEqual([0, "0"]);
  });
});

test("git-crypt, locked: a problem that names the file", async () => {
  const root = createRepository({ files });
  mkdirSync(join(root, "prompts"));
  writeFileSync(join(root, "prompts/policy.md"), Buffer.from("\0GITCRYPT\0abc", "latin1"));
  commitAll(root, "locked");
  const { code, problems } = await check(root);
  expect([code, problems.map((found) => found.code)]).toEqual([2, ["content-encrypted"]]);
});

test("a filter that is not set up here: counted as it stands, with a warning that names the file", async () => {
  const root = filtered("prompts/*.md filter=rot13", rot13);
  git(root, "config", "--remove-section", "filter.rot13");
  const { code, problems } = await check(root);
  expect(code).toBe(0);
  expect(problems.map((found) => [found.code, found.file])).toEqual([
    ["content-filter-unknown", "prompts/policy.md"],
  ]);
});
