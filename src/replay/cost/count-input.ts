/** Asks `count_tokens`, which is free, for the input of a request. */
import type { JsonObject } from "../../json.ts";
import type { CountRefusal } from "../../tokens/token-api.ts";
import { findTooLong } from "../sending/failure.ts";
import { isStopped, type Session } from "../session.ts";
import { countPauseMs, judgeCount, type CountFault } from "./count-failure.ts";

/** Why there is no count, after all attempts. */
export interface NoCount {
  readonly fault: CountFault;
  readonly refusal: CountRefusal;
  /** How often it was asked for. */
  readonly attempts: number;
  /** Nobody else was given a count meanwhile either. */
  readonly forAll: boolean;
  /** Why it was not waited as long as the API asks; empty: it was. */
  readonly asks: string;
}

/**
 * Input tokens of a body. Where `count_tokens` has no answer it is asked again, after pauses that
 * the user may end; null: everything was stopped meanwhile.
 */
export async function askCount(
  session: Session,
  body: JsonObject,
  betas: readonly string[],
): Promise<number | NoCount | null> {
  const { ports, counts } = session;
  const before = counts.counted;
  let waitedMs = 0;
  for (let attempts = 1; ; attempts += 1) {
    const counted = await ports.api.countTokens(body, betas, 0);
    if (typeof counted === "number") {
      counts.counted += 1;
      return counted;
    }
    if (isStopped(session)) return null;
    const askedMs = countPauseMs(counted, { attempts, waitedMs });
    if (askedMs === null) {
      const fault = judgeCount(counted);
      const asks = findTooLong(counted.retryAfterMs, waitedMs) ?? "";
      return { fault, refusal: counted, attempts, forAll: counts.counted === before, asks };
    }
    const pauseMs = session.pause(askedMs);
    waitedMs += pauseMs;
    await ports.wait(pauseMs, "refused");
    if (isStopped(session)) return null;
  }
}
