import { arrivalsOf, cycleOf } from "./arrivals.ts";
import type { Case, CaseBlock, CaseRequest, CaseScenario } from "./cases.ts";
import { minimum, prices } from "./prices.ts";
import { randomNumbers } from "./random-cases.ts";

/*
 * A second simulation of the cache, written apart from the product: slow, and as the rules are
 * written down (caching-rules.md §1, §4 to §7), so that it can be read against them.
 */

/** What a simulation found of a case's first scenario. */
export interface Simulated {
  readonly perRun: number;
  readonly hitRate: number;
  /** Standard errors of both. */
  readonly perRunError: number;
  readonly hitRateError: number;
}

interface Entry {
  ttlMs: number;
  expires: number;
  written: number;
  /** From when on it can be read. */
  readable: number;
}

interface Sent {
  readonly at: number;
  readonly scenario: number;
  readonly request: CaseRequest;
  readonly tokens: readonly number[];
  readonly run: StartedRun;
  readonly index: number;
}

interface StartedRun {
  readonly id: number;
  readonly counts: boolean;
  /** Which value each block that changes has in this run. */
  readonly values: Map<string, number>;
  usd: number;
  prompt: number;
  read: number;
}

const ttls = { "5m": 300_000, "1h": 3_600_000 } as const;
const lookback = 20;

/** Simulates runs of all scenarios together, batch by batch, until `isEnough` of what was found. */
export function simulateCase(
  made: Case,
  tokens: readonly (readonly (readonly (readonly number[])[])[])[],
  options: {
    readonly seed: number;
    readonly isEnough: (found: Simulated, runs: number) => boolean;
  },
): Simulated {
  const random = randomNumbers(options.seed);
  const cache = new Map<string, Entry>();
  const arrivals = made.scenarios.map((scenario, index) =>
    arrivalsOf(scenario, { random, isNeighbour: index > 0 }),
  );
  const first = made.scenarios[0];
  if (first === undefined) throw new Error("a case has a scenario");
  const perHour = first.runsPerHour;
  const cycle = cycleOf(first);
  const runsInBatch = Math.ceil(Math.max(400, perHour) / cycle) * cycle;
  let open: Sent[] = [];
  let started = 0;
  let untilMs = 0;
  const batches: { usd: number; prompt: number; read: number; runs: number }[] = [];
  for (;;) {
    untilMs += (runsInBatch / perHour) * 3_600_000;
    const runs: StartedRun[] = [];
    const sent: Sent[] = open;
    for (const [index, scenario] of made.scenarios.entries())
      for (const { at, run } of arrivals[index]?.(untilMs) ?? []) {
        const startedRun: StartedRun = {
          id: (started += 1),
          counts: index === 0,
          values: new Map(),
          usd: 0,
          prompt: 0,
          read: 0,
        };
        if (index === 0) runs.push(startedRun);
        for (const [at2, request] of (scenario.runs[run]?.requests ?? []).entries())
          sent.push({
            at: at + request.offsetMs,
            scenario: index,
            request,
            tokens: tokens[index]?.[run]?.[at2] ?? [],
            run: startedRun,
            index: at2,
          });
      }
    sent.sort((a, b) => a.at - b.at);
    open = sent.filter(({ at }) => at > untilMs);
    for (const each of sent) {
      if (each.at > untilMs) break;
      send(each, { cache, scenario: made.scenarios[each.scenario] ?? first, random });
    }
    for (const [key, entry] of cache) if (entry.expires < untilMs) cache.delete(key);
    // Requests of a run fall into the batch they are sent in: over many batches that is the same.
    const counted = [...new Set(sent.map(({ run }) => run))].filter((run) => run.counts);
    const sums = counted.reduce(
      (all, run) => ({
        usd: all.usd + run.usd,
        prompt: all.prompt + run.prompt,
        read: all.read + run.read,
      }),
      { usd: 0, prompt: 0, read: 0 },
    );
    for (const run of counted) [run.usd, run.prompt, run.read] = [0, 0, 0];
    batches.push({ ...sums, runs: runs.length });
    if (batches.length < 30) continue;
    const found = summarise(batches.slice(Math.ceil(batches.length / 10)));
    if (options.isEnough(found, batches.length * runsInBatch)) return found;
  }
}

