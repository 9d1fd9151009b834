/** What was recorded, as the stub gives it: snapshots there are, and calls that were answered. */
import { completesInput } from "../api/completed-input.ts";
import { inputTotal } from "../api/response.ts";
import type { Digest } from "../digest.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { hashInput } from "../fixture/input-hash.ts";
import { wholeNumber } from "../api/number.ts";
import { problem, type Problem } from "../problem.ts";
import type { CapturedCall } from "./captured-call.ts";
import type { RecordedAnswer } from "./stub/recorded-answers.ts";

/** A recorded run: its name, and what it sent. */
export interface RecordedRun {
  readonly name: string | null;
  readonly exchanges: readonly Exchange[];
}

/** The answers of recorded runs, in order. */
export function answersOfRuns(runs: readonly RecordedRun[]): readonly RecordedAnswer[] {
  return runs.flatMap(({ name, exchanges }) =>
    exchanges.flatMap(({ request, inputHash, recorded }): readonly RecordedAnswer[] => {
      if (recorded === null) return [];
      const earned = recorded.inputHash ?? inputHash;
      return [
        {
          body: request.body,
          hashes: [inputHash, earned],
          run: name,
          response: recorded.response,
          isVolatile: request.placeholders.some(
            ({ path, changes }) => path[0] === "messages" && changes !== "never",
          ),
        },
      ];
    }),
  );
}

/** The answers that calls got, in order. */
export function answersOfCalls(
  calls: readonly CapturedCall[],
  digest: Digest,
): readonly RecordedAnswer[] {
  return calls.flatMap(({ endpoint, request, betas, run, response }) =>
    endpoint !== "messages" || response === null
      ? []
      : [
          {
            body: request,
            hashes: [hashInput({ body: request, betas }, digest)],
            run,
            response,
            isVolatile: false,
          },
        ],
  );
}

/** What `count_tokens` said, by input hash: in fixtures, and to calls. */
export function countsOfRecordings(
  runs: readonly RecordedRun[],
  calls: readonly CapturedCall[],
  digest: Digest,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { exchanges } of runs)
    for (const { counted } of exchanges)
      if (counted !== null) counts.set(counted.inputHash, counted.tokens);
  for (const { endpoint, request, betas, response } of calls) {
    const tokens = wholeNumber(response?.["input_tokens"]);
    if (endpoint === "count_tokens" && tokens !== null)
      counts.set(hashInput({ body: request, betas }, digest), tokens);
  }
  return counts;
}

/** Recordings of one request that say two sizes of it: each against the first. */
export function findDisagreements(runs: readonly RecordedRun[]): readonly Problem[] {
  const first = new Map<string, { readonly tokens: number; readonly name: string }>();
  return runs.flatMap(({ exchanges }) =>
    exchanges.flatMap((exchange): readonly Problem[] => {
      const { recorded, inputHash, place } = exchange;
      const tokens = recorded === null ? null : (inputTotal(recorded.response)?.total ?? null);
      // What the API completes itself has another size each time.
      if (recorded === null || tokens === null || completesInput(exchange.request.body)) return [];
      const key = recorded.inputHash ?? inputHash;
      const known = first.get(key);
      if (known === undefined) {
        first.set(key, { tokens, name: place.file ?? exchange.id });
        return [];
      }
      return known.tokens === tokens
        ? []
        : [
            problem("recordings-disagree", recorded.place, {
              other: known.name,
              tokens,
              otherTokens: known.tokens,
            }),
          ];
    }),
  );
}
