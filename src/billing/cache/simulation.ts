import { ttlMs } from "../../api/cache-control.ts";
import { hasServerContent, isServerResult } from "../../api/completed-input.ts";
import { messagesOf } from "../../api/request.ts";
import { contentOf } from "../../api/response.ts";
import type { JsonObject } from "../../json.ts";
import type { BlockTable } from "../../prompt/block-table.ts";
import { readPrompt } from "../../prompt/blocks.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { Count, Counter } from "../../tokens/count.ts";
import type { RecordedSplit } from "../recorded/split.ts";
import { createCache } from "./cache.ts";
import {
  effectiveBreakpoints,
  endAt,
  layOut,
  lookupOrder,
  sizeAt,
  type CacheLayout,
} from "./layout.ts";
import { placeTokens, type MeasuredPrefix } from "./measured-prefixes.ts";
import type { CacheSplit } from "./split.ts";

/** A request of a recording, with what its answer says of the prompt's size. */
export interface RecordedRequest {
  readonly prompt: Prompt;
  /** When it starts, milliseconds. Requests come in order of it; equal ones ran in parallel. */
  readonly startMs: number;
  /** When it was recorded, ISO; null where nobody knows. */
  readonly at: string | null;
  /** The least tokens of a prefix that the model caches (caching-rules.md §5). */
  readonly minimum: number;
  /** Null where the usage is not one prompt's, or there is none: then the computed count stands. */
  readonly recorded: RecordedSplit | null;
  readonly response: JsonObject | null;
}

/** What the cache machine says of a request. */
export interface SimulatedRequest {
  readonly split: CacheSplit;
  /**
   * True where it read a prefix that only requests before the recording can have written: there the
   * recording is believed.
   */
  readonly cachedBefore: boolean;
  /** The request as the cache saw it. */
  readonly layout: CacheLayout;
}

/**
 * Simulates the cache for a recording: sends its requests, one by one, through a cache machine of
 * its own. A prompt has the recorded total of tokens, and where the recording shows caching, as
 * many before its last breakpoint and behind it as recorded; a prefix that an earlier request
 * measured keeps that size. Nobody wrote down what was cached before the recording began: a read of
 * a prefix that no request of it can have written is taken to be of that. Tokens.
 */
export function createSimulation(options: {
  readonly counter: Counter;
  readonly table: BlockTable;
}): (request: RecordedRequest) => SimulatedRequest {
  const { counter, table } = options;
  const cache = createCache();
  /** Tokens up to the end of prefixes that a recording measured, by the prefix's number. */
  const measured = new Map<number, number>();
  /** Prefixes that requests of the recording wrote. */
  const written = new Set<number>();

  const layOutWith = (
    request: RecordedRequest,
    counted: Pick<Count, "blocks" | "tail">,
    alsoMeasured: readonly MeasuredPrefix[],
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
    // What stands behind the last block is within no prefix that was measured.
    const covered = blocks.map((tokens, index) =>
      index === end.index ? Math.max(0, tokens - tail) : tokens,
    );
    return endAt(
      layOut(
        prompt,
        { blocks: placeTokens(covered, [...own, ...alsoMeasured, ...fitting]), tail: 0 },
        minimum,
      ),
      total,
    );
  };

  /**
   * Puts an entry into the cache where the recording read what none of its requests wrote. Returns
   * the index of its position; -1: none.
   */
  const restoreRead = (layout: CacheLayout, request: RecordedRequest): number => {
    const { recorded, startMs } = request;
    if (recorded === null || recorded.read === 0) return -1;
    const index = findRead(layout, recorded);
    const prefix = layout.positions[index]?.prefix;
    if (prefix === undefined || written.has(prefix)) return -1;
    const ttl = layout.breakpoints.find((breakpoint) => breakpoint.index >= index)?.ttl ?? "5m";
    cache.put({ scope: "", prefix, ttl, expiresIn: ttlMs[ttl], readableIn: 0 }, startMs);
    return index;
  };

  return (request) => {
    const { recorded, startMs, prompt } = request;
    // Of a count only this: its interval takes longer to work out.
    const { blocks, tail } = counter.count(prompt);
    const counted = sizeAt({ blocks, tail }, { at: request.at, model: prompt.model });
    const computed = layOutWith(request, counted, []);
    const restored = restoreRead(computed, request);
    const layout =
      restored < 0 || recorded === null
        ? computed
        : layOutWith(request, counted, [{ index: restored, tokens: recorded.read }]);
    const loops = hasServerContent(request.response) ? loopPrefixes(request, table) : [];
    const split = cache.request({ layout, startMs, scope: "", loopPrefixes: loops });
    for (const prefix of loops) written.add(prefix);
    for (const { index } of effectiveBreakpoints(layout)) {
      const position = layout.positions[index];
      if (position === undefined) continue;
      written.add(position.prefix);
      if (recorded !== null && !measured.has(position.prefix))
        measured.set(position.prefix, position.tokens);
    }
    return { split, cachedBefore: restored >= 0 && split.hitBlock === restored, layout };
  };
}

/**
 * The position up to which the recording read: the last breakpoint where nothing was written, else
 * that of all a lookup tries, but for the last breakpoint, which is nearest in size. -1: none.
 */
function findRead(layout: CacheLayout, recorded: RecordedSplit): number {
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
 * The prefixes that end with a server tool's result in the answer, which the API marks itself
 * (caching-rules.md §8).
 */
function loopPrefixes(request: RecordedRequest, table: BlockTable): readonly number[] {
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
