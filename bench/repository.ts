/**
 * Real git repositories for `check`, in a scratch folder: fixtures, a config, a baseline, one
 * commit.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { hashInput } from "../src/fixture/input-hash.ts";
import { digest } from "../src/io/hash.ts";
import { isObject, type Json, type JsonObject } from "../src/json.ts";
import { findModel } from "../src/models/lookup.ts";
import { countedText, type Random } from "./text.ts";

/**
 * Recorded exchanges, taken evenly from the corpus, a file each, a scenario per source. Longer
 * system prompts stand in files of their own, equal ones in one; gives the path of that which most
 * exchanges use.
 */
export function writeRecorded(
  folder: string,
  options: {
    readonly corpus: string;
    readonly cli: string;
    readonly pdfs: boolean;
    readonly count: number;
  },
): string | null {
  const { corpus, cli, pdfs, count } = options;
  if (!existsSync(corpus)) return null;
  const lines = recordings(corpus, pdfs);
  const prompts = new Map<string, { readonly path: string; uses: number }>();
  const scenarios = new Set<string>();
  if (lines.length < count) throw new Error(`the corpus has only ${String(lines.length)} of them`);
  for (let index = 0; index < count; index += 1) {
    const line = lines[Math.floor((index * lines.length) / count)] ?? {};
    const { request, response, source } = line;
    if (!isObject(request) || typeof source !== "string" || response === undefined)
      throw new Error("the corpus has another form");
    const scenario = source.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
    scenarios.add(scenario);
    const { system } = request;
    let body: JsonObject = request;
    if (isPlainSystem(system)) {
      const prompt = prompts.get(system) ?? { path: `prompts/${String(prompts.size)}.md`, uses: 0 };
      if (prompt.uses === 0) put(folder, prompt.path, `${system}\n`);
      prompt.uses += 1;
      prompts.set(system, prompt);
      body = { ...request, system: { $file: `../../${prompt.path}` } };
    }
    const inputHash = hashInput({ body: request, betas: [] }, digest);
    const fixture: JsonObject = { request: body, recorded: { inputHash, response } };
    put(
      folder,
      `fixtures/${scenario}/${String(index).padStart(4, "0")}.json`,
      JSON.stringify(fixture),
    );
  }
  put(folder, "promptcost.yml", configOf([...scenarios].sort(), "*.json"));
  commitAll(folder, cli);
  return [...prompts.values()].sort((a, b) => b.uses - a.uses)[0]?.path ?? null;
}

/** Requests to models that have prices; without PDFs, or with them. */
function recordings(corpus: string, pdfs: boolean): readonly JsonObject[] {
  return readdirSync(corpus)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .flatMap((name) => readLines(join(corpus, name)))
    .filter(({ endpoint, batch, request }) => {
      if (endpoint !== "messages" || batch === true || !isObject(request)) return false;
      const { model } = request;
      return (
        typeof model === "string" &&
        findModel(model) !== null &&
        (pdfs || !JSON.stringify(request).includes("application/pdf"))
      );
    });
}

function readLines(path: string): readonly JsonObject[] {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .flatMap((line) => {
      const value: Json = JSON.parse(line);
      return isObject(value) ? [value] : [];
    });
}

/** A system prompt that can stand in a file and come out the same. */
function isPlainSystem(value: Json | undefined): value is string {
  return typeof value === "string" && value.length > 100 && !/\{[{%]|\r|\n$|^\uFEFF/.test(value);
}

function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function configOf(scenarios: readonly string[], pattern: string): string {
  return [
    "scenarios:",
    ...scenarios.map((name) =>
      [
        `  ${name}:`,
        `    fixtures: fixtures/${name}/${pattern}`,
        "    traffic: { runs: 200k/month }",
        "    variants: [no-cache, cache-1h, batch]",
        "    budget: { monthly: $90000000, increase: { percent: 5, at-least: $10 }, action: warn }",
      ].join("\n"),
    ),
    "",
  ].join("\n");
}

/** Commits what is there, with the baseline that `update` makes of it, as main has it. */
function commitAll(folder: string, cli: string): void {
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "-m", "main");
  execFileSync(process.execPath, [cli, "update", "--as-of", "2026-11-24"], {
    cwd: folder,
    stdio: "pipe",
  });
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "-m", "baseline");
  // What was written in the same second as the index is looked at again by every later call of git.
  git(folder, "status");
}

