import { nowhere } from "../../problem.ts";
import { writeJson, type Json } from "../../json.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import { diffLevels, type Difference } from "../../prompt/difference/difference.ts";
import { explainCache } from "./cache-break.ts";
import type { Changes } from "./causes.ts";
import type { Change } from "../comparison.ts";
import type { AlignedRun } from "../alignment/aligned-run.ts";

const bare: Change = {
  kind: "changed",
  breaks: null,
  name: null,
  what: null,
  tokens: null,
  block: null,
  offset: null,
  length: null,
  place: nowhere,
};

interface Pair {
  readonly head: MeasuredExchange;
  readonly base: MeasuredExchange;
}

const ownKeys = new Set(["model", "tools", "system", "messages"]);

/**
 * Names what each cause is made of: tools by name and size, texts by file, line and offset,
 * settings by key, and what the cache broke at. Names, places and sizes only; prompt text never
 * leaves the request.
 */
export function nameChanges({ runs }: { readonly runs: readonly AlignedRun[] }): Changes {
  const pairs = pairsOf(runs);
  const differing = pairs.map((pair) => ({
    pair,
    by: diffLevels(pair.base.prompt, pair.head.prompt),
  }));
  const level = (name: "tools" | "system" | "messages"): readonly Change[] =>
    once(differing.flatMap(({ pair, by }) => by[name].map((one) => blockChange(one, pair))));
  const cache = explainCache(
    pairs.map(({ head, base }) => ({ before: base.prompt, after: head.prompt })),
  );
  return {
    exchanges: once(exchangeChanges(runs)),
    model: once(pairs.flatMap(modelChanges)),
    settings: once(pairs.flatMap(settingChanges)),
    tools: level("tools"),
    system: level("system"),
    messages: level("messages"),
    cache: once(cache),
  };
}

function pairsOf(runs: readonly AlignedRun[]): readonly Pair[] {
  return runs.flatMap((run) =>
    run.alignedExchanges.flatMap((aligned, index) => {
      const [head, base] = [run.head.exchanges[index], run.base.exchanges[index]];
      return aligned.changes.size === 0 || head === undefined || base === undefined
        ? []
        : [{ head, base }];
    }),
  );
}

/** Each change once, though many exchanges show it; the first to show it gives its place. */
function once(changes: readonly Change[]): readonly Change[] {
  const seen = new Map<string, Change>();
  for (const change of changes) {
    const key = JSON.stringify([
      change.kind,
      change.name,
      change.what,
      change.name === null ? [change.place.file, change.place.line, change.block] : 0,
    ]);
    if (!seen.has(key)) seen.set(key, change);
  }
  return [...seen.values()];
}

function blockChange(one: Difference, { head, base }: Pair): Change {
  const now = one.kind === "removed" ? 0 : tokensAt(head, one.block);
  const before =
    one.kind === "removed"
      ? tokensAt(base, one.block)
      : one.kind === "added"
        ? 0
        : tokensAt(base, pathOf(base, one));
  return {
    ...bare,
    kind: one.kind,
    breaks: one.breaks,
    name: one.name,
    tokens: one.kind === "removed" ? before : one.kind === "added" ? now : now - before,
    block: one.block,
    offset: one.offset,
    length: one.length,
    place: one.place,
  };
}

function tokensAt(exchange: MeasuredExchange, path: string | null): number {
  return exchange.prompt.blocks.reduce(
    (sum, block, index) => (block.path === path ? sum + (exchange.count.blocks[index] ?? 0) : sum),
    0,
  );
}

/** A named block's path on the other side: its place may have moved. */
function pathOf(exchange: MeasuredExchange, one: Difference): string | null {
  if (one.level !== "tools") return one.block;
  const found = exchange.prompt.blocks.find(
    (block) => block.level === "tools" && nameOf(block.content) === one.name,
  );
  return found?.path ?? null;
}

function nameOf(content: Json): Json {
  return typeof content === "object" && content !== null && "name" in content
    ? (content["name"] ?? null)
    : null;
}

function exchangeChanges(runs: readonly AlignedRun[]): readonly Change[] {
  return runs.flatMap((run) =>
    run.alignedExchanges.flatMap((aligned, index): readonly Change[] => {
      const [head, base] = [run.head.exchanges[index], run.base.exchanges[index]];
      const one = head ?? base;
      if (!aligned.changes.has("exchanges") || one === undefined) return [];
      const kind = base === undefined ? "added" : head === undefined ? "removed" : "moved";
      return [{ ...bare, kind, name: one.exchange.id, place: one.exchange.place }];
    }),
  );
}

function modelChanges({ head, base }: Pair): readonly Change[] {
  return head.prompt.model === base.prompt.model
    ? []
    : [
        {
          ...bare,
          breaks: "model_changed",
          name: head.prompt.model,
          what: `instead of ${base.prompt.model}`,
          place: head.exchange.place,
        },
      ];
}

function settingChanges({ head, base }: Pair): readonly Change[] {
  const [now, before] = [head.exchange.request.body, base.exchange.request.body];
  const write = (value: Json | undefined): string => (value === undefined ? "" : writeJson(value));
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((key) => !ownKeys.has(key))
    .sort();
  const place = head.exchange.place;
  const settings = keys
    .filter((key) => write(now[key]) !== write(before[key]))
    .map((key) => ({
      ...bare,
      kind: key in before ? (key in now ? "changed" : "removed") : "added",
      name: key,
      place,
    }));
  const betas = [
    ...head.exchange.betas
      .filter((beta) => !base.exchange.betas.includes(beta))
      .map((name) => ({ ...bare, kind: "added", name, place })),
    ...base.exchange.betas
      .filter((beta) => !head.exchange.betas.includes(beta))
      .map((name) => ({ ...bare, kind: "removed", name, place })),
  ];
  return [...settings, ...betas];
}
