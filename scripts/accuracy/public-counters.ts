/** Counters that others publish, on the same requests: the texts of system, messages and tools. */
import { Tokenizer } from "ai-tokenizer";
import * as claude from "ai-tokenizer/encoding/claude";
import { estimateTokenCount } from "tokenx";
import { isArray, isObject, type Json, writeJson } from "../../src/json.ts";
import type { Recording } from "./corpus.ts";
import type { Measurement } from "./figures.ts";

const tokenizer = new Tokenizer(claude);

export const publicCounters: readonly {
  readonly name: string;
  readonly count: (text: string) => number;
}[] = [
  { name: "ai-tokenizer 1.0.6 (`claude`)", count: remember((text) => tokenizer.count(text)) },
  { name: "tokenx 2.2.0", count: remember((text) => estimateTokenCount(text)) },
];

export function countPublicly(recording: Recording, count: (text: string) => number): Measurement {
  const counted = textsOf(recording).reduce((sum, text) => sum + count(text), 0);
  return { truth: recording.tokens, counted, low: counted, high: counted };
}

/**
 * The texts a user of such a counter would hand to it; pictures and documents are nothing to them.
 */
function textsOf({ request }: Recording): readonly string[] {
  const tools = request["tools"];
  return [
    ...inside(request["system"]),
    ...inside(request["messages"]),
    ...(tools === undefined ? [] : [writeJson(tools)]),
  ];
}

function inside(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (isArray(value)) return value.flatMap(inside);
  if (!isObject(value ?? null) || !isObject(value)) return [];
  if (value["type"] === "tool_use") return [writeJson(value["input"] ?? null)];
  return [value["text"], value["content"], value["thinking"]].flatMap(inside);
}

/** Recordings repeat each other's texts: each is counted once. */
function remember(count: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text) ?? count(text);
    known.set(text, before);
    return before;
  };
}
