import { ttlMs, type Ttl } from "../../api/cache-control.ts";
import {
  effectiveBreakpoints,
  layOut,
  lookupOrder,
  type CacheLayout,
  type CachePosition,
} from "../../billing/cache/layout.ts";
import { splitBounds, type SplitBounds } from "../../billing/cache/split.ts";
import type { SharedRule } from "../../config/config.ts";
import { minimumOf } from "../../models/cache-minimum.ts";
import type { Count } from "../../tokens/count.ts";
import type { MeasuredExchange, MeasuredRun, MeasuredScenario } from "../projection.ts";
import { createNumbering } from "./numbering.ts";
import { identify, readSharing, valueCountAt, type Sharing } from "./sharing.ts";

/**
 * Which figure of every count is used: the count itself, or the low or high end of its interval.
 */
export type CountBound = "total" | "low" | "high";

/** One exchange as the prompt cache sees it. Tokens are those of one bound. */
export interface CacheView {
  readonly measured: MeasuredExchange;
  /** When it starts, from the start of its run. */
  readonly offsetMs: number;
  /** Empty where no breakpoint counts: such a request takes no part in the cache. */
  readonly layout: CacheLayout;
  /** How its tokens divide, by how far they are read. */
  readonly bounds: SplitBounds;
  /** Tokens of the prompt. */
  readonly total: number;
  /** Tokens of the answer. */
  readonly output: number;
  /** The prefixes at its breakpoints, in render order: what it writes or keeps alive. */
  readonly marked: readonly MarkedPrefix[];
  /** Every prefix its lookup tries, deepest first: what it may read. */
  readonly lookups: readonly Prefix[];
}

/** The blocks of a prompt up to one of them, as something that a cache may hold. */
export interface Prefix {
  /** Index of its last block. */
  readonly block: number;
  /**
   * Tells it from the other prefixes of its run. Of a shared prefix: equal wherever any run sends
   * the same.
   */
  readonly identity: number;
  /** Whether other runs can send it too (DESIGN.md, "Shared or private"). */
  readonly shared: boolean;
  /** Of how many equally likely prefixes it is one: a block of it may hold one of n values. */
  readonly valueCount: bigint;
}

/** A prefix at a breakpoint that counts: one of at least the model's minimum. */
export interface MarkedPrefix extends Prefix {
  readonly ttl: Ttl;
  readonly ttlMs: number;
}

/** A run as the cache sees it: its exchanges in order. */
export interface RunCacheView {
  readonly run: MeasuredRun;
  readonly exchanges: readonly CacheView[];
}

/** How the cache sees the exchanges of a scenario, run by run, with every count at one bound. */
export function viewScenario(
  scenario: MeasuredScenario,
  bound: CountBound,
): readonly RunCacheView[] {
  const { shared: rule } = scenario;
  const name = `${bound} ${JSON.stringify([rule.tools, rule.system, rule.messages])}`;
  return scenario.runs.map((run) => viewRun(run, { rule, bound, name }));
}

/** Views of runs that are still in use, by what they depend on besides. */
const knownRuns = new WeakMap<MeasuredRun, NamedView[]>();

interface NamedView {
  readonly name: string;
  readonly view: RunCacheView;
}

/** What the view of a run depends on besides; `name` is equal where all of it is. */
interface Seeing {
  readonly rule: SharedRule;
  readonly bound: CountBound;
  readonly name: string;
}

function viewRun(run: MeasuredRun, seeing: Seeing): RunCacheView {
  const views = knownRuns.get(run);
  const known = views?.find(({ name }) => name === seeing.name);
  if (known !== undefined) return known.view;
  const view = { run, exchanges: viewExchanges(run, seeing) };
  const named = { name: seeing.name, view };
  if (views === undefined) knownRuns.set(run, [named]);
  else views.push(named);
  return view;
}

function viewExchanges(run: MeasuredRun, { rule, bound }: Seeing): readonly CacheView[] {
  const views = run.exchanges.map((measured) => viewUncached(measured, bound));
  if (run.exchanges.every(({ prompt }) => prompt.breakpoints.length === 0)) return views;
  const sharings = readSharing(run, rule);
  const numberOf = createNumbering();
  return views.map((view, index) => {
    const sharing = sharings[index];
    return sharing === undefined ? view : viewCached(view, bound, { sharing, numberOf });
  });
}

/** An exchange as if it had no breakpoints. */
function viewUncached(measured: MeasuredExchange, bound: CountBound): CacheView {
  const total = measured.count[bound];
  return {
    measured,
    offsetMs: measured.exchange.offsetMs,
    total,
    output: bound === "total" ? measured.output.tokens : measured.output[bound],
    layout: emptyLayout,
    bounds: { hour: 0, cached: 0, total },
    marked: [],
    lookups: [],
  };
}

const emptyLayout: CacheLayout = { positions: [], breakpoints: [], minimum: 0 };

function viewCached(
  uncached: CacheView,
  bound: CountBound,
  { sharing, numberOf }: { readonly sharing: Sharing; numberOf: (name: string) => number },
): CacheView {
  const { measured } = uncached;
  const { prompt } = measured;
  if (prompt.breakpoints.length === 0) return uncached;
  const layout: CacheLayout = {
    positions: positionsOf(measured, bound),
    breakpoints: prompt.breakpoints.map(({ block, ttl }) => ({ index: block, ttl })),
    minimum: minimumOf(prompt.model),
  };
  const counting = effectiveBreakpoints(layout);
  if (counting.length === 0) return uncached;
  const prefixUpTo = (block: number): Prefix => ({
    block,
    identity: identify(measured, sharing, { block, numberOf }),
    shared: block < sharing.sharedBlocks,
    valueCount: valueCountAt(sharing, block),
  });
  return {
    ...uncached,
    layout,
    bounds: splitBounds(layout),
    marked: counting.map(({ index, ttl }) => ({ ...prefixUpTo(index), ttl, ttlMs: ttlMs[ttl] })),
    lookups: lookupOrder(layout).map(prefixUpTo),
  };
}

/** Positions by the count of a prompt: every variant and step that keeps both has the same. */
const knownPositions = new WeakMap<Count, KnownPositions>();

interface KnownPositions {
  readonly blocks: MeasuredExchange["prompt"]["blocks"];
  readonly byBound: Map<CountBound, readonly CachePosition[]>;
}

function positionsOf(
  { prompt, count }: MeasuredExchange,
  bound: CountBound,
): readonly CachePosition[] {
  const before = knownPositions.get(count);
  // Equal prompts may have one count between them.
  const { byBound } =
    before?.blocks === prompt.blocks ? before : { byBound: new Map<CountBound, never>() };
  const known = byBound.get(bound);
  if (known !== undefined) return known;
  const blocks = tokensByBlock(count, bound);
  const tail = Math.min(count.tail, blocks.at(-1) ?? 0);
  const { positions } = layOut({ ...prompt, breakpoints: [] }, { blocks, tail }, 0);
  knownPositions.set(count, {
    blocks: prompt.blocks,
    byBound: new Map([...byBound, [bound, positions]]),
  });
  return positions;
}

/**
 * Tokens of each block. At another bound than the total every prefix grows or shrinks in
 * proportion, rounded down, so that the blocks stay whole and add up to the bound.
 */
function tokensByBlock(count: Count, bound: CountBound): readonly number[] {
  const target = count[bound];
  if (target === count.total || count.total === 0) return count.blocks;
  let counted = 0;
  let before = 0;
  return count.blocks.map((tokens) => {
    counted += tokens;
    const upTo = Math.floor((counted * target) / count.total);
    const own = upTo - before;
    before = upTo;
    return own;
  });
}
