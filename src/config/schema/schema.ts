/**
 * The shape of `promptcost.yml`, once: what is checked here is what `schema/promptcost.schema.json`
 * says to editors. The `error` of a part says what is expected there, as the end of a sentence
 * "must be …".
 */
import * as z from "zod/mini";
import { levels } from "../../api/request.ts";
import { acceptSchema } from "../accept/entry.ts";
import { arrivalsSchema } from "../arrivals/arrivals.ts";
import { frequencies, noBaseActions, rangeEnds } from "../config.ts";
import { durationPattern } from "../arrivals/duration.ts";
import { priceKeys } from "../prices.ts";
import { amount, batchForms, optionalSchemas } from "../quantity.ts";
import { runsPattern, runsText } from "../arrivals/runs.ts";
import { rateTierSchema as rateTier } from "../rate-tier.ts";
import { sharedPattern } from "../traffic.ts";
import { changesText } from "../variable.ts";
import { budgetSchema, onUncertain, oneOf } from "./budget-schema.ts";
import { variantsSchema } from "./variant-schema.ts";

const aShare = expect("`all`, a number of tokens such as `40`, or of blocks such as `2 blocks`");
const shared = z.union(
  [
    z.int(aShare).check(z.minimum(0, aShare), z.maximum(999_999_999, aShare)),
    z.string(aShare).check(z.regex(sharedPattern, aShare)),
  ],
  aShare,
);
const path = z.string(expect("a path")).check(z.minLength(1, expect("a path")));

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
        [z.enum(frequencies), z.int().check(z.minimum(1, expect(changesText)))],
        expect(changesText),
      ),
    ),
    literal: z.optional(z.boolean(expect("`true` or `false`"))),
  },
  expect("a mapping such as `{ value: Acme, changes: never }`"),
);

const scenario = z.strictObject(
  {
    fixtures: z.union(
      [path, z.array(path).check(z.minLength(1, expect("a list of at least one path or glob")))],
      expect("a path or glob such as `fixtures/answer/*.json`, or a list of them"),
    ),
    traffic: z.optional(
      z.strictObject(
        {
          runs: z.optional(
            z
              .string(expect(runsText))
              .check(
                z.regex(runsPattern, expect(runsText)),
                z.describe("How often it runs: a rate, or a range of it (`150k-250k/month`)."),
              ),
          ),
          "judged-at": z.optional(
            oneOf(rangeEnds).check(
              z.describe(
                "The end of a range of runs that figures and budgets are judged at; `high` by default.",
              ),
            ),
          ),
          arrivals: z.optional(
            arrivalsSchema.check(z.describe("How runs arrive; `poisson` by default.")),
          ),
          gaps: z.optional(
            duration("a time such as `30s`, of less than ten years").check(
              z.describe("Between exchanges of a run that have no times; `10s` by default."),
            ),
          ),
          "readable-after": z.optional(
            duration("a time such as `2s`, of less than ten years").check(
              z.describe(
                "How long after a request's start what it wrote can be read: `0s` by default, by any " +
                  "request that starts later.",
              ),
            ),
          ),
          shared: z.optional(
            z.strictObject(
              allOptional(levels, shared),
              expect("a mapping such as `{ tools: all, system: 40, messages: 2 blocks }`"),
            ),
          ),
        },
        expect("a mapping such as `{ runs: 200k/month }`"),
      ),
    ),
    variants: z.optional(variantsSchema),
    budget: z.optional(budgetSchema),
    output: z.optional(whole("a number of output tokens such as `300`")),
    cache: z.optional(z.string(expect("the name of a group of scenarios that share a cache"))),
    tier: z.optional(rateTier),
    batch: z.optional(
      z.strictObject(optionalSchemas(batchForms), expect("a mapping such as `{ hit-share: 50% }`")),
    ),
    vars: z.optional(
      z.record(z.string(), variable, expect("a mapping from names to `{ value, changes }`")),
    ),
  },
  expect("a mapping with at least `fixtures`"),
);

const price = z.strictObject(
  allOptional(priceKeys, amount.schema),
  expect("a mapping such as `{ input: 2, output: 10 }`, in USD per million tokens"),
);

const redactText = "a list of patterns such as `['ACCT-[0-9]{8}']`";
const modelsText = "a mapping from names to model ids such as `{ our-chat: claude-sonnet-5 }`";
const modelId = z
  .string(expect("a model id such as `claude-sonnet-5`"))
  .check(z.minLength(1, expect("a model id such as `claude-sonnet-5`")));

const extraKeysText = "a list of keys such as `[new_setting]`";
const extraKey = z.string(expect(extraKeysText)).check(z.minLength(1, expect(extraKeysText)));

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
    accept: z.optional(acceptSchema),
    baseline: z.optional(path),
    tier: z.optional(rateTier),
    prices: z.optional(z.record(z.string(), price, expect("a mapping from model ids to prices"))),
    replay: z.optional(
      z.strictObject({ "max-usd": amount.schema }, expect("a mapping such as `{ max-usd: $5 }`")),
    ),
    record: z.optional(
      z.strictObject(
        {
          into: z.optional(
            path.check(
              z.describe(
                "The folder that `record` keeps its snapshots in, from this file; a folder in it is " +
                  "a scenario. It lies in the repository, and is no link.",
              ),
            ),
          ),
        },
        expect("a mapping such as `{ into: fixtures/recorded }`"),
      ),
    ),
    redact: z.optional(
      z
        .array(z.string(expect(redactText)), expect(redactText))
        .check(
          z.describe(
            "Patterns of texts that are replaced before anything recorded is kept: a part of " +
              "regular expressions. What looks like a key is always replaced.",
          ),
        ),
    ),
    models: z.optional(
      z
        .record(z.string(), modelId, expect(modelsText))
        .check(
          z.describe(
            "What other names of models mean: a deployment's or a proxy's name, and the id of the " +
              "model behind it. Holds for every request that asks for the model by that name.",
          ),
        ),
    ),
    "on-no-base": z.optional(oneOf(noBaseActions)),
    "on-uncertain": z.optional(onUncertain),
    "extra-keys": z.optional(
      z
        .array(extraKey, expect(extraKeysText))
        .check(
          z.describe(
            "Keys of request bodies that the API has and this version of promptcost does not know, " +
              "wherever they stand. They pass with a warning; what they cost is not counted.",
          ),
        ),
    ),
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

function expect(error: string) {
  return { error };
}

function duration(error: string) {
  return z.string(expect(error)).check(z.regex(durationPattern, expect(error)));
}

function whole(error: string) {
  return z.int(expect(error)).check(z.minimum(0, expect(error)));
}

/** A mapping that may have each of some keys. */
function allOptional<Schema extends z.ZodMiniType>(keys: readonly string[], schema: Schema) {
  return Object.fromEntries(keys.map((key) => [key, z.optional(schema)]));
}
