import { shownId, shownName } from "../../shown-name.ts";
import { createProblemCollector } from "../../evaluation/collector.ts";
import { checkRequest } from "../../evaluation/request-check.ts";
import type { FileExchange } from "../../fixture/fixture.ts";
import { atItsLine } from "../../fixture/body-places.ts";
import type { Problem } from "../../problem.ts";
import type { BlockTable } from "../../prompt/block-table.ts";
import { readPrompt } from "../../prompt/blocks.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import { wholeNumber } from "../../api/number.ts";
import { modelMember } from "../../api/model.ts";
import { inputTotal } from "../../api/response.ts";
import type { Count, Counter, Parts, Witness } from "../../tokens/count.ts";
import { countWithEvidence, ownEvidence } from "../../tokens/witness/choice.ts";
import { computedEvidence } from "../../tokens/witness/evidence.ts";
import { sortByPlace } from "../../problem-order.ts";

/** Tokens of one block of a prompt. */
export interface CountedBlock {
  readonly block: string;
  readonly kind: string;
  readonly tokens: number;
}

/**
 * One exchange's count. Tokens. `parts` adds up to `inputTokens`; null where a recording has no
 * body to tell them apart.
 */
export interface CountedExchange {
  readonly id: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly low: number;
  readonly high: number;
  readonly witness: Witness;
  readonly parts: Parts | null;
  readonly blocks: readonly CountedBlock[];
}

/** The document that `count --json` prints. */
export interface CountJson {
  readonly schemaVersion: 1;
  readonly exchanges: readonly CountedExchange[];
  readonly problems: readonly Problem[];
}

export interface CountInput {
  readonly exchanges: Iterable<FileExchange>;
  readonly counter: Counter;
  readonly table: BlockTable;
  /** Recordings and kept counts are ignored. */
  readonly dry: boolean;
  /** What reading the files found; may grow while the exchanges are read. */
  readonly problems: readonly Problem[];
}

/** Counts the exchanges of named files by their best witness. Each problem is told once. */
export function countExchanges(input: CountInput): CountJson {
  const { counter, table, dry } = input;
  const counted: CountedExchange[] = [];
  const found = createProblemCollector(
    ({ code, file, path, message }) => `${code} ${file ?? ""} ${path ?? ""} ${message}`,
  );
  for (const recording of input.exchanges) {
    const { exchange } = recording;
    if (recording.body !== "whole") {
      const bodiless = dry ? null : countBodiless(recording);
      if (bodiless !== null) counted.push(bodiless);
      continue;
    }
    const prompt = readPrompt({ request: exchange.request, betas: exchange.betas, table });
    const answer = dry ? null : apiAnswer(recording);
    const asked =
      answer === null
        ? exchange
        : {
            ...exchange,
            recorded: null,
            counted: { inputHash: exchange.inputHash, tokens: answer },
          };
    const evidence = dry
      ? computedEvidence
      : ownEvidence(asked, { counter, promptOf: () => prompt });
    const count = countWithEvidence(prompt, evidence, counter);
    counted.push(describe(exchange.id, prompt, count));
    // What is assumed of the cache is no matter of a count.
    const refused = checkRequest(prompt, exchange).filter(({ severity }) => severity === "error");
    const { file } = exchange.place;
    found.add(
      [...refused, ...count.problems].map((one) => (one.file === null ? { ...one, file } : one)),
      (one) => atItsLine(one, exchange),
    );
  }
  return {
    schemaVersion: 1,
    exchanges: counted,
    problems: sortByPlace([...input.problems, ...found.problems]),
  };
}

/** Usage without its whole body: the total is known, its parts are not. */
function countBodiless({ exchange }: FileExchange): CountedExchange | null {
  const truth = exchange.recorded === null ? null : inputTotal(exchange.recorded.response);
  if (truth === null) return null;
  const { body } = exchange.request;
  const model = modelMember(body) ?? modelMember(exchange.recorded?.response ?? null);
  const { total } = truth;
  return {
    id: shownId(exchange.id),
    model: typeof model === "string" ? shownName(model) : "",
    inputTokens: total,
    low: total,
    high: total,
    witness: "recorded",
    parts: null,
    blocks: [],
  };
}

/** A recording of `count_tokens` itself: the API's own word (corpus lines). */
function apiAnswer({ endpoint, exchange }: FileExchange): number | null {
  return endpoint === "count_tokens" && exchange.recorded !== null
    ? wholeNumber(exchange.recorded.response["input_tokens"])
    : null;
}

function describe(id: string, prompt: Prompt, count: Count): CountedExchange {
  return {
    id: shownId(id),
    model: shownName(prompt.model),
    inputTokens: count.total,
    low: count.low,
    high: count.high,
    witness: count.witness,
    parts: count.parts,
    blocks: prompt.blocks.map((block, index) => ({
      block: block.path,
      kind: shownName(block.kind),
      tokens: count.blocks[index] ?? 0,
    })),
  };
}
