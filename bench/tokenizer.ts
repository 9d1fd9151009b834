/**
 * Speed of the tokenizer, MB/s of UTF-8 (1 MB = 10⁶), one thread: `node bench/tokenizer.ts`. Each figure is of a process of its own.
 * first: the first text a fresh process counts, loading left out; empty: compiled code and no part known; warm: the same text again.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { loadTokenizer } from "../src/io/vocabulary.ts";
import { createTokenizer, type TokenizerFamily } from "../src/tokens/tokenizer/tokenizer.ts";
import { vocabularyV3, vocabularyV47 } from "../src/tokens/vocabulary.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const corpus = join(root, "../shared/corpus");
const wanted = 2_000_000;

/** Files of node_modules whose names end so, one after the other, up to 2 MB. */
const gather = (ending: string, smallest: number): string => {
  let text = "";
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
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
};

const languages = (keep: (text: string) => boolean): string => {
  const path = join(corpus, "counts/udhr.jsonl.gz");
  if (!existsSync(path)) return "";
  const lines = gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split("\n");
  const texts = lines.map((line): unknown => JSON.parse(line)).flatMap((line) => (isLine(line) && line.family === "v3" ? [line.text] : []));
  return texts.filter(keep).join("\n\n");
};

const isLine = (line: unknown): line is { readonly family: string; readonly text: string } =>
  typeof line === "object" && line !== null && "family" in line && "text" in line && typeof line.text === "string";

const read = (path: string): string => (existsSync(path) ? readFileSync(path, "utf8") : "");

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

const time = (work: () => void): number => {
  const from = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - from) / 1e6;
};

const best = (times: number, work: () => number): number => Math.min(...Array.from({ length: times }, work));

const measure = (name: string, family: TokenizerFamily): string => {
  // One byte a unit where that is possible, as a file read by `toString("latin1")` or "utf8" gives it.
  const text = Buffer.from(texts[name]?.() ?? "").toString("utf8");
  const bytes = Buffer.byteLength(text);
  if (bytes === 0) return "absent";
  const load = time(() => loadTokenizer(family));
  const sample = text.slice(0, 261_000);
  const sampleBytes = Buffer.byteLength(sample);
  const first = time(() => loadTokenizer(family).count(sample));
  const vocabulary = brotliDecompressSync(Buffer.from(family === "v3" ? vocabularyV3 : vocabularyV47, "base64"));
  for (let pass = 0; pass < 3; pass++) loadTokenizer(family).count(text);
  const empty = best(5, () => {
    const tokenizer = createTokenizer(family, vocabulary);
    return time(() => tokenizer.count(text));
  });
  const rounds = Math.max(1, Math.ceil(2e6 / bytes));
  const warm = best(7, () =>
    time(() => {
      for (let round = 0; round < rounds; round++) loadTokenizer(family).count(text);
    }),
  );
  const speed = (size: number, ms: number): string => (size / ms / 1000).toFixed(1).padStart(7);
  return `${(bytes / 1e6).toFixed(2).padStart(6)} ${load.toFixed(1).padStart(6)} ${speed(sampleBytes, first)} ${speed(bytes, empty)} ${speed(bytes * rounds, warm)}`;
};

const [name, family] = process.argv.slice(2);
if (name !== undefined && (family === "v3" || family === "v4.7")) console.log(measure(name, family));
else {
  console.log(`${"text".padEnd(22)} family     MB   load   first   empty    warm   (load in ms, else MB/s)`);
  for (const text of Object.keys(texts)) {
    for (const each of ["v3", "v4.7"]) {
      const line = execFileSync(process.execPath, [fileURLToPath(import.meta.url), text, each], { encoding: "utf8" }).trimEnd();
      console.log(`${text.padEnd(22)} ${each.padEnd(6)} ${line}`);
    }
  }
}
