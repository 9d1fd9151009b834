import { createEvaluationContext, openBook } from "../../src/evaluation/context.ts";
import { loadTree } from "../../src/evaluation/load.ts";
import { projectTree } from "../../src/evaluation/project.ts";
import { digest } from "../../src/io/hash.ts";
import { loadTokenizer } from "../../src/io/context.ts";
import { hasErrors } from "../../src/problem.ts";
import { ratioToNumber } from "../../src/money.ts";
import { createCounter } from "../../src/tokens/counter.ts";
import { createMemoryTree } from "../../test/repositories/memory-tree.ts";
import {
  burstSize,
  schedule,
  type ArrivalKind,
  type Case,
  type CaseBlock,
  type CaseRequest,
  type CaseRun,
} from "./cases.ts";
import { model } from "./prices.ts";

/** What the product says of a case's first scenario. */
export interface Projected {
  /** USD. */
  readonly perRun: number;
  readonly hitRate: number;
  /** Tokens of each block as they were counted: run by run, request by request. */
  readonly tokens: readonly (readonly (readonly number[])[])[][];
  readonly isSimulated: boolean;
  readonly ms: number;
}

const counter = createCounter(loadTokenizer);

/** Writes a case down as a config and fixtures, and has them loaded and projected. */
export function projectCase(made: Case): Projected {
  const scenarios = made.scenarios.map(
    ({ runsPerHour, arrivals, sharedMessages, readableAfterMs }, index) =>
      `  s${index}:\n    fixtures: s${index}/*.json\n    cache: one\n` +
      `    traffic: { ${arrivals === "observed" ? "" : `runs: ${runsPerHour}/h, `}` +
      `arrivals: ${arrivalsText(arrivals, index)}, readable-after: ${readableAfterMs / 1_000}s, ` +
      `shared: { messages: ${sharedMessages} blocks } }\n`,
  );
  const fixtures = made.scenarios.flatMap(({ runs }, index) =>
    runs.map((run, at) => [`s${index}/r${at}.json`, JSON.stringify(fixtureOf(run))] as const),
  );
  const tree = createMemoryTree({
    "promptcost.yml": `scenarios:\n${scenarios.join("")}`,
    ...Object.fromEntries(fixtures),
    ...Object.fromEntries(
      made.scenarios.map(({ startsMs }, index) => [`u${index}.jsonl`, transcriptOf(startsMs)]),
    ),
  });
  const context = createEvaluationContext({ digest, counter, asOf: "2026-11-24", dry: false });
  const loaded = loadTree(tree, "promptcost.yml", { context });
  if (loaded.config === null || hasErrors(loaded.problems))
    throw new Error(`${made.name}: ${loaded.problems.map(({ message }) => message).join("\n")}`);
  const before = performance.now();
  const { scenarios: projected } = projectTree({
    scenarios: loaded.scenarios.toSorted((a, b) => (a.config.id < b.config.id ? -1 : 1)),
    context,
    book: openBook(loaded.config),
  });
  const [first] = projected;
  if (first === undefined) throw new Error(`${made.name}: no scenario`);
  const { projection } = first;
  const perRun = Number(projection.usdPerRun) / 1e12;
  const ms = performance.now() - before;
  return {
    perRun,
    hitRate: projection.hitRate === null ? 0 : ratioToNumber(projection.hitRate),
    tokens: projected.map(({ measured }) =>
      measured.runs.map((run) => run.exchanges.map(({ count }) => count.blocks)).flat(0),
    ),
    isSimulated: projection.problems.some(({ code }) =>
      ["cache-lifetimes-mixed", "cache-hit-unmarked", "readable-after-simulated"].includes(code),
    ),
    ms,
  };
}

function arrivalsText(kind: ArrivalKind, index: number): string {
  if (kind === "burst") return `{ burst: ${burstSize} }`;
  if (kind === "schedule") return `{ schedule: ${schedule.text} }`;
  return kind === "observed" ? `{ observed: u${index}.jsonl }` : kind;
}

/** A usage file with one conversation for each start. */
function transcriptOf(startsMs: readonly number[]): string {
  const usage = { input_tokens: 10, output_tokens: 5 };
  return startsMs
    .map((ms, index) =>
      JSON.stringify({
        type: "assistant",
        sessionId: `s${index}`,
        uuid: `u${index}`,
        requestId: `req_${index}`,
        timestamp: new Date(Date.UTC(2026, 10, 2) + ms).toISOString(),
        message: {
          id: `msg_${index}`,
          type: "message",
          role: "assistant",
          model,
          content: [{ type: "text", text: "ok" }],
          stop_reason: "end_turn",
          usage,
        },
      }),
    )
    .join("\n");
}

function fixtureOf({ weight, requests }: CaseRun): object {
  return { weight, exchanges: requests.map(exchangeOf) };
}

function exchangeOf({ offsetMs, output, blocks }: CaseRequest): object {
  const contentOf = (level: CaseBlock["level"]): readonly object[] =>
    blocks.filter((block) => block.level === level).map(blockOf);
  return {
    offset: `${offsetMs / 1_000}s`,
    request: {
      model,
      max_tokens: 1_000,
      system: contentOf("system"),
      messages: [{ role: "user", content: contentOf("messages") }],
    },
    expect: { output_tokens: output },
  };
}

function blockOf({ name, tokens, mark, changes }: CaseBlock): object {
  const filled = { $tokens: tokens, name };
  const variable = name.replaceAll(" ", "_");
  return {
    type: "text",
    text:
      changes === null
        ? filled
        : { $text: `${name} {{${variable}}}`, vars: { [variable]: { value: filled, changes } } },
    ...(mark === null ? {} : { cache_control: { type: "ephemeral", ttl: mark } }),
  };
}
