/**
 * Writes `src/tokens/vocabulary.ts` from the data files of the PyPI package `ctok` (MIT) and from
 * the table of character classes. Run by hand: `npm run vocabulary [path of classes.json]`; needs
 * pip and python3. Only data is taken.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { z } from "zod";
import type { vocabularies as written } from "../src/tokens/vocabulary.ts";
import { assert } from "./vocabulary/assert.ts";
import { Classes, readKinds, writeKinds } from "./vocabulary/characters.ts";
import { writePieces } from "./vocabulary/compact.ts";
import { checkShape, range, type FamilyShape } from "./vocabulary/shape.ts";

const version = "1.3.0";
const sha256 = "84442682eeb2013ecb86861f9477b4ad3e19cc174099df98e9b5016450013217";

/**
 * The data file of each vocabulary, the models it serves, and what its pieces must be like. What
 * families of tokenizers make of them: `src/tokens/tokenizer/families.ts`.
 */
const sources: Readonly<
  Record<keyof typeof written, FamilyShape & { readonly file: string; readonly models: string }>
> = {
  v3: {
    file: "pieces_v3.json",
    models: "Claude 3 to 4.6 and Haiku 4.5",
    markers: 4,
    newlines: [...range(1, 30), 32, 33, 40, 48, 64, 96, 128],
  },
  "v4.7": {
    file: "pieces_v4_7.json",
    models: "Opus 4.7 and newer",
    markers: 3,
    newlines: [...range(1, 16), 24, 32],
  },
};

const Pieces = z.object({ tokens: z.record(z.string(), z.record(z.string(), z.unknown())) });

const classes = Classes.parse(
  JSON.parse(readFileSync(process.argv[2] ?? "../shared/corpus/counts/classes.json", "utf8")),
);
const kinds = readKinds(classes);
const folder = download();
const vocabularies = Object.entries(sources).map(([name, family]) => {
  const packed = compress(readFamily(name, family));
  return `  /** ${family.models}. */\n  ${/^\w+$/u.test(name) ? name : `"${name}"`}:\n    "${packed}",\n`;
});
const { list, runs } = writeKinds(kinds);
const deltas = classes.lowerCase.map((row) => row.join(" ")).join(",");
writeFileSync(
  "src/tokens/vocabulary.ts",
  `// Written by scripts/vocabulary.ts from the data of ctok ${version} (MIT, see NOTICE). Do not edit.

/** The package the vocabularies come from, and the SHA-256 of its wheel. */
export const vocabularySource = {
  package: "ctok",
  version: "${version}",
  sha256: "${sha256}",
} as const;

/**
 * Kinds of UTF-16 code units (class, case and letter bits), and their runs over all units: a count
 * and a kind's letter.
 */
export const characterKinds = [${list.join(", ")}] as const;
export const characterRuns =
  "${runs}";

/** Lower case: \`from to delta step\`, decimal, separated by commas. */
export const lowerCaseRuns =
  "${deltas}";

/** Vocabularies by tokenizer family: compact form, brotli, base64. */
export const vocabularies = {
${vocabularies.join("")}};
`,
);

function download(): string {
  const folder = mkdtempSync(join(tmpdir(), "vocabulary-"));
  const wanted = [
    `ctok==${version}`,
    "--no-deps",
    "--python-version",
    "3.13",
    "--only-binary=:all:",
    "-d",
    folder,
  ];
  execFileSync("pip", ["download", "--quiet", ...wanted], { stdio: "inherit" });
  const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
  assert(wheel !== undefined, "pip brought no wheel");
  const path = join(folder, wheel);
  assert(
    createHash("sha256").update(readFileSync(path)).digest("hex") === sha256,
    "the wheel is not the one known",
  );
  execFileSync("python3", ["-m", "zipfile", "-e", path, folder]);
  return folder;
}

function readFamily(name: string, family: (typeof sources)[keyof typeof written]): Buffer {
  const { tokens } = Pieces.parse(
    JSON.parse(readFileSync(join(folder, "ctok", "data", family.file), "utf8")),
  );
  const pieces = new Set<string>();
  for (const [group, keys] of Object.entries(tokens)) {
    if (group !== "bytes_fallback") for (const key of Object.keys(keys)) pieces.add(readPiece(key));
    if (group === "contractions") for (const key of Object.keys(keys)) pieces.add(`${key}\u0002`);
  }
  const prefixes = Object.keys(tokens["bytes_fallback"] ?? {}).sort();
  assert(
    prefixes.every((prefix) => /^[c-f][0-9a-f](?:[0-9a-f]{2}){1,2}$/u.test(prefix)),
    "a fallback is not 2 or 3 bytes from a lead byte",
  );
  const sorted = [...pieces].sort((a, b) => (a < b ? -1 : 1));
  checkShape(sorted, family, kinds);
  console.log(`${name}: ${sorted.length} pieces, ${prefixes.length} byte prefixes`);
  return writePieces(sorted, prefixes);
}

/** A piece in the notation of the data file, markers as U+0001 to U+0004 (tokenizer.md §2). */
function readPiece(key: string): string {
  const marked = key
    .replaceAll("⟨bow⟩", "\u0001")
    .replaceAll("⟨eow⟩", "\u0002")
    .replaceAll("⟨shift⟩", "\u0003")
    .replaceAll("⟨caps⟩", "\u0004")
    .replaceAll(/(?:⟨0x[0-9A-Fa-f]{2}⟩)+/gu, (run) =>
      Buffer.from(run.replaceAll(/⟨0x|⟩/gu, ""), "hex").toString("utf8"),
    );
  assert(
    !/[⟨⟩]/u.test(marked.replace(/^[⟨⟩]$/u, "")) || /⟨0x/u.test(key),
    `unknown notation: ${key}`,
  );
  return marked;
}

function compress(bytes: Buffer): string {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).toString("base64");
}
