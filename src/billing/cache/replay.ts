import { ttlMs } from "../../api/cache-control.ts";
import { hasServerContent, isServerResult } from "../../api/completed-input.ts";
import { messagesOf } from "../../api/request.ts";
import { contentOf } from "../../api/response.ts";
import type { JsonObject } from "../../json.ts";
import { readPrompt } from "../../prompt/blocks.ts";
import type { BlockTable } from "../../prompt/blocks.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { Count, Counter } from "../../tokens/count.ts";
import { placeTokens } from "./measured-prefixes.ts";
import type { MeasuredPrefix } from "./measured-prefixes.ts";
import { createCache } from "./cache.ts";
import { effectiveBreakpoints, endAt, layOut, lookupOrder } from "./layout.ts";
import type { CacheLayout, CacheSplit } from "./layout.ts";
import type { RecordedSplit } from "../recorded/split.ts";

/** A request of a recording, with what its answer says of the prompt's size. */
export interface ReplayedRequest {
  readonly prompt: Prompt;
  /** Milliseconds; requests come in order of it. Equal: they ran beside each other. */
  readonly at: number;
  readonly minimum: number;
  /** Null where the usage is not one prompt's, or there is none: then the computed count stands. */
  readonly recorded: RecordedSplit | null;
  readonly response: JsonObject | null;
}

/** What the machine says of a request. */
export interface Replayed {
  readonly split: CacheSplit;
  /**
   * True where it read a prefix that only requests before the recording can have written: there the
   * recording is believed.
   */
  readonly cachedBefore: boolean;
}

/**
 * Replays a recording through a cache of its own, request by request. A recording's total counts,
 * and where it shows caching, what lies before its last breakpoint and what after; a prefix that an
 * earlier request measured keeps that size. What was cached before the recording began nobody wrote
 * down: a read of a prefix that no request of it can have written is taken to be such. Tokens.
 */
export function createReplay(options: {
  readonly counter: Counter;
  readonly table: BlockTable;
  readonly scope?: string;
}): (request: ReplayedRequest) => Replayed {
  const { counter, table, scope = "" } = options;
  const cache = createCache();
  const measured = new Map<number, number>();
  const written = new Set<number>();

  const layOutWith = (
    request: ReplayedRequest,
    counted: Count,
    more: readonly MeasuredPrefix[],
  ): CacheLayout => {
    const { prompt, minimum, recorded } = request;
    const known = prompt.blocks.flatMap((block, index): MeasuredPrefix[] => {
      const tokens = measured.get(block.prefix);
      return tokens === undefined ? [] : [{ index, tokens }];
    });
    const { blocks, tail } = counted;
    if (recorded === null) {
      const placed = placeTokens(blocks, known);
      return layOut(prompt, { blocks: placed, tail: Math.min(tail, placed.at(-1) ?? 0) }, minimum);
    }
    const total = recorded.read + recorded.write1h + recorded.write5m + recorded.input;
    const cached = total - recorded.input;
    const end: MeasuredPrefix = {
      index: prompt.blocks.length - 1,
      tokens: Math.max(0, total - tail),
    };
    const marked = cached === 0 ? undefined : prompt.breakpoints.at(-1)?.block;
    const own: readonly MeasuredPrefix[] =
      marked === undefined
        ? [end]
        : [{ index: marked, tokens: cached }, ...(marked < end.index ? [end] : [])];
    const fitting = known.filter((prefix) => prefix.tokens <= total);
    return endAt(
      layOut(
        prompt,
        { blocks: placeTokens(blocks, [...own, ...more, ...fitting]), tail: 0 },
        minimum,
      ),
      total,
    );
  };

  /**
   * Where the recording read what nobody in it wrote, that entry is put in place. Returns the
   * place, -1: none.
   */
  const believe = (layout: CacheLayout, request: ReplayedRequest): number => {
    const { recorded, at } = request;
    if (recorded === null || recorded.read === 0) return -1;
    const index = placeRead(layout, recorded);
    const prefix = layout.positions[index]?.prefix;
    if (prefix === undefined || written.has(prefix)) return -1;
    const ttl = layout.breakpoints.find((one) => one.index >= index)?.ttl ?? "5m";
    cache.put({ scope, prefix, ttl, expiresIn: ttlMs[ttl], readableIn: 0 }, at);
    return index;
  };

  return (request) => {
    const { recorded, at, prompt } = request;
    const counted = counter.count(prompt);
    const first = layOutWith(request, counted, []);
    const before = believe(first, request);
    const layout =
      before < 0 || recorded === null
        ? first
        : layOutWith(request, counted, [{ index: before, tokens: recorded.read }]);
    const loops = hasServerContent(request.response) ? loopPrefixes(request, table) : [];
    const split = cache.request({ layout, at, scope, loopPrefixes: loops });
    for (const prefix of loops) written.add(prefix);
    for (const { index } of effectiveBreakpoints(layout)) {
      const place = layout.positions[index];
      if (place === undefined) continue;
      written.add(place.prefix);
      if (recorded !== null && !measured.has(place.prefix))
        measured.set(place.prefix, place.tokens);
    }
    return { split, cachedBefore: before >= 0 && split.hitBlock === before };
  };
}

/**
 * The place up to which the recording read: the last breakpoint where nothing was written, else the
 * one nearest in size.
 */
function placeRead(layout: CacheLayout, recorded: RecordedSplit): number {
  const last = effectiveBreakpoints(layout).at(-1)?.index ?? -1;
  if (recorded.write5m + recorded.write1h === 0) return last;
  const distance = (index: number): number =>
    Math.abs((layout.positions[index]?.tokens ?? 0) - recorded.read);
  return lookupOrder(layout).reduce(
    (best, index) =>
      index !== last && (best < 0 || distance(index) < distance(best)) ? index : best,
    -1,
  );
}

/**
 * Prefixes of the server tools' results in the answer, which the API marks itself (caching-rules.md
 * §8).
 */
function loopPrefixes(request: ReplayedRequest, table: BlockTable): readonly number[] {
  const { prompt, response } = request;
  const content = contentOf(response);
  const { body } = prompt.request;
  const messages = messagesOf(body);
  if (prompt.breakpoints.length === 0 || content === null || messages === null) return [];
  const answered = { ...body, messages: [...messages, { role: "assistant", content }] };
  const next = readPrompt({
    request: { ...prompt.request, body: answered },
    betas: prompt.betas,
    table,
  });
  return next.blocks
    .slice(prompt.blocks.length)
    .flatMap((block) => (isServerResult(block.kind) ? [block.prefix] : []));
}