function summarise(
  batches: readonly { usd: number; prompt: number; read: number; runs: number }[],
): Simulated {
  const total = (of: "usd" | "prompt" | "read" | "runs"): number =>
    batches.reduce((sum, batch) => sum + batch[of], 0);
  const ratioOf = (over: "usd" | "read", under: "runs" | "prompt"): [number, number] => {
    const mean = total(over) / total(under);
    const square = batches.reduce(
      (sum, batch) => sum + (batch[over] - mean * batch[under]) ** 2,
      0,
    );
    return [mean, Math.sqrt((square * batches.length) / (batches.length - 1)) / total(under)];
  };
  const [perRun, perRunError] = ratioOf("usd", "runs");
  const [hitRate, hitRateError] = ratioOf("read", "prompt");
  return { perRun, hitRate, perRunError, hitRateError };
}

/** Sends one request: reads, renews, writes, and bills it. */
function send(
  { at, request, tokens, run, index }: Sent,
  context: {
    readonly cache: Map<string, Entry>;
    readonly scenario: CaseScenario;
    readonly random: () => number;
  },
): void {
  const { cache } = context;
  const keys = keysOf(request.blocks, { run, index, ...context });
  const upTo: number[] = [];
  for (const count of tokens) upTo.push((upTo.at(-1) ?? 0) + count);
  const marks = request.blocks.flatMap(({ mark }, block) =>
    mark !== null && (upTo[block] ?? 0) >= minimum ? [{ block, mark }] : [],
  );
  const alive = (block: number): Entry | null => {
    const entry = cache.get(keys[block] ?? "");
    return entry === undefined || at > entry.expires ? null : entry;
  };
  const renew = (entry: Entry): void => {
    entry.expires = Math.max(entry.expires, at + entry.ttlMs);
  };
  let hit = -1;
  for (const { block } of marks.toReversed()) {
    for (let place = block; place >= 0 && place > block - lookback && hit < 0; place -= 1) {
      const entry = alive(place);
      if (entry !== null && entry.written < at && entry.readable <= at) hit = place;
    }
    if (hit >= 0) break;
  }
  const found = hit < 0 ? null : alive(hit);
  if (found !== null) renew(found);
  for (const { block, mark } of marks) {
    if (block === hit) continue;
    const entry = alive(block);
    const expires = at + ttls[mark];
    const readable = at + context.scenario.readableAfterMs;
    if (entry === null)
      cache.set(keys[block] ?? "", { ttlMs: ttls[mark], expires, written: at, readable });
    else if (block < hit) renew(entry);
    else {
      entry.readable = Math.min(entry.readable, readable);
      if (expires > entry.expires) [entry.ttlMs, entry.expires] = [ttls[mark], expires];
    }
  }
  const total = upTo.at(-1) ?? 0;
  const a = hit < 0 ? 0 : (upTo[hit] ?? 0);
  const lastHour = marks.findLast(({ mark }) => mark === "1h");
  const b = Math.max(a, lastHour === undefined ? 0 : (upTo[lastHour.block] ?? 0));
  const last = marks.at(-1);
  const c = Math.max(b, last === undefined ? 0 : (upTo[last.block] ?? 0));
  run.prompt += total;
  run.read += a;
  run.usd +=
    a * prices.read +
    (b - a) * prices.write1h +
    (c - b) * prices.write5m +
    (total - c) * prices.input +
    request.output * prices.output;
}

/** What a cache knows the prefix up to each block by. */
function keysOf(
  blocks: readonly CaseBlock[],
  sender: {
    readonly run: StartedRun;
    readonly index: number;
    readonly scenario: CaseScenario;
    readonly random: () => number;
  },
): readonly string[] {
  const { run, scenario, random } = sender;
  let key = "";
  let messages = 0;
  return blocks.map(({ level, name, tokens, changes }) => {
    if (level === "messages") messages += 1;
    const isPrivate = changes === "run" || messages > scenario.sharedMessages;
    let value = "";
    if (typeof changes === "number") {
      if (!run.values.has(name)) run.values.set(name, Math.floor(random() * changes));
      value = `=${run.values.get(name) ?? 0}`;
    }
    key += `/${level} ${name} ${tokens}${value}${isPrivate ? `@${run.id}` : ""}`;
    return key;
  });
}
