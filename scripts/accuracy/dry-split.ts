/**
 * How input divides over read, written and plain where our own count alone says how large a prompt
 * is and where its breakpoints stand, against what the usage says.
 */
import { createCache } from "../../src/billing/cache/cache.ts";
import { layOut, sizeAt, type CacheLayout } from "../../src/billing/cache/layout.ts";
import { createSimulation } from "../../src/billing/cache/simulation.ts";
import type { CacheSplit } from "../../src/billing/cache/split.ts";
import {
  isOneSampling,
  recordedSplit,
  type RecordedSplit,
} from "../../src/billing/recorded/split.ts";
import { completedByApi } from "../../src/api/completed-input.ts";
import { ttlMs } from "../../src/api/cache-control.ts";
import { usageOf } from "../../src/api/response.ts";
import { readUsage, type Usage } from "../../src/api/usage.ts";
import { billedModel } from "../../src/commands/simulate/request.ts";
import { withCounter } from "../../src/io/context.ts";
import { minimumOf } from "../../src/models/cache-minimum.ts";
import { groupBy } from "../../src/order.ts";
import { createBlockTable, type BlockTable } from "../../src/prompt/block-table.ts";
import { readPrompt } from "../../src/prompt/blocks.ts";
import type { Prompt } from "../../src/prompt/prompt.ts";
import type { Count, Counter } from "../../src/tokens/count.ts";
import { exchangeFolders, readRecordings, type Recording } from "./corpus.ts";

/** A row of recordings, and the share of them whose split is the recorded one to the token. */
export interface DryFigures {
  readonly name: string;
  readonly n: number;
  readonly exact: number;
  /** The same of those whose total is ours: there only the places decide. */
  readonly sameTotal: { readonly n: number; readonly exact: number };
}

export interface DrySplit {
  readonly rows: readonly DryFigures[];
  /** Recordings with cache activity that are in no row, by cause. */
  readonly leftOut: readonly { readonly why: string; readonly n: number }[];
}

interface Measured {
  readonly recording: Recording;
  readonly prompt: Prompt;
  readonly count: Count;
  readonly recorded: RecordedSplit;
  readonly dry: CacheSplit;
  readonly leftOut: string | null;
}

const causes = {
  served: "tools of the server ran",
  odd: "odd recordings",
  elsewhere: "content at a URL or in a file store",
} as const;

/** `corpus`: the folder that holds `exchanges/` and `more/`. */
export async function measureDrySplit(corpus: string): Promise<DrySplit> {
  const folders = exchangeFolders(corpus);
  const measured = await withCounter((counter) =>
    folders.map((folder) => measureRuns(readRecordings([folder]), counter)),
  );
  const all = measured.flat();
  const inside = all.filter(({ leftOut }) => leftOut === null);
  const names = ["the first folder of recordings", "the second"];
  return {
    rows: [
      ...measured.map((rows, index) =>
        figuresOf(
          names[index] ?? "",
          rows.filter(({ leftOut }) => leftOut === null),
        ),
      ),
      figuresOf("all", inside),
      figuresOf("of these, two lifetimes written at once", inside.filter(writesBoth)),
      figuresOf("a breakpoint on tools or system prompt, without tools", inside.filter(marksAlone)),
      figuresOf("a breakpoint on tools or system prompt, with tools", inside.filter(marksTools)),
      figuresOf("with tools, in the messages alone", inside.filter(marksMessages)),
    ],
    leftOut: Object.values(causes).flatMap((why) => {
      const n = all.filter(({ leftOut }) => leftOut === why).length;
      return n === 0 ? [] : [{ why, n }];
    }),
  };
}

function writesBoth({ recorded }: Measured): boolean {
  return recorded.write1h > 0 && recorded.write5m > 0;
}

function marksTools({ prompt }: Measured): boolean {
  return marksHead(prompt) && hasTools(prompt);
}

function marksAlone({ prompt }: Measured): boolean {
  return marksHead(prompt) && !hasTools(prompt);
}

function marksMessages({ prompt }: Measured): boolean {
  return !marksHead(prompt) && hasTools(prompt);
}

