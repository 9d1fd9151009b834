import type { Arrivals } from "../../src/config/arrivals/arrivals.ts";
import type { Changes, SharedRule, Traffic } from "../../src/config/config.ts";
import type { Exchange, Placeholder } from "../../src/fixture/fixture.ts";
import type { Ratio } from "../../src/money.ts";
import { ratio } from "../../src/money.ts";
import { nowhere } from "../../src/problem.ts";
import type {
  MeasuredExchange,
  MeasuredRun,
  MeasuredScenario,
} from "../../src/projection/projection.ts";
import type { Ttl } from "../../src/api/cache-control.ts";
import type { Level } from "../../src/api/request.ts";
import type { Block, Breakpoint } from "../../src/prompt/prompt.ts";

/** A block declared by size. Two are the same bytes when level, name and tokens are equal. */
export interface Piece {
  readonly level?: Level;
  readonly name: string;
  readonly tokens: number;
  readonly mark?: Ttl;
  readonly changes?: Changes;
  readonly inherited?: boolean;
  readonly kind?: string;
}

export interface Ask {
  readonly model?: string;
  readonly offset?: number;
  readonly output?: number;
  readonly low?: number;
  readonly high?: number;
  readonly webSearches?: number;
  readonly pieces: readonly Piece[];
}

const interned = new Map<string, number>();
function intern(text: string): number {
  const known = interned.get(text) ?? interned.size;
  interned.set(text, known);
  return known;
}

function placeholdersOf(piece: Piece): readonly Placeholder[] {
  return piece.changes === undefined
    ? []
    : [
        {
          path: [],
          name: piece.name,
          changes: piece.changes,
          tokens: null,
          undeclared: false,
          kind: "text",
          offset: 0,
          inherited: piece.inherited ?? false,
          place: nowhere,
        },
      ];
}

function blocksOf(ask: Ask): readonly Block[] {
  let chain = ask.model ?? "claude-sonnet-5";
  let position = -1;
  let previous = "";
  return ask.pieces.map((piece, index) => {
    const level = piece.level ?? "messages";
    const name = `${level}/${piece.name}/${piece.tokens}`;
    chain = `${chain} ${name}`;
    const kind = piece.kind ?? "text";
    const joins = kind === previous && (kind === "tool_use" || kind === "tool_result");
    if (!joins && kind !== "thinking") position += 1;
    previous = kind;
    return {
      level,
      path: `${level}.${index}`,
      message: level === "messages" ? index : -1,
      role: level === "messages" ? "user" : level === "system" ? "system" : null,
      kind,
      content: { $tokens: piece.tokens, name: piece.name },
      key: intern(name),
      prefix: intern(chain),
      placeholders: placeholdersOf(piece),
      changes: piece.changes ?? "never",
      position,
    };
  });
}

function sumOf(ask: Ask, level: Level): number {
  return ask.pieces.reduce(
    (sum, piece) => sum + ((piece.level ?? "messages") === level ? piece.tokens : 0),
    0,
  );
}

function exchangeOf(ask: Ask, run: string, index: number): MeasuredExchange {
  const exchange: Exchange = {
    id: `${run}#${index}`,
    index,
    place: nowhere,
    offsetMs: ask.offset ?? index * 10_000,
    at: null,
    betas: [],
    request: { body: {}, placeholders: [], links: [] },
    inputHash: "sha256:0",
    recorded: null,
    counted: null,
    expectedOutput: ask.output ?? 0,
    needsPrevious: index > 0,
  };
  const breakpoints: Breakpoint[] = ask.pieces.flatMap((piece, block) =>
    piece.mark === undefined ? [] : [{ block, ttl: piece.mark, automatic: false }],
  );
  const total = ask.pieces.reduce((sum, piece) => sum + piece.tokens, 0);
  return {
    exchange,
    prompt: {
      request: exchange.request,
      model: ask.model ?? "claude-sonnet-5",
      betas: [],
      blocks: blocksOf(ask),
      breakpoints,
      table: {},
    },
    count: {
      total,
      low: ask.low ?? total,
      high: ask.high ?? total,
      witness: "declared",
      parts: {
        tools: sumOf(ask, "tools"),
        system: sumOf(ask, "system"),
        messages: sumOf(ask, "messages"),
      },
      blocks: ask.pieces.map((piece) => piece.tokens),
      tail: 0,
      problems: [],
    },
    output: {
      tokens: ask.output ?? 0,
      low: ask.output ?? 0,
      high: ask.output ?? 0,
      basis: "expected",
      problems: [],
    },
    earned: {},
    webSearches: ask.webSearches ?? 0,
    passes: [],
    speed: "standard",
    geo: "global",
  };
}

/** A run of exchanges, 10 s apart unless they say otherwise. */
export function runOf(id: string, asks: readonly Ask[], weight = 1): MeasuredRun {
  const exchanges = asks.map((ask, index) => exchangeOf(ask, id, index));
  return {
    run: { id, weight, exchanges: exchanges.map(({ exchange }) => exchange), place: nowhere },
    weight,
    exchanges,
  };
}

export function trafficOf(
  runsPerMonth: Ratio | number,
  arrivals: Arrivals | "poisson" | "steady" = "poisson",
  shared: SharedRule = {},
): Traffic {
  return {
    runsPerMonth: typeof runsPerMonth === "number" ? ratio(BigInt(runsPerMonth)) : runsPerMonth,
    range: null,
    judgedAt: "high",
    written: "in a test",
    arrivals: typeof arrivals === "string" ? { kind: arrivals, text: arrivals } : arrivals,
    shared,
    gapMs: null,
    readableAfterMs: 0,
  };
}

export function scenarioOf(
  runs: readonly MeasuredRun[],
  traffic: Traffic | null = null,
  more: Partial<Pick<MeasuredScenario, "id" | "tier" | "batchHitShare" | "shared">> = {},
): MeasuredScenario {
  return {
    id: "a",
    runs,
    traffic,
    shared: traffic?.shared ?? {},
    tier: "standard",
    batchHitShare: ratio(1n, 2n),
    ...more,
  };
}
