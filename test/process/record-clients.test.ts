import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Report } from "../../src/report/report.ts";
import { createRepository, git, scratchFolder, write } from "../repositories/scratch-repository.ts";
import { promptcost, readText } from "./cli.ts";
import { policy } from "./policy.ts";

/**
 * `record --stub` with clients that are not ours: the official Python SDK, and curl. Then the time
 * gets into the system prompt by code alone.
 */
const isThere = (program: string): boolean =>
  spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;

/** A Python with the SDK; null, and said, where there is none or nothing can be installed. */
function installPython(): string | null {
  const folder = join(scratchFolder(), "venv");
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const steps = [
    ["python3", "-m", "venv", folder],
    [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "anthropic==2.14.0"],
  ];
  for (const [program = "", ...args] of steps) {
    const { status, stderr } = spawnSync(program, args, { encoding: "utf8", timeout: 150_000 });
    if (status === 0) continue;
    const why = (stderr ?? "").trim().split("\n").at(-1) ?? "";
    console.warn(`SKIPPED: the Python SDK is not to be had here (${program} ${args[1]}): ${why}`);
    return null;
  }
  return python;
}

async function check(root: string) {
  const { code, stdout } = await promptcost(root, [
    "check",
    "--as-of",
    "2026-11-24",
    "--json",
    "-",
  ]);
  const { scenarios } = Report.parse(JSON.parse(stdout));
  return { code, deltas: scenarios.map(({ deltaUsd }) => deltaUsd), scenarios };
}

/** Records, states traffic and a budget, and commits on main; a branch is what follows. */
async function recordMain(root: string, words: readonly string[]): Promise<void> {
  const recorded = await promptcost(root, ["record", "--stub", "--", ...words]);
  expect([recorded.code, recorded.stderr]).toEqual([0, expect.anything()]);
  const config = readText(root, "promptcost.yml").replace(
    /^( +)fixtures: .*$/m,
    "$&\n$1traffic: { runs: 90k/month }\n$1budget: { increase: { percent: 5, at-least: $10 } }",
  );
  write(root, { "promptcost.yml": config });
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "recorded");
  git(root, "checkout", "-q", "-b", "change");
  const again = await promptcost(root, ["record", "--stub", "--check", "--", ...words]);
  expect([again.code, git(root, "status", "--porcelain")]).toEqual([0, ""]);
}

/** What the time in the system prompt comes to. */
async function expectBrokenCache(root: string, words: readonly string[]): Promise<void> {
  // Nothing that a check reads is changed yet.
  expect((await check(root)).deltas).toEqual([null]);
  expect((await promptcost(root, ["record", "--stub", "--check", "--", ...words])).code).toBe(1);
  const recorded = await promptcost(root, ["record", "--stub", "--", ...words]);
  expect([recorded.code, recorded.stdout]).toEqual([
    0,
    expect.stringMatching(/changes by itself: a time in the system prompt/),
  ]);
  const { code, scenarios } = await check(root);
  expect(code).toBe(1);
  expect(Number(scenarios[0]?.deltaUsd)).toBeGreaterThan(100);
  expect(scenarios[0]?.causes.flatMap(({ changes }) => changes)).toContainEqual(
    expect.objectContaining({
      breaks: "system_changed",
      file: expect.stringMatching(/^fixtures\/recorded\/.*\.json$/),
      line: expect.any(Number),
      name: "time",
    }),
  );
}

const agent = `"""Answers customers."""
from pathlib import Path

from anthropic import Anthropic

client = Anthropic()


def system_prompt():
    return Path("prompts/policy.md").read_text().rstrip()


def answer(question):
    message = client.messages.create(
        model="claude-sonnet-5",
        max_tokens=300,
        system=[{"type": "text", "text": system_prompt(), "cache_control": {"type": "ephemeral"}}],
        messages=[{"role": "user", "content": question}],
    )
    return "".join(block.text for block in message.content if block.type == "text")


def stream(question):
    with client.messages.stream(
        model="claude-sonnet-5",
        max_tokens=300,
        system=[{"type": "text", "text": system_prompt(), "cache_control": {"type": "ephemeral"}}],
        messages=[{"role": "user", "content": question}],
    ) as events:
        return "".join(events.text_stream)
`;

const tests = `import unittest

from shop.agent import answer, stream


class Answers(unittest.TestCase):
    def test_answer(self):
        self.assertTrue(answer("May I send this back?"))

    def test_stream(self):
        self.assertTrue(stream("How long does it take?"))
`;

test("a Python application with the official SDK", { timeout: 240_000 }, async ({ skip }) => {
  const python = isThere("python3") ? installPython() : null;
  if (python === null) {
    console.warn("SKIPPED: no Python with the SDK, so `record` was not tried with it");
    skip("no Python with the SDK");
    return;
  }
  const root = createRepository({
    files: {
      ".gitignore": "__pycache__\n",
      "requirements.txt": "anthropic==2.14.0\n",
      "shop/__init__.py": "",
      "shop/agent.py": agent,
      "tests/__init__.py": "",
      "tests/test_agent.py": tests,
      "prompts/policy.md": policy,
    },
  });
  const found = await promptcost(root, ["init", "--dry-run"]);
  expect(found.stdout).toContain(
    "Found: anthropic in requirements.txt; messages.create in shop/agent.py:14; " +
      "messages.stream in shop/agent.py:24; prompts/policy.md; `python -m unittest`\n",
  );
  const words = [python, "-m", "unittest"];
  await recordMain(root, words);
  const recorded = git(root, "ls-files", "fixtures/recorded").split("\n");
  expect(recorded).toHaveLength(2);
  for (const file of recorded)
    expect(JSON.parse(readFileSync(join(root, file), "utf8"))).toMatchObject({
      exchanges: [{ request: { system: [{ text: { $file: "../../../prompts/policy.md" } }] } }],
    });
  const dated = agent
    .replace("from pathlib", "from datetime import datetime, timezone\nfrom pathlib")
    .replace(
      'return Path("',
      'return f"It is {datetime.now(timezone.utc).isoformat()}.\\n" + Path("',
    );
  write(root, { "shop/agent.py": dated });
  await expectBrokenCache(root, words);
});

const script = (system: string): string => `#!/bin/sh
set -e
printf '%s' "${system}" > system.tmp
cat prompts/policy.md >> system.tmp
node -e '
  const text = require("node:fs").readFileSync("system.tmp", "utf8");
  const system = [{ type: "text", text, cache_control: { type: "ephemeral" } }];
  const messages = [{ role: "user", content: "May I send this back?" }];
  process.stdout.write(JSON.stringify({ model: "claude-sonnet-5", max_tokens: 300, system, messages }));
' > body.tmp
curl --silent --show-error --fail "$ANTHROPIC_BASE_URL/v1/messages" \\
  --header "x-api-key: $ANTHROPIC_API_KEY" --header "anthropic-version: 2023-06-01" \\
  --header "content-type: application/json" --data @body.tmp > answer.tmp
grep -q '"type":"message"' answer.tmp
`;

test("curl", { timeout: 120_000 }, async ({ skip }) => {
  if (!isThere("curl")) {
    console.warn("SKIPPED: no curl here, so `record` was not tried with it");
    skip("no curl");
  }
  const root = createRepository({
    files: { ".gitignore": "*.tmp\n", "ask.sh": script(""), "prompts/policy.md": policy },
  });
  await recordMain(root, ["sh", "ask.sh"]);
  write(root, { "ask.sh": script("It is $(date -u +%FT%TZ). ") });
  await expectBrokenCache(root, ["sh", "ask.sh"]);
});
