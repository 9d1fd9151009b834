/**
 * Speed of the tokenizer, MB/s of UTF-8 (1 MB = 10⁶), one thread: `node bench/tokenizer.ts`. Each
 * figure is of a process of its own. first: the first text a fresh process counts, loading left
 * out; empty: compiled code and no part known; warm: the same text again.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { Tokenizer } from "ai-tokenizer";
import * as claude from "ai-tokenizer/encoding/claude";
import { estimateTokenCount } from "tokenx";
import { loadTokenizer } from "../src/io/context.ts";
import type { TokenizerFamily } from "../src/models/model.ts";
import { families } from "../src/tokens/tokenizer/families.ts";
import { createTokenizer } from "../src/tokens/tokenizer/tokenizer.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const corpus = join(root, "../shared/corpus");
const wanted = 2_000_000;

/** Files of node_modules whose names end so, one after the other, up to 2 MB. */
function gather(ending: string, smallest: number): string {
  let text = "";
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (text.length >= wanted) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile() && entry.name.endsWith(ending)) {
        const content = readFileSync(path, "utf8");
        if (content.length >= smallest) text += content;
      }
    }
  };
  visit(join(root, "node_modules"));
  return text;
}

function languages(keep: (text: string) => boolean): string {
  const path = join(corpus, "counts/udhr.jsonl.gz");
  if (!existsSync(path)) return "";
  const lines = gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split("\n");
  const texts = lines
    .map((line): unknown => JSON.parse(line))
    .flatMap((line) => (isLine(line) && line.family === "v3" ? [line.text] : []));
  return texts.filter(keep).join("\n\n");
}

function isLine(line: unknown): line is { readonly family: string; readonly text: string } {
  return (
    typeof line === "object" &&
    line !== null &&
    "family" in line &&
    "text" in line &&
    typeof line.text === "string"
  );
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

const texts: Readonly<Record<string, () => string>> = {
  "English (Markdown)": () => gather(".md", 4000),
  "code (.d.ts)": () => gather(".d.ts", 2000),
  "JSON (node_modules)": () => gather(".json", 2000),
  "JSON with base64": () => read(join(corpus, "exchanges/maruel__genai.jsonl")),
  Korean: () => languages((text) => /[가-힣]{40}|모든 인간/u.test(text)),
  Chinese: () => languages((text) => /人人生而自由/u.test(text)),
  Russian: () => languages((text) => /Все люди/u.test(text)),
  "152 languages": () => languages(() => true),
};

function time(work: () => void): number {
  const from = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - from) / 1e6;
}

function best(times: number, work: () => number): number {
  return Math.min(...Array.from({ length: times }, work));
}

interface Subject {
  readonly load: () => void;
  readonly count: (text: string) => number;
  /** With nothing remembered of texts counted before. */
  readonly fresh: () => (text: string) => number;
}

function own(family: TokenizerFamily): Subject {
  return {
    load: () => loadTokenizer(family),
    count: (text) => loadTokenizer(family).count(text),
    fresh: () => {
      const vocabulary = brotliDecompressSync(Buffer.from(families[family].vocabulary, "base64"));
      const tokenizer = createTokenizer(family, vocabulary);
      return (text) => tokenizer.count(text);
    },
  };
}

const tokenizer = new Tokenizer(claude);

/** Ours, and what others publish; what those load, they load on import. */
const subjects: Readonly<Record<string, Subject>> = {
  v3: own("v3"),
  "v4.7": own("v4.7"),
  "ai-tokenizer": {
    load: () => undefined,
    count: (text) => tokenizer.count(text),
    fresh: () => {
      const fresh = new Tokenizer(claude);
      return (text) => fresh.count(text);
    },
  },
  tokenx: { load: () => undefined, count: estimateTokenCount, fresh: () => estimateTokenCount },
};

function measure(name: string, { load, count, fresh }: Subject): string {
  // One byte a unit where that is possible, as a file read by `toString("latin1")` or "utf8" gives
  // it.
  const text = Buffer.from(texts[name]?.() ?? "").toString("utf8");
  const bytes = Buffer.byteLength(text);
  if (bytes === 0) return "absent";
  const loading = time(load);
  const sample = text.slice(0, 261_000);
  const first = time(() => count(sample));
  for (let pass = 0; pass < 3; pass++) count(text);
  const empty = best(5, () => {
    const counting = fresh();
    return time(() => counting(text));
  });
  const rounds = Math.max(1, Math.ceil(2e6 / bytes));
  const warm = best(7, () =>
    time(() => {
      for (let round = 0; round < rounds; round++) count(text);
    }),
  );
  const speed = (size: number, ms: number): string => (size / ms / 1000).toFixed(1).padStart(7);
  return [
    (bytes / 1e6).toFixed(2).padStart(6),
    loading.toFixed(1).padStart(6),
    speed(Buffer.byteLength(sample), first),
    speed(bytes, empty),
    speed(bytes * rounds, warm),
  ].join(" ");
}

/**
 * Texts that a counter with a quadratic step in it would never finish: time per megabyte at ten
 * megabytes over that at one.
 */
const hostile: Readonly<Record<string, (size: number) => string>> = {
  "one letter": (size) => "a".repeat(size),
  "one line break": (size) => `x${"\n".repeat(size)}`,
  "one space": (size) => `x${" ".repeat(size)}x`,
  "one word": (size) =>
    Array.from({ length: size }, (_, index) =>
      String.fromCharCode(97 + ((index * 7919 + (index >> 3)) % 26)),
    ).join(""),
  digits: (size) => "1234567890".repeat(size / 10),
  emoji: (size) => "\u{1F600}".repeat(size / 4),
};

function measureGrowth(): void {
  for (const [text, of] of Object.entries(hostile)) {
    const [small, large] = [of(1e6), of(1e7)].map((sized) =>
      best(3, () => time(() => loadTokenizer("v3").count(sized))),
    );
    const ratio = (large ?? 0) / 10 / (small ?? 1);
    console.log(
      `${text.padEnd(22)} 1 MB ${(small ?? 0).toFixed(0)} ms, 10 MB ` +
        `${(large ?? 0).toFixed(0)} ms: ${ratio.toFixed(2)}x a megabyte`,
    );
  }
}

const [name, counter = ""] = process.argv.slice(2);
const subject = subjects[counter];
if (name !== undefined && subject !== undefined) console.log(measure(name, subject));
else {
  console.log(
    `${"text".padEnd(22)} counter          MB   load   first   empty    warm   (load in ms, else MB/s)`,
  );
  for (const text of Object.keys(texts)) {
    for (const each of Object.keys(subjects)) {
      const line = execFileSync(process.execPath, [fileURLToPath(import.meta.url), text, each], {
        encoding: "utf8",
      }).trimEnd();
      console.log(`${text.padEnd(22)} ${each.padEnd(12)} ${line}`);
    }
  }
  measureGrowth();
}