function marksHead({ blocks, breakpoints }: Prompt): boolean {
  return breakpoints.some(({ block }) => blocks[block]?.level !== "messages");
}

function hasTools({ blocks }: Prompt): boolean {
  return blocks.some(({ level }) => level === "tools");
}

function figuresOf(name: string, rows: readonly Measured[]): DryFigures {
  const same = rows.filter(({ count, recorded }) => count.total === totalOf(recorded));
  return {
    name,
    n: rows.length,
    exact: shareExact(rows),
    sameTotal: { n: same.length, exact: shareExact(same) },
  };
}

function shareExact(rows: readonly Measured[]): number {
  return rows.length === 0 ? 0 : rows.filter(isExact).length / rows.length;
}

function isExact({ dry, recorded }: Measured): boolean {
  return (
    dry.read === recorded.read &&
    dry.write5m === recorded.write5m &&
    dry.write1h === recorded.write1h &&
    dry.input === recorded.input
  );
}

/** Those of the recordings that stand in a run with cache activity, run by run. */
function measureRuns(recordings: readonly Recording[], counter: Counter): readonly Measured[] {
  const table = createBlockTable();
  const messages = recordings.filter(({ exchange }) => exchange.endpoint === "messages");
  const runs = groupBy(
    messages,
    ({ exchange }) => `${exchange.exchange.place.file ?? ""}#${exchange.run}`,
  );
  return [...runs.values()].flatMap((run) => {
    const rows = measureRun(run, counter, table);
    return rows.some(({ recorded }) => cachedOf(recorded) > 0) ? rows : [];
  });
}

function measureRun(
  run: readonly Recording[],
  counter: Counter,
  table: BlockTable,
): readonly Measured[] {
  const cache = createCache();
  const simulate = createSimulation({ counter, table });
  return run.flatMap((recording): Measured[] => {
    const { exchange } = recording.exchange;
    const { request, betas, recorded: answer } = exchange;
    const { usage } = readUsage(usageOf(recording.response), exchange.place);
    if (usage === null || answer === null) return [];
    const prompt = readPrompt({ request, betas, table });
    const recorded = recordedSplit(usage, request.body);
    const minimum = minimumOf(billedModel(exchange));
    const at = { startMs: exchange.offsetMs, at: exchange.at };
    const shown = simulate({ prompt, minimum, recorded, response: recording.response, ...at });
    const count = counter.count(prompt);
    const layout = layOut(prompt, sizeAt(count, { at: at.at, model: prompt.model }), minimum);
    // What was cached before the recording began nobody can know: there the recording is believed.
    if (shown.cachedBefore) putRead(cache, layout, { ...shown.split, startMs: at.startMs });
    const dry = cache.request({ layout, startMs: at.startMs, scope: "" });
    return [{ recording, prompt, count, recorded, dry, leftOut: causeOf(recording, usage) }];
  });
}

/** Why a recording is in no row; null: it is in one. */
function causeOf({ odd, kind, request, response }: Recording, usage: Usage): string | null {
  if (completedByApi(request).length > 0 || !isOneSampling(usage, response)) return causes.served;
  if (odd !== null) return causes.odd;
  return kind === "URL or file source" ? causes.elsewhere : null;
}

/** Puts the entry there that a recording read though none of its requests wrote it. */
function putRead(
  cache: ReturnType<typeof createCache>,
  layout: CacheLayout,
  { hitBlock, startMs }: { readonly hitBlock: number; readonly startMs: number },
): void {
  const prefix = layout.positions[hitBlock]?.prefix;
  const ttl = layout.breakpoints.find(({ index }) => index >= hitBlock)?.ttl ?? "5m";
  if (prefix === undefined) return;
  cache.put({ scope: "", prefix, ttl, expiresIn: ttlMs[ttl], readableIn: 0 }, startMs);
}

function totalOf(split: RecordedSplit): number {
  return cachedOf(split) + split.input;
}

function cachedOf({ read, write1h, write5m }: RecordedSplit): number {
  return read + write1h + write5m;
}