function git(folder: string, ...words: readonly string[]): void {
  const settings = [
    "-c",
    "user.name=bench",
    "-c",
    "user.email=bench@example.org",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "core.autocrlf=false",
  ];
  execFileSync("git", ["-C", folder, ...settings, ...words], { stdio: "pipe" });
}

/**
 * Scenarios of exchanges of made-up text, each a file; `shared` is the part of each that is the
 * scenario's system prompt.
 */
export function writeMadeUp(
  folder: string,
  options: {
    readonly cli: string;
    readonly scenarios: number;
    readonly exchanges: number;
    readonly tokens: number;
    readonly shared: number;
    readonly random: Random;
  },
): string {
  const { random, tokens, shared } = options;
  const names = Array.from(
    { length: options.scenarios },
    (_, index) => `s${String(index).padStart(2, "0")}`,
  );
  for (const name of names) {
    const system = countedText(random, tokens * shared);
    if (system !== "") put(folder, `prompts/${name}.md`, `${system}\n`);
    for (let index = 0; index < options.exchanges; index += 1) {
      const request: JsonObject = {
        model: "claude-sonnet-4-5",
        max_tokens: 1024,
        ...(system === ""
          ? {}
          : {
              system: [
                {
                  type: "text",
                  text: { $file: `../../prompts/${name}.md` },
                  cache_control: { type: "ephemeral" },
                },
              ],
            }),
        messages: [{ role: "user", content: countedText(random, tokens * (1 - shared)) }],
      };
      put(
        folder,
        `fixtures/${name}/${String(index).padStart(2, "0")}.json`,
        JSON.stringify({ request, expect: { output_tokens: 300 } }),
      );
    }
  }
  put(folder, "promptcost.yml", configOf(names, "*.json"));
  commitAll(folder, options.cli);
  return `prompts/${names[0] ?? ""}.md`;
}

/**
 * Exchanges as lines, in runs of five that continue each other: five scenarios, of as many files of
 * up to 1,000 lines as it takes. For `check`.
 */
export function writeLines(
  folder: string,
  options: { readonly cli: string; readonly count: number; readonly random: Random },
): void {
  const { random, count } = options;
  const names = Array.from({ length: 5 }, (_, index) => `s${String(index)}`);
  for (const name of names) put(folder, `prompts/${name}.md`, `${countedText(random, 1200)}\n`);
  const perFile = Math.min(1000, count / names.length);
  for (let file = 0; file * perFile < count; file += 1) {
    const name = names[file % names.length] ?? "";
    const lines: string[] = [];
    for (let run = 0; run < perFile / 5; run += 1) {
      const messages: Json[] = [];
      for (let turn = 0; turn < 5; turn += 1) {
        messages.push({ role: "user", content: countedText(random, 40) });
        const system = [
          {
            type: "text",
            text: { $file: `../../prompts/${name}.md` },
            cache_control: { type: "ephemeral" },
          },
        ];
        const request = {
          model: "claude-sonnet-4-5",
          max_tokens: 500,
          system,
          messages: [...messages],
        };
        lines.push(
          JSON.stringify({
            run: `${String(file)}-${String(run)}`,
            request,
            expect: { output_tokens: 40 },
          }),
        );
        messages.push({ role: "assistant", content: countedText(random, 40) });
      }
    }
    put(folder, `fixtures/${name}/${String(file).padStart(2, "0")}.jsonl`, `${lines.join("\n")}\n`);
  }
  put(folder, "promptcost.yml", configOf(names, "*.jsonl"));
  commitAll(folder, options.cli);
}

/** Recorded usage with its request, a line each. For `bill`. */
export function writeUsage(path: string, count: number, random: Random): void {
  const lines: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const request = {
      model: "claude-sonnet-4-5",
      max_tokens: 500,
      messages: [{ role: "user", content: countedText(random, 60) }],
    };
    const usage = { input_tokens: 60 + random(40), output_tokens: random(500) };
    const response = {
      model: "claude-sonnet-4-5-20250929",
      usage,
      stop_reason: "end_turn",
      content: [],
    };
    lines.push(JSON.stringify({ id: `e${String(index)}`, request, recorded: { response } }));
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${lines.join("\n")}\n`);
}
