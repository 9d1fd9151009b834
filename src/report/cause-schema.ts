/** A cause as a report has it: its schema, and how it is written. */
import * as z from "zod/mini";
import type { Cause as ScenarioCause } from "../compare/comparison.ts";
import { causeKinds } from "../compare/steps.ts";
import { formatUsd } from "../money.ts";
import { textDifferences } from "../prompt/difference/text-difference.ts";
import { Usd } from "./schema-parts.ts";

/** What a cause is made of: names, sizes and places (docs/report.md, "causes"). */
const Change = z.object({
  kind: z.string(),
  breaks: z.nullable(z.string()),
  name: z.nullable(z.string()),
  /** The name it had: the model it was. */
  was: z.nullable(z.string()),
  what: z.nullable(z.string()),
  /** A setting's value on either side, where it is a number or a word of the API's. */
  from: z.nullable(z.string()),
  to: z.nullable(z.string()),
  /** How many came, went, or are more or fewer than before, in one request. */
  tokens: z.nullable(z.number()),
  /** All that the block, or the answer, has on either side. */
  tokensBefore: z.nullable(z.number()),
  tokensAfter: z.nullable(z.number()),
  /** How its text differs. */
  difference: z.nullable(z.enum(textDifferences)),
  /** The block's members that differ, in the API's words. */
  parts: z.array(z.string()),
  /** What the block is, in the API's words, and the tool that a call or a result is of. */
  item: z.nullable(z.string()),
  tool: z.nullable(z.string()),
  /** Both from 1: the first exchange of its run that carries it, and the message there. */
  exchange: z.nullable(z.int()),
  message: z.nullable(z.int()),
  /** Requests of one run that carry it, and how many runs do. */
  requests: z.nullable(z.int()),
  runs: z.nullable(z.int()),
  block: z.nullable(z.string()),
  offset: z.nullable(z.int()),
  length: z.nullable(z.int()),
  lengthBefore: z.nullable(z.int()),
  file: z.nullable(z.string()),
  line: z.nullable(z.int()),
});

/** A part of the delta with one reason. */
export const Cause = z.object({
  kind: z.enum(causeKinds),
  usd: Usd,
  /** The ends of `usd`, where answers are written otherwise and nobody vouches for them; else null. */
  range: z.nullable(z.object({ low: Usd, high: Usd })),
  /** Change in tokens a run, expected over the mix of fixtures. */
  tokens: z.nullable(z.number()),
  /** The same of one of the requests, or answers, that changed, on average. */
  tokensPerRequest: z.nullable(z.number()),
  changes: z.array(Change),
  /** How many more changes there are, which are not named. */
  more: z.int(),
});

export function reportCause(cause: ScenarioCause): z.infer<typeof Cause> {
  return {
    kind: cause.kind,
    usd: formatUsd(cause.usd),
    range:
      cause.range === null
        ? null
        : { low: formatUsd(cause.range.low), high: formatUsd(cause.range.high) },
    tokens: cause.tokens,
    tokensPerRequest: cause.tokensPerRequest,
    changes: cause.changes.map(({ place, parts, ...change }) => ({
      ...change,
      parts: [...parts],
      file: place.file,
      line: place.line,
    })),
    more: cause.more,
  };
}
