import { assert, constantFrom, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/models/catalogue.ts";
import { findModel } from "../../src/models/lookup.ts";
import type { Platform } from "../../src/models/names.ts";

/** Patterns of a name around an id, and what they say of the place; null: nothing. */
const prefixes: readonly (readonly [string, Platform | null])[] = [
  ["", null],
  ["anthropic/", null],
  ["vercel_ai_gateway/anthropic/", null],
  ["openrouter/anthropic/", null],
  ["deepinfra/anthropic/", null],
  ["perplexity/anthropic/", null],
  ["replicate/anthropic/", null],
  ["gmi/anthropic/", null],
  ["github_copilot/", null],
  ["heroku/", null],
  ["snowflake/", null],
  ["aihubmix/", null],
  ["databricks/databricks-", null],
  ["gradient_ai/anthropic-", null],
  ["bedrock/claude_platform/", null],
  ["azure_ai/", "foundry"],
  ["vertex_ai/", "vertex"],
];

const aroundBedrock = [
  "",
  "bedrock/",
  "bedrock/invoke/",
  "bedrock/converse/",
  "bedrock_mantle/",
  "bedrock/us-gov-west-1/",
  "bedrock/ap-northeast-1/1-month-commitment/",
  "bedrock/us-east-1/6-month-commitment/",
  "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/",
  "bedrock/arn:aws:bedrock:us-east-1::foundation-model/",
  "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/",
] as const;

const geos = [
  ["", null],
  ["us.", true],
  ["us-gov.", true],
  ["eu.", true],
  ["apac.", true],
  ["au.", true],
  ["jp.", true],
  ["in.", true],
  ["global.", false],
] as const;

const model = constantFrom(...catalogue);
const dotted = (id: string): string => id.replaceAll(/(?<=\d)-(?=\d(?!\d))/g, ".");

/** Replicate, Heroku and Snowflake put the version first. */
const versionFirst = (id: string): string =>
  id.replace(/^claude-([a-z]+)-(\d+(?:-\d{1,2})?)(?=$|-\d{8}$)/, "claude-$2-$1");

describe("findModel takes off what stands around an id", () => {
  test("of gateways and platforms, under every spelling", () => {
    const spelling = constantFrom(
      (id: string) => id,
      dotted,
      versionFirst,
      (id: string) => dotted(versionFirst(id)),
    );
    assert(
      property(
        model.chain((each) => tuple(constantFrom(each), constantFrom(each.id, ...each.aliases))),
        constantFrom(...prefixes),
        spelling,
        constantFrom("", "[1m]"),
        ([each, id], [prefix, said], spell, tail) => {
          const platform = said ?? "claude";
          const regional = each.regionalPremium && platform !== "claude" ? null : false;
          expect(findModel(prefix + spell(id) + tail)).toMatchObject({
            model: each,
            platform,
            regional,
            fast: false,
          });
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("of Bedrock: ways in, price class, version", () => {
    assert(
      property(
        model.chain((each) =>
          tuple(
            constantFrom(each),
            constantFrom(
              ...each.bedrockIds,
              `anthropic.${each.id}`,
              ...each.aliases.map((id) => `anthropic.${id}-v1:0`),
            ),
          ),
        ),
        constantFrom(...aroundBedrock),
        constantFrom(...geos),
        constantFrom("", "[1m]"),
        ([each, id], around, [geo, regional], tail) => {
          expect(findModel(around + geo + id + tail)).toMatchObject({
            model: each,
            platform: "bedrock",
            regional: each.regionalPremium ? regional : false,
            fast: false,
          });
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("of Vertex AI", () => {
    for (const each of catalogue)
      for (const id of each.vertexIds)
        for (const name of [`vertex_ai/${id}`, `vertex_ai/${id}[1m]`, `${id}@default`])
          expect([findModel(name)?.model, findModel(name)?.platform]).toEqual([each, "vertex"]);
  });

  test("`-fast` asks for fast mode, of models that have it", () => {
    for (const each of catalogue) {
      const has = each.periods.some(({ fast, afterFast }) => (fast ?? afterFast) !== undefined);
      for (const prefix of ["anthropic/", "azure_ai/", "", "github_copilot/"]) {
        const found = findModel(`${prefix}${dotted(each.id)}-fast`);
        expect([found?.model, found?.fast]).toEqual(has ? [each, true] : [undefined, undefined]);
      }
    }
  });
});

test.each([
  ["anthropic/claude-sonnet-5.5", "claude-sonnet-5-5", "claude", false],
  ["vercel_ai_gateway/anthropic/claude-opus-4.5", "claude-opus-4-5", "claude", false],
  ["openrouter/anthropic/claude-3.5-haiku", "claude-3-5-haiku-20241022", "claude", false],
  ["anthropic/claude-4.5-haiku-20251001", "claude-haiku-4-5", "claude", false],
  ["anthropic:claude-sonnet-4-20250514", "claude-sonnet-4-20250514", "claude", false],
  ["bedrock:us.anthropic.claude-sonnet-4-6", "claude-sonnet-4-6", "bedrock", true],
  ["vertex_ai/claude-3-5-sonnet-v2@20241022", "claude-3-5-sonnet-20241022", "vertex", false],
  ["vertex_ai/claude-sonnet-4-5@20250929", "claude-sonnet-4-5", "vertex", null],
  ["claude-opus-4-1@default", "claude-opus-4-1", "vertex", false],
  [
    "bedrock/us-gov-west-1/anthropic.claude-sonnet-4-5-20250929-v1:0",
    "claude-sonnet-4-5",
    "bedrock",
    null,
  ],
  ["us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5", "bedrock", true],
  ["bedrock/claude_platform/claude-opus-4-7", "claude-opus-4-7", "claude", false],
  ["anthropic.claude-opus-4-6-v1", "claude-opus-4-6", "bedrock", null],
  ["anthropic/claude-4.6-opus-20260205", "claude-opus-4-6", "claude", false],
  ["anthropic/claude-4.8-opus-20260528", "claude-opus-4-8", "claude", false],
  ["anthropic/claude-4-opus-20250522", "claude-opus-4-20250514", "claude", false],
  ["claude-4.5-sonnet", "claude-sonnet-4-5", "claude", false],
  ["replicate/anthropic/claude-4-sonnet", "claude-sonnet-4-20250514", "claude", false],
  ["snowflake/claude-4-opus", "claude-opus-4-20250514", "claude", false],
  ["heroku/claude-3-7-sonnet", "claude-3-7-sonnet-20250219", "claude", false],
  ["heroku/claude-3-5-sonnet-latest", "claude-3-5-sonnet-20241022", "claude", false],
  ["databricks/databricks-claude-3-7-sonnet", "claude-3-7-sonnet-20250219", "claude", false],
  ["gradient_ai/anthropic-claude-4.6-sonnet", "claude-sonnet-4-6", "claude", false],
  ["us.anthropic.claude-sonnet-4-5-20250929-v1:0[1m]", "claude-sonnet-4-5", "bedrock", true],
  ["claude-opus-5-5[1m]", "claude-opus-5-5", "claude", false],
  ["azure_ai/claude-opus-5.5", "claude-opus-5-5", "foundry", null],
])("%s is %s", (name, id, platform, regional) => {
  const found = findModel(name);
  expect([found?.model.id, found?.platform, found?.regional]).toEqual([id, platform, regional]);
});

test.each([
  "anthropic/claude-opus-9",
  "openrouter/openai/gpt-4o",
  "gpt-4o",
  "vertex_ai/gemini-3-pro",
  "bedrock/anthropic.claude-v2:1",
  "anthropic.claude-v2",
  "claude-instant-1.2",
  "claude-sonnet-4-5-20991231",
  "claude-sonnet-4-5-turbo",
  "claude-sonnet-4-50",
  "claude-9-sonnet",
  "anthropic/claude-4.6-opus-20260206",
  "anthropic/claude-9-opus-20260205",
  "my-claude-sonnet-4-5",
  "claude-sonnet-4-5-fast",
  "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3",
  "~anthropic/claude-opus-latest",
  "~anthropic/claude-sonnet-5",
  "anthropic/",
  "bedrock/",
  "[1m]",
  "-fast",
])("%s stays unknown", (name) => expect(findModel(name)).toBeNull());

test("a reseller is known by its prefix; the platforms of the price book are none", () => {
  const reseller = (name: string) => findModel(name)?.reseller;
  expect(reseller("openrouter/anthropic/claude-opus-5")).toBe("openrouter");
  expect(reseller("databricks/databricks-claude-sonnet-4-5")).toBe("databricks");
  for (const name of ["claude-opus-5", "anthropic/claude-opus-5", "vertex_ai/claude-opus-5"])
    expect(reseller(name)).toBeNull();
  expect(reseller("azure_ai/claude-opus-5")).toBeNull();
  expect(reseller("bedrock/us.anthropic.claude-opus-5")).toBeNull();
});
