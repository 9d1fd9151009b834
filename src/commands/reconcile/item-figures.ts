import { addRatio, ratio, type Ratio } from "../../money.ts";
import type { ComparedItem } from "../../reconcile/comparison.ts";
import { over } from "../../reconcile/parts.ts";

/** What says why one side costs more; null where it is not known, or of nothing. */
interface ItemFigures {
  /** read / (input + writes + read), tokens. */
  readonly hitRate: Ratio | null;
  readonly outputPerRequest: Ratio | null;
}

/** Hit rate and length of answers of one item, real and projected. */
export function figuresOfItem({ quantities, requests, projected }: ComparedItem): {
  readonly real: ItemFigures;
  readonly projected: ItemFigures;
} {
  const whole = (count: bigint): Ratio => ratio(count);
  return {
    real:
      quantities === null
        ? nothing
        : figuresOf(
            {
              input: whole(quantities.input),
              cacheWrite5m: whole(quantities.cacheWrite5m),
              cacheWrite1h: whole(quantities.cacheWrite1h),
              cacheRead: whole(quantities.cacheRead),
              output: whole(quantities.output),
            },
            requests === null ? null : whole(requests),
          ),
    projected: projected === null ? nothing : figuresOf(projected.quantities, projected.requests),
  };
}

const nothing: ItemFigures = { hitRate: null, outputPerRequest: null };

type Tokens = Readonly<
  Record<"input" | "cacheWrite5m" | "cacheWrite1h" | "cacheRead" | "output", Ratio>
>;

function figuresOf(tokens: Tokens, requests: Ratio | null): ItemFigures {
  const { input, cacheWrite5m, cacheWrite1h, cacheRead, output } = tokens;
  const prompt = [input, cacheWrite5m, cacheWrite1h, cacheRead].reduce(addRatio, ratio(0n));
  return {
    hitRate: prompt.n === 0n ? null : over(cacheRead, prompt),
    outputPerRequest: requests === null || requests.n === 0n ? null : over(output, requests),
  };
}
