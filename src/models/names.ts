/**
 * Model names as gateways, clouds and clients write them, taken apart: what stands around the
 * vendor's own id, and what it says of the place and the speed. Nothing is looked up here; a name is
 * looked up exactly, never by its beginning. Source: imports.md §4, billing.md §1.4, §1.6.
 */

/** Where a model is asked. What the API behind a gateway or on another cloud does may differ. */
export type Platform = "claude" | "bedrock" | "vertex" | "foundry";

/** A name without what was put around it. */
export interface BareName {
  /** Spelled as the vendor spells ids, dates behind a dash; may still be a cloud's own form. */
  readonly id: string;
  /** Null: nothing around the name says where it runs. */
  readonly platform: Platform | null;
  /** The price class of a Bedrock endpoint (`us`, `global`); null: the name has none. */
  readonly geo: string | null;
  /** A reseller with prices of its own, as its prefix has it; null: the name says none. */
  readonly reseller: string | null;
}

/** A name taken apart, the platform's prefixes first, then its own tails. */
export function readName(name: string): BareName {
  let rest = name.replace(wideWindow, "");
  let platform: Platform | null = null;
  const reseller = resellerPrefix.exec(rest)?.[1] ?? null;
  for (let row = prefixOf(rest); row !== null; row = prefixOf(rest)) {
    rest = rest.slice(row.length);
    platform ??= row.platform;
  }
  const resource = arn.exec(rest)?.[1];
  if (resource !== undefined) [rest, platform] = [resource, "bedrock"];
  const [onBedrock = "", geo = null] = bedrockPrefix.exec(rest) ?? [];
  if (onBedrock !== "") [rest, platform] = [rest.slice(onBedrock.length), "bedrock"];
  const undated = rest.endsWith(vertexDefault) ? rest.slice(0, -vertexDefault.length) : rest;
  const dated = undated.replace(vertexDate, "-$1");
  if (dated !== rest) platform ??= "vertex";
  const bare = dated.replace(bedrockVersion, "");
  if (bare !== dated && bedrockVersion.exec(dated)?.[1] !== undefined) platform ??= "bedrock";
  return { id: bare.replace(dot, "-"), platform, geo, reseller };
}

/**
 * A name whose version stands before the family (`claude-4-5-sonnet`), the other way round; null:
 * it is none. Claude 3 is named so by the vendor itself, and found as it is.
 */
export function inVendorsOrder(id: string): string | null {
  const [, version, family, date = ""] = versionFirst.exec(id) ?? [];
  return version === undefined || family === undefined
    ? null
    : `claude-${family}-${version}${date}`;
}

/**
 * A name of that order and the day behind it (`claude-4-6-opus-20260205`): what OpenRouter answers
 * with, and the day is that of the release. Null: it is none.
 */
export function releaseName(id: string): { readonly id: string; readonly day: string } | null {
  const date = versionFirst.exec(id)?.[3];
  const turned = inVendorsOrder(id);
  if (date === undefined || turned === null) return null;
  const day = `${date.slice(1, 5)}-${date.slice(5, 7)}-${date.slice(7)}`;
  return { id: turned.slice(0, -date.length), day };
}

/** A name without `-fast`, which stands for fast mode (billing.md §1.4); null: it has none. */
export function withoutFast(id: string): string | null {
  return id.endsWith(fastTail) ? id.slice(0, -fastTail.length) : null;
}

/**
 * Whether a gateway moves the name on to every newer model (`~anthropic/claude-opus-latest`): which
 * it was, only an answer says.
 */
export function isMovingName(name: string): boolean {
  return name.startsWith("~");
}

/** Those that ask for the model somewhere else and send a bill of their own. */
const resellers = [
  "vercel_ai_gateway",
  "openrouter",
  "deepinfra",
  "perplexity",
  "replicate",
  "gmi",
  "github_copilot",
  "heroku",
  "snowflake",
  "aihubmix",
  "databricks",
  "gradient_ai",
] as const;
const resellerPrefix = new RegExp(`^(${resellers.join("|")})/`);

/**
 * What stands before a name, and the platform it says, if any. Of a nested name the outermost
 * platform counts.
 */
const prefixes: readonly (readonly [RegExp, Platform | null])[] = [
  // The first-party API, by way of Bedrock's provider.
  [/^bedrock\/claude_platform\//, "claude"],
  [/^bedrock(?:_mantle)?[/:](?:invoke\/|converse\/)?(?:[a-z]{2}(?:-[a-z]+)+-\d\/)?/, "bedrock"],
  // A commitment is paid by the hour; what its requests ask for is this model all the same.
  [/^\d+-month-commitment\//, null],
  [/^vertex_ai\//, "vertex"],
  [/^azure_ai\//, "foundry"],
  [resellerPrefix, null],
  [/^databricks-/, null],
  // `anthropic:` as in `ai.gateway` metadata of Vercel and in Python's agent frameworks.
  [/^anthropic[/:-]/, null],
];

function prefixOf(name: string): { length: number; platform: Platform | null } | null {
  for (const [pattern, platform] of prefixes) {
    const length = pattern.exec(name)?.[0].length ?? 0;
    if (length > 0) return { length, platform };
  }
  return null;
}

/** What Claude Code adds where it asks for the wide window; one price for all lengths. */
const wideWindow = /\[1m\]$/;
const arn = /^arn:aws[\w-]*:bedrock:[^/]*\/(.+)$/;
const bedrockPrefix = /^(?:(us|us-gov|eu|apac|au|jp|in|global)\.)?anthropic\./;
const vertexDefault = "@default";
const vertexDate = /@(\d{8})$/;
/** `-v1:0`, `-v1`; the date of Vertex may stand behind it. */
const bedrockVersion = /-v\d+(:\d+)?(?=$|-\d{8}$)/;
const dot = /(?<=\d)\.(?=\d)/g;
const versionFirst = /^claude-(\d+(?:-\d{1,2})?)-([a-z]+)(-\d{8})?$/;
const fastTail = "-fast";
