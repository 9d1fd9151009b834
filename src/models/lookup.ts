import type { Day } from "../day.ts";
import { editDistance } from "../edit-distance.ts";
import { ascending } from "../order.ts";
import { catalogue } from "./catalogue.ts";
import type { ModelId } from "./ids.ts";
import type { Model } from "./model.ts";
import { inVendorsOrder, readName, releaseName, withoutFast, type Platform } from "./names.ts";
import { periodOn, type PricePeriod } from "./prices.ts";

/**
 * What an id in a request names: the model, where it runs, and whether the place costs a premium.
 */
export interface NamedModel {
  readonly model: Model;
  readonly platform: Platform;
  /**
   * Whether it is a regional endpoint that costs 10 % more: from the 4.5 generation on (billing.md
   * §1.6). Null: the id does not say (Vertex, Foundry), or sources disagree (a Bedrock id without
   * prefix).
   */
  readonly regional: boolean | null;
  /** Whether the name itself asks for fast mode: a gateway's or a deployment's `-fast`. */
  readonly fast: boolean;
  /** A reseller, by its prefix (`openrouter`): it sends a bill of its own. */
  readonly reseller: string | null;
}

/**
 * What an id in a request or a response names; null where the price book has no such id. What
 * gateways, clouds and clients put around an id is taken off (`names.ts`), the rest is matched
 * exactly: first-party ids and aliases, Bedrock's and Vertex's own, and a Claude 3 id without its
 * date. An undated Vertex id is spelled like the first-party one and is taken for it.
 */
export function findModel(name: string): NamedModel | null {
  const own = firstParty.get(name);
  if (own !== undefined)
    return { model: own, platform: "claude", regional: false, fast: false, reseller: null };
  const { id, platform: said, geo, reseller } = readName(name);
  const exact = findBare(id);
  const atSpeed = exact === null ? withoutFast(id) : null;
  const model = exact ?? (atSpeed === null ? null : findBare(atSpeed));
  if (model === null) return null;
  const fast = exact === null;
  // No deployment of a model without fast mode is called so by any gateway.
  if (fast && !hasFastMode(model)) return null;
  const platform = said ?? "claude";
  const regional = model.regionalPremium ? regionalOf(platform, geo) : false;
  return { model, platform, regional, fast, reseller };
}

/**
 * What a name stands for among models that may be dearer than others: the price book's id, in fast
 * mode with `-fast`, which has prices of its own. Null for an unknown name.
 */
export function findDearName(name: string): string | null {
  const named = findModel(name);
  return named === null ? null : dearName(named.model.id, named.fast);
}

/** The same of an id of the price book. */
export function dearName(id: string, fast: boolean): string {
  return fast ? `${id}-fast` : id;
}

function findBare(id: string): Model | null {
  const named = byName.get(id) ?? byName.get(inVendorsOrder(id) ?? "");
  if (named !== undefined) return named;
  const release = releaseName(id);
  const released = byName.get(release?.id ?? "");
  return released?.releasedOn === release?.day ? (released ?? null) : null;
}

/** A region stands in the URL of Vertex and in the deployment on Foundry, not in the id. */
function regionalOf(platform: Platform, geo: string | null): boolean | null {
  if (platform === "claude") return false;
  // Sources disagree about a Bedrock id without prefix, so it stays unknown (billing.md §1.6).
  return platform === "bedrock" && geo !== null ? geo !== "global" : null;
}

function hasFastMode({ periods }: Model): boolean {
  return periods.some(({ fast, afterFast }) => fast !== undefined || afterFast !== undefined);
}

const firstParty = new Map<string, Model>();
const cloudIds: string[] = [];
for (const model of catalogue) {
  for (const id of [model.id, ...model.aliases]) firstParty.set(id, model);
  cloudIds.push(...model.bedrockIds, ...model.vertexIds);
}

/** What OpenRouter answers with, by the day of a release that is not in the price book. */
const releaseNames = {
  "claude-4-opus-20250522": "claude-opus-4-20250514",
  "claude-4-sonnet-20250522": "claude-sonnet-4-20250514",
} as const satisfies Readonly<Record<string, ModelId>>;

/**
 * First-party names, and undated ones of models that have none: those of the vendor's `-latest`,
 * else of the only id of that name.
 */
const byName = new Map<string, Model>(firstParty);
for (const undated of [/-latest$/, /-\d{8}$/])
  for (const [id, model] of firstParty) {
    const stem = id.replace(undated, "");
    if (!byName.has(stem)) byName.set(stem, model);
  }
for (const [name, id] of Object.entries(releaseNames)) {
  const model = firstParty.get(id);
  if (model !== undefined) byName.set(name, model);
}

/** The model that the price book keeps under an id; null for another id, an alias too. */
export function findByPriceBookId(id: string): Model | null {
  return byId.get(id) ?? null;
}

const byId = new Map<string, Model>(catalogue.map((model) => [model.id, model]));

/**
 * The list prices of a price book id that hold on a day; before the first dated ones, those. Null
 * for an unknown id.
 */
export function findPeriod(id: string, day: Day): PricePeriod | null {
  return periodOn(byId.get(id)?.periods ?? [], day);
}

/** Whether `speed: "fast"` runs and bills as standard on a day (billing.md §1.4). */
export function isFastOver(model: string, day: Day): boolean {
  const period = findPeriod(model, day);
  return period !== null && period.fast === undefined && period.afterFast === "standard";
}

/**
 * The known ids most like one that is unknown, nearest first, at most three; for `unknown-model`.
 * None for a name that is no Claude model's at all (`gpt-4o`): none of ours is meant by it.
 */
export function nearestModels(id: string): string[] {
  if (!familyWords.test(id)) return [];
  const { id: bare } = readName(id);
  const asked = (inVendorsOrder(bare) ?? bare).slice(0, 80);
  return knownIds
    .map((known) => ({ known, edits: editDistance(asked, known, { swaps: false }) }))
    .sort((a, b) => a.edits - b.edits || ascending(a.known, b.known))
    .slice(0, 3)
    .map(({ known }) => known);
}

/** A name of ours has one of these, misspelt by a letter or not; beginnings are enough. */
const familyWords = /cla|laud|anthrop|opu|sonn|onnet|haik|aiku|fabl|myth/i;

const knownIds = [...new Set([...firstParty.keys(), ...cloudIds])];
