/** Recorded exchanges, each with what the API counted. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readExchangeFiles } from "../../src/fixture/files/exchanges.ts";
import type { ExchangeFile } from "../../src/fixture/files/file-reading.ts";
import type { FileExchange } from "../../src/fixture/fixture.ts";
import { modelOf } from "../../src/api/model.ts";
import { digest } from "../../src/io/hash.ts";
import { isObject, type Json, type JsonObject } from "../../src/json.ts";
import type { TokenizerFamily } from "../../src/models/model.ts";
import { findModel } from "../../src/models/lookup.ts";
import { inputTotal } from "../../src/api/response.ts";
import { kindOf, type Kind } from "./kind.ts";
import { oddReason } from "./odd.ts";

export interface Recording {
  readonly id: string;
  /** The repository it was recorded in. */
  readonly source: string;
  /** Which tokenizer its model has. */
  readonly family: (typeof familyNames)[TokenizerFamily] | "not in the price book";
  readonly model: string;
  readonly kind: Kind;
  readonly exchange: FileExchange;
  readonly request: JsonObject;
  readonly response: JsonObject;
  /**
   * Input tokens the API counted for this request: of the first sampling where a server's tools
   * looped.
   */
  readonly tokens: number;
  /** Why the recording is not what the API saw or did, where that is known. */
  readonly odd: string | null;
}

interface Line {
  readonly id: string;
  readonly source: string;
  readonly endpoint: string;
  readonly request: JsonObject;
  readonly response: JsonObject;
  /** Members of the request that the recorder replaced. */
  readonly redacted?: readonly string[];
}

const familyNames = { v3: "to 4.6", "v4.7": "newer" } as const satisfies Record<
  TokenizerFamily,
  string
>;

/** Every family of a recording whose model is in the price book, oldest first. */
export const families = Object.values(familyNames);

/** The files of a folder of recordings, read when they are asked for. */
export function openFolder(folder: string): readonly ExchangeFile[] {
  return namesIn(folder).map((name) => {
    const path = join(folder, name);
    const text = (): string => readFileSync(path, "utf8");
    return { path, text, lines: () => text().split("\n") };
  });
}

/** Recordings are lines of JSON; what else lies beside them says what they are. */
function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .sort();
}

/** The folders of a corpus that hold whole exchanges. */
export function exchangeFolders(corpus: string): readonly string[] {
  return [join(corpus, "exchanges"), join(corpus, "more")];
}

/** What the sources' names and bytes come to: figures hold for this corpus only. */
export function fingerprint(folders: readonly string[]): string {
  const hash = createHash("sha256");
  for (const folder of folders)
    for (const name of namesIn(folder)) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest("hex").slice(0, 16);
}

/** Every recorded exchange of some folders whose request and count are there. */
export function readRecordings(folders: readonly string[]): readonly Recording[] {
  return folders.flatMap(readFolder);
}

function readFolder(folder: string): readonly Recording[] {
  const lines = readLines(folder);
  const recordings: Recording[] = [];
  for (const exchange of readExchangeFiles({
    files: openFolder(folder),
    tree: null,
    digest,
    report: () => undefined,
  })) {
    const { id } = exchange.exchange;
    const line = lines.get(id);
    const tokens = line === undefined ? null : inputTokens(line);
    if (line === undefined || tokens === null || exchange.body !== "whole") continue;
    const model = modelOf(line.request) ?? "";
    const found = findModel(model)?.model;
    recordings.push({
      id,
      source: line.source,
      family: familyOf(found?.tokenizer),
      model: found?.id ?? model,
      kind: isMasked(line) ? "masked by the recorder" : kindOf(line.request),
      exchange,
      request: line.request,
      response: line.response,
      tokens,
      odd: oddReason(line),
    });
  }
  return recordings;
}

function readLines(folder: string): ReadonlyMap<string, Line> {
  const lines = new Map<string, Line>();
  for (const file of openFolder(folder)) {
    for (const text of file.lines() ?? []) {
      const line: unknown = text === "" ? null : JSON.parse(text);
      if (isLine(line)) lines.set(line.id, line);
    }
  }
  return lines;
}

function isLine(value: unknown): value is Line {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    "source" in value &&
    "request" in value &&
    "response" in value
  );
}

/** Members under `metadata` cost nothing. */
function isMasked({ redacted = [] }: Line): boolean {
  return redacted.some((member) => !member.startsWith("metadata."));
}

/**
 * With a loop of a server's tools the last event counts every round; the first one counts what the
 * request holds.
 */
function inputTokens({ endpoint, response }: Line): number | null {
  if (endpoint === "count_tokens")
    return typeof response["input_tokens"] === "number" ? response["input_tokens"] : null;
  const first = objectAt(response["usageEvents"], "message_start");
  return inputTotal(Object.keys(first).length === 0 ? response : { usage: first })?.total ?? null;
}

function objectAt(value: Json | undefined, key: string): JsonObject {
  const inner = isObject(value) ? value[key] : undefined;
  return isObject(inner) ? inner : {};
}

function familyOf(tokenizer: TokenizerFamily | undefined): Recording["family"] {
  return tokenizer === undefined ? "not in the price book" : familyNames[tokenizer];
}
