/** Recorded usage of whole conversations, read as runs that a projection takes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { MeasuredRun } from "../../src/projection/projection.ts";
import { runOf, type Ask, type Piece } from "../../test/projection/scenario.ts";

/** One response of a trace: what was billed, tokens. */
export interface Row {
  readonly atMs: number;
  readonly model: string;
  readonly input: number;
  readonly read: number;
  readonly write: number;
  readonly ttl: "5m" | "1h" | null;
  /** Of conversations that one trace interleaves. */
  readonly conversation: string;
}

/** A conversation. */
export interface Trace {
  readonly name: string;
  readonly source: string;
  readonly rows: readonly Row[];
}

/** The traces of a folder, in the order of their names; rows without usage are left out. */
export function readTraces(folder: string, takes: (file: string) => boolean): readonly Trace[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".jsonl") && takes(file))
    .sort()
    .map((file) => {
      const name = file.replace(/\.jsonl$/, "");
      const rows = readFileSync(join(folder, file), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .flatMap((line) => readRow(JSON.parse(line)));
      return { name, source: name.split("__")[0] ?? name, rows };
    });
}

function readRow(value: {
  at: string;
  model: string;
  usage: Record<string, unknown> | null;
  conversation?: unknown;
}): readonly Row[] {
  const { usage } = value;
  if (usage === null) return [];
  const count = (key: string): number => Number(usage[key] ?? 0);
  const split = usage["cache_creation"];
  const hour =
    typeof split === "object" && split !== null && "ephemeral_1h_input_tokens" in split
      ? Number(split.ephemeral_1h_input_tokens)
      : 0;
  const write = count("cache_creation_input_tokens");
  const row: Row = {
    atMs: Date.parse(value.at),
    model: value.model,
    input: count("input_tokens"),
    read: count("cache_read_input_tokens"),
    write,
    ttl: hour > 0 ? "1h" : write > 0 ? "5m" : null,
    conversation: JSON.stringify(value.conversation ?? null),
  };
  return Number.isFinite(row.atMs) && row.input + row.read + row.write > 0 ? [row] : [];
}

/**
 * A trace as a run. Each request has what the cache held after the one before it, what is new, and
 * what stands behind the last breakpoint, as billed. Where less was cached than before, the client
 * has rewritten the conversation: from there on nothing but its head is as it was. The head (tools
 * and system) is what the first request read, which another conversation had written.
 */
export function runOfTrace({ name, rows }: Trace): MeasuredRun {
  const [first] = rows;
  const head = first?.read ?? 0;
  const start = first?.atMs ?? 0;
  const conversations = new Map<string, { pieces: readonly Piece[]; cached: number }>();
  let offset = 0;
  let ttl: "5m" | "1h" = rows.find((row) => row.ttl !== null)?.ttl ?? "5m";
  const asks = rows.map((row, index): Ask => {
    const end = row.read + row.write;
    ttl = row.ttl ?? ttl;
    const key = `${row.model} ${row.conversation}`;
    const known = conversations.get(key) ?? { pieces: [], cached: 0 };
    const { pieces: earlier, cached } = end < known.cached ? { pieces: [], cached: 0 } : known;
    const fixed = Math.min(head, end);
    const before = Math.max(cached, fixed);
    const segment =
      end > before ? [...earlier, { name: `${name}/${index}`, tokens: end - before }] : earlier;
    conversations.set(key, { pieces: segment, cached: end });
    offset = Math.max(offset, row.atMs - start);
    const pieces: readonly Piece[] = [
      ...(fixed > 0 ? [{ level: "system" as const, name: "head", tokens: fixed, mark: ttl }] : []),
      ...segment.map((piece, at) => (at === segment.length - 1 ? { ...piece, mark: ttl } : piece)),
      ...(row.input > 0 ? [{ name: `tail ${index}`, tokens: row.input }] : []),
    ];
    return { model: row.model, offset, pieces };
  });
  return runOf(name, asks);
}
