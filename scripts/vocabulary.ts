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

const version = "1.3.0";
const sha256 = "84442682eeb2013ecb86861f9477b4ad3e19cc174099df98e9b5016450013217";
const families = [
  {
    name: "v3",
    file: "pieces_v3.json",
    markers: 4,
    newlines: [...range(1, 30), 32, 33, 40, 48, 64, 96, 128],
  },
  { name: "v4.7", file: "pieces_v4_7.json", markers: 3, newlines: [...range(1, 16), 24, 32] },
];

const Classes = z.object({
  ranges: z.array(z.tuple([z.number(), z.number(), z.number()])),
  upper: z.array(z.tuple([z.number(), z.number()])),
  lower: z.array(z.tuple([z.number(), z.number()])),
  letterOrMark: z.array(z.tuple([z.number(), z.number()])),
  lowerCase: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
});
const Pieces = z.object({ tokens: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** The bits that `src/tokens/tokenizer/characters.ts` reads beside a class. */
const upperBit = 16;
const lowerBit = 32;
const letterOrMarkBit = 64;
const hardLetter = 6;

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}

function readKinds(classes: z.infer<typeof Classes>): Uint8Array {
  const kinds = new Uint8Array(65_536);
  for (const [from, to, kind] of classes.ranges) kinds.fill(kind, from, to + 1);
  const mark = (ranges: readonly (readonly [number, number])[], bit: number): void => {
    for (const [from, to] of ranges)
      for (let unit = from; unit <= to; unit++) kinds[unit] = (kinds[unit] ?? 0) | bit;
  };
  mark(classes.upper, upperBit);
  mark(classes.lower, lowerBit);
  mark(classes.letterOrMark, letterOrMarkBit);
  return kinds;
}

/**
 * Run lengths: a decimal count (left out where it is 1) and the letter of a kind, over all code
 * units.
 */
function writeKinds(kinds: Uint8Array): { list: number[]; runs: string } {
  const list = [...new Set(kinds)].sort((a, b) => a - b);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  assert(list.length <= letters.length, "more kinds of characters than letters");
  let runs = "";
  for (let from = 0, to = 0; from < kinds.length; from = to) {
    while (to < kinds.length && kinds[to] === kinds[from]) to++;
    runs += `${to - from > 1 ? to - from : ""}${letters.charAt(list.indexOf(kinds[from] ?? 0))}`;
  }
  return { list, runs };
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

/** The shape of tokenizer.md §2, on which counting part by part rests (§10). */
function checkShape(
  pieces: readonly string[],
  family: (typeof families)[number],
  kinds: Uint8Array,
): void {
  const classOf = (unit: string): number => (kinds[unit.charCodeAt(0)] ?? 0) & 15;
  for (const piece of pieces) {
    const body = /^[\u0003\u0004]?\u0001?([^\u0001-\u0004]*)\u0002?$/u.exec(piece)?.[1]; // oxlint-disable-line no-control-regex
    assert(body !== undefined, `a marker stands in the wrong place: ${JSON.stringify(piece)}`);
    const units = body.split("");
    assert(
      units.every((unit) => unit.length === 1),
      `astral: ${piece}`,
    );
    const whole = piece.length === body.length;
    const digits = units.filter((unit) => classOf(unit) === 3).length;
    assert(
      digits === 0 || (whole && digits === units.length && digits <= 3),
      `digits beside something else: ${piece}`,
    );
    const spaces = units.filter((unit) => classOf(unit) === 0).length;
    assert(
      spaces === 0 || (whole && new Set(units).size === 1),
      `white space beside something else: ${piece}`,
    );
    assert(
      piece.length === 1 || units.every((unit) => classOf(unit) !== hardLetter),
      `a hard letter beside something: ${piece}`,
    );
    const borders = units.filter((unit) => classOf(unit) === 4).length;
    assert(
      borders === 0 || borders === units.length,
      `border digits beside something else: ${piece}`,
    );
    const words = units.filter((unit) => classOf(unit) === 1 || classOf(unit) === 2).length;
    // oxlint-disable-next-line no-control-regex
    const isSuffix = /^'[a-z]+\u0002?$/u.test(piece);
    assert(
      words === 0 || words === units.length || isSuffix,
      `a word beside something else: ${piece}`,
    );
  }
  const lengths = (unit: string): string =>
    pieces
      .filter((piece) => piece.split("").every((other) => other === unit))
      .map((piece) => piece.length)
      .sort((a, b) => a - b)
      .join();
  assert(
    pieces.filter((piece) => /^[0-9]+$/u.test(piece)).length === 1110,
    "not every number of one to three digits",
  );
  assert(lengths(" ") === range(1, 16).join(), "spaces are not 1 to 16");
  assert(lengths("\t") === range(1, 16).join(), "tabs are not 1 to 16");
  assert(lengths("\u3000") === "1", "U+3000 is not alone");
  assert(lengths("\n") === family.newlines.join(), `newlines: ${lengths("\n")}`);
  assert(
    range(1, family.markers).every((marker) => pieces.includes(String.fromCharCode(marker))),
    "a marker is missing",
  );
}

/**
 * A node of the tree of pieces: its children by code unit, in order, and whether a piece ends in
 * it.
 */
interface Node {
  readonly children: Map<number, Node>;
  isPiece: boolean;
}

function growTree(sorted: readonly string[]): Node {
  const root: Node = { children: new Map(), isPiece: false };
  for (const piece of sorted) {
    let node = root;
    for (let at = 0; at < piece.length; at++) {
      const unit = piece.charCodeAt(at);
      const child = node.children.get(unit) ?? {
        children: new Map<number, Node>(),
        isPiece: false,
      };
      node.children.set(unit, child);
      node = child;
    }
    node.isPiece = true;
  }
  return root;
}

/**
 * The compact form, little-endian: three counts (nodes, nodes with more children than a byte tells,
 * byte prefixes; 32 bits), the numbers of children of those nodes (16 bits), the code unit of each
 * node (16 bits), a byte a node (twice the number of its children, at most 127, plus 1 where a
 * piece ends), and 3 bytes a prefix. Nodes stand level by level, so the children of one stand side
 * by side, right after those of the node before.
 */
function writePieces(pieces: readonly string[], prefixes: readonly string[]): Buffer {
  const units: number[] = [0];
  const nodes: Node[] = [growTree(pieces)];
  for (const node of nodes) {
    for (const [unit, child] of node.children) {
      units.push(unit);
      nodes.push(child);
    }
  }
  const large = nodes.map((node) => node.children.size).filter((size) => size >= 127);
  const counts = Buffer.alloc(12);
  counts.writeUInt32LE(nodes.length, 0);
  counts.writeUInt32LE(large.length, 4);
  counts.writeUInt32LE(prefixes.length, 8);
  return Buffer.concat([
    counts,
    Buffer.from(Uint16Array.from(large).buffer),
    Buffer.from(Uint16Array.from(units).buffer),
    Buffer.from(
      nodes.map((node) => Math.min(node.children.size, 127) * 2 + (node.isPiece ? 1 : 0)),
    ),
    Buffer.from(prefixes.map((prefix) => prefix.padEnd(6, "0")).join(""), "hex"),
  ]);
}

function readFamily(folder: string, family: (typeof families)[number], kinds: Uint8Array): Buffer {
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
  console.log(`${family.name}: ${sorted.length} pieces, ${prefixes.length} byte prefixes`);
  return writePieces(sorted, prefixes);
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

function assert(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

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

const classes = Classes.parse(
  JSON.parse(readFileSync(process.argv[2] ?? "../shared/corpus/counts/classes.json", "utf8")),
);
const kinds = readKinds(classes);
const folder = download();
const [v3, v47] = families.map((family) => compress(readFamily(folder, family, kinds)));
assert(v3 !== undefined && v47 !== undefined, "a family is missing");
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

/** Vocabulary of Claude 3 to 4.6 and Haiku 4.5: compact form, brotli, base64. */
export const vocabularyV3 =
  "${v3}";

/** Vocabulary of Opus 4.7 and newer: compact form, brotli, base64. */
export const vocabularyV47 =
  "${v47}";
`,
);
