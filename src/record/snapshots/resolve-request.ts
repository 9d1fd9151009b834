/** Requests as a fixture would read them, tried before they are written. */
import type { Digest } from "../../digest.ts";
import { answerOf } from "../../fixture/answer.ts";
import { readRawExchange, type RawExchange } from "../../fixture/files/raw-exchange.ts";
import type { Source } from "../../fixture/files/source.ts";
import type { Exchange, Request } from "../../fixture/fixture.ts";
import { declaredTexts, hashInput } from "../../fixture/input-hash.ts";
import type { Resolver } from "../../fixture/references/resolver.ts";
import { resolveRequest, type AnsweredRequest } from "../../fixture/request.ts";
import { writeJson, type JsonObject } from "../../json.ts";
import { hasErrors, placeIn } from "../../problem.ts";
import { orderMembers } from "../runs/order-members.ts";

/** Reads the requests of one run, in order, as its file would say them. */
export interface RequestTrials {
  /** What a written request would send; null: it cannot be read. */
  readonly read: (written: JsonObject) => Request | null;
  /** The request that stands in the file, and what is kept of its answer: the next may continue it. */
  readonly settle: (
    request: Request,
    kept: { readonly response: JsonObject | null; readonly expected: number | null },
  ) => void;
  /** The blocks that `$answer` stands for now; null: none are recorded. */
  readonly answer: () => AnsweredRequest["answer"]["content"];
}

/** `run`: the run's id, by which answers without content are named. */
export function openTrials(run: string, file: string, resolver: Resolver): RequestTrials {
  let before: AnsweredRequest | null = null;
  let index = 0;
  return {
    read: (written) => {
      const known = resolver.problems.length;
      const raw = rawExchange({ request: written }, file, resolver);
      const request = resolveRequest(raw, before, resolver);
      const isBroken = hasErrors(resolver.problems.slice(known));
      resolver.problems.length = known;
      return isBroken ? null : request;
    },
    settle: (request, { response, expected }) => {
      const id = `${run}#${String(index)}`;
      const expectation = { exchange: expected, scenario: null };
      const answer = answerOf({ id, index, body: request.body }, response, expectation);
      before = { request, answer };
      index += 1;
    },
    answer: () => before?.answer.content ?? null,
  };
}

function rawExchange(value: JsonObject, file: string, resolver: Resolver): RawExchange {
  const source: Source = { file, line: 1, value, refers: true, place: () => placeIn(file) };
  return readRawExchange(value, { source, path: [], problems: resolver.problems }, []);
}

/** Whether two bodies are the same but for the order of their top-level members. */
export function isSameBody(a: JsonObject, b: JsonObject): boolean {
  return writeJson(orderMembers(a)) === writeJson(orderMembers(b));
}

/** The `inputHash` of a request as its fixture says it. */
export function hashRequest(
  { body, placeholders }: Pick<Request, "body" | "placeholders">,
  betas: readonly string[],
  digest: Digest,
): string {
  return hashInput({ body, betas, declared: declaredTexts(placeholders) }, digest);
}

/** A request as an exchange with nothing recorded, for counting it. */
export function bareExchange(
  request: Request,
  facts: Pick<Exchange, "id" | "index" | "betas" | "inputHash"> & { readonly file: string },
): Exchange {
  const { file, ...rest } = facts;
  return {
    ...rest,
    place: placeIn(file),
    offsetMs: 0,
    at: null,
    request,
    recorded: null,
    counted: null,
    expectedOutput: null,
    needsPrevious: false,
  };
}
