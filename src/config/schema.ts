/**
 * The shape of `promptcost.yml`, once: what is checked here is what `schema/promptcost.schema.json`
 * says to editors. The `error` of a part says what is expected there, as the end of a sentence
 * "must be …".
 */
import * as z from "zod/mini";

function expect(error: string) {
  return { error };
}

const amountText = "an amount in USD such as `$900` or `$0.02`";
const shareText = "a percentage such as `80%`";
const rateText = "runs per unit of time, such as `200k/month` or `12/hour`";

/** `$900`, `0.02`: USD, at most 12 decimals. */
export const amountPattern = /^\$?\d{1,12}(\.\d{1,12})?$/;
/** `80%`, `0.5 %`, `5`. */
export const sharePattern = /^\d{1,9}(\.\d{1,9})?\s*%?$/;
/** `200k/month`, `1.5m per day`, `12 / hour`. */
export const ratePattern =
  /^(?<count>\d{1,12}(?:\.\d{1,9})?)\s*(?<scale>[kKmM]?)(?:\s*\/\s*|\s+(?:per|a|an)\s+)(?<unit>s|sec|second|min|minute|h|hour|d|day|week|mo|month)$/;
/** `all`, `40`, `40 tokens`, `2 blocks`. */
const sharedPattern = /^(?:all|\d{1,9}(?: tokens?| blocks?)?)$/;
/** `model:claude-haiku-4-5`. */
export const modelVariantPattern = /^model:[^\s:][^\s]*$/;

export const arrivals = ["poisson", "steady"] as const;
export const plainVariants = [
  "as-written",
  "no-cache",
  "cache-5m",
  "cache-1h",
  "batch",
  "batch+cache",
] as const;

function number(error: string) {
  return z.number(expect(error)).check(z.minimum(0, expect(error)));
}
function written(pattern: RegExp, error: string) {
  return z.union([number(error), z.string().check(z.regex(pattern, expect(error)))], expect(error));
}
function whole(error: string) {
  return z.int(expect(error)).check(z.minimum(0, expect(error)));
}
const amount = written(amountPattern, amountText);
const share = written(sharePattern, shareText);
const shared = z.union(
  [whole(""), z.string().check(z.regex(sharedPattern))],
  expect("`all`, a number of tokens such as `40`, or of blocks such as `2 blocks`"),
);
const path = z.string(expect("a path")).check(z.minLength(1, expect("a path")));
const variants =
  "a variant: `as-written`, `no-cache`, `cache-5m`, `cache-1h`, `batch`, `batch+cache` or `model:<id>`";

const budgetSchema = z.strictObject(
  {
    monthly: z.optional(amount),
    "per-run": z.optional(amount),
    increase: z.optional(
      z.strictObject(
        { percent: z.optional(share), "at-least": z.optional(amount) },
        expect("a mapping such as `{ percent: 5, at-least: $10 }`"),
      ),
    ),
    "cache-hit-rate": z.optional(share),
    action: z.optional(z.enum(["fail", "warn"], expect("`fail` or `warn`"))),
  },
  expect("a mapping such as `{ monthly: $900 }`"),
);

const variable = z.strictObject(
  {
    value: z.optional(
      z.union(
        [z.string(), z.strictObject({ $tokens: whole("a number of tokens") })],
        expect("a text in quotes, or `{ $tokens: 3000 }`"),
      ),
    ),
    changes: z.optional(
      z.union(
        [z.enum(["never", "day", "run", "request"]), z.int().check(z.minimum(1))],
        expect("`never`, `day`, `run`, `request` or a number of equally likely values"),
      ),
    ),
    literal: z.optional(z.boolean(expect("`true` or `false`"))),
  },
  expect("a mapping such as `{ value: Acme, changes: never }`"),
);

const scenario = z.strictObject(
  {
    fixtures: z.union(
      [path, z.array(path).check(z.minLength(1))],
      expect("a path or glob such as `fixtures/answer/*.json`, or a list of them"),
    ),
    traffic: z.optional(
      z.strictObject(
        {
          runs: z.string(expect(rateText)).check(z.regex(ratePattern, expect(rateText))),
          arrivals: z.optional(z.enum(arrivals, expect("`poisson` or `steady`"))),
          shared: z.optional(
            z.strictObject(
              {
                tools: z.optional(shared),
                system: z.optional(shared),
                messages: z.optional(shared),
              },
              expect("a mapping such as `{ tools: all, system: 40, messages: 2 blocks }`"),
            ),
          ),
        },
        expect("a mapping such as `{ runs: 200k/month }`"),
      ),
    ),
    variants: z.optional(
      z.array(
        z.union(
          [z.enum(plainVariants), z.string().check(z.regex(modelVariantPattern))],
          expect(variants),
        ),
        expect("a list such as `[no-cache, batch]`"),
      ),
    ),
    budget: z.optional(budgetSchema),
    output: z.optional(whole("a number of output tokens such as `300`")),
    cache: z.optional(z.string(expect("the name of a group of scenarios that share a cache"))),
    batch: z.optional(
      z.strictObject(
        { "hit-share": z.optional(share) },
        expect("a mapping such as `{ hit-share: 50% }`"),
      ),
    ),
    vars: z.optional(
      z.record(z.string(), variable, expect("a mapping from names to `{ value, changes }`")),
    ),
  },
  expect("a mapping with at least `fixtures`"),
);

const price = z.strictObject(
  {
    input: z.optional(amount),
    output: z.optional(amount),
    "cache-write-5m": z.optional(amount),
    "cache-write-1h": z.optional(amount),
    "cache-read": z.optional(amount),
  },
  expect("a mapping such as `{ input: 2, output: 10 }`, in USD per million tokens"),
);

export const configSchema = z.strictObject(
  {
    version: z.optional(z.literal(1, expect("`1`"))),
    scenarios: z.record(z.string(), scenario, expect("a mapping from names to scenarios")),
    budget: z.optional(budgetSchema),
    groups: z.optional(
      z.record(
        z.string(),
        z.strictObject(
          {
            scenarios: z
              .array(z.string(expect("the name of a scenario")), expect("a list of scenario names"))
              .check(z.minLength(1, expect("a list of scenario names"))),
            budget: budgetSchema,
          },
          expect("a mapping such as `{ scenarios: [a, b], budget: { monthly: $900 } }`"),
        ),
        expect("a mapping from names to groups"),
      ),
    ),
    baseline: z.optional(path),
    prices: z.optional(z.record(z.string(), price, expect("a mapping from model ids to prices"))),
    replay: z.optional(
      z.strictObject({ "max-usd": amount }, expect("a mapping such as `{ max-usd: $5 }`")),
    ),
    "on-no-base": z.optional(z.enum(["judge", "error"], expect("`judge` or `error`"))),
  },
  expect("a mapping with at least `scenarios`"),
);

/** What an editor needs to check and complete `promptcost.yml`. */
export function makeJsonSchema(): object {
  return {
    title: "promptcost.yml",
    ...z.toJSONSchema(configSchema),
  };
}
