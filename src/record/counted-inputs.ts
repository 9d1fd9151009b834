import { wholeNumber } from "../api/number.ts";
import type { Digest } from "../digest.ts";
import { hashInput } from "../fixture/input-hash.ts";
import type { CapturedCall } from "./captured-call.ts";
import { redactObject, type Redactor } from "./redact/redactor.ts";
import type { CountedInputs } from "./snapshots/write-run.ts";
import { isPaid } from "./snapshots/write-recorded.ts";

/** The beta that asks for counting, which no request of `messages` has. */
const countingBeta = /^token-counting-/;

/** What `count_tokens` said of whole bodies, and how many of its answers were used. */
export function collectCounts(
  calls: readonly CapturedCall[],
  { digest, redact }: { readonly digest: Digest; readonly redact: Redactor },
): CountedInputs & { readonly all: number; readonly used: () => number } {
  const counts = new Map<string, number>();
  let all = 0;
  const used = new Set<string>();
  for (const call of calls) {
    if (call.endpoint !== "count_tokens" || call.outcome !== "answered") continue;
    all += 1;
    const tokens = wholeNumber(call.response?.["input_tokens"]);
    const body = redactObject(call.request, redact);
    const isOfBody = call.redacted !== true && body === call.request;
    if (tokens === null || !isPaid(call) || !isOfBody) continue;
    const betas = call.betas.filter((name) => !countingBeta.test(name));
    counts.set(hashInput({ body, betas }, digest), tokens);
  }
  return {
    all,
    used: () => used.size,
    take: (inputHash) => {
      const tokens = counts.get(inputHash) ?? null;
      if (tokens !== null) used.add(inputHash);
      return tokens;
    },
  };
}
