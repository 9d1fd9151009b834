import type { Day } from "../day.ts";
import { editDistance } from "../edit-distance.ts";
import { ascending } from "../order.ts";
import { catalogue } from "./catalogue.ts";
import type { Model } from "./model.ts";
import { periodOn, type PricePeriod } from "./prices.ts";

/**
 * What an id in a request names: the model, where it runs, and whether the place costs a premium.
 */
interface NamedModel {
  readonly model: Model;
  readonly platform: "claude" | "bedrock" | "vertex";
  /**
   * Whether it is a regional endpoint that costs 10 % more: from the 4.5 generation on (billing.md
   * §1.6). Null: the id does not say (Vertex), or sources disagree (a Bedrock id without prefix).
   */
  readonly regional: boolean | null;
}

/**
 * What an id in a request or a response names; null where the price book has no such id. Ids are
 * matched exactly: first-party ids and aliases, Bedrock ids with or without a geographic prefix,
 * Vertex ids with their date (billing.md §1.6). An undated Vertex id is spelled like the
 * first-party one and is taken for it.
 */
export function findModel(id: string): NamedModel | null {
  const own = firstParty.get(id);
  if (own !== undefined) return { model: own, platform: "claude", regional: false };
  const match = bedrockForm.exec(id);
  const onBedrock = bedrock.get(match?.[2] ?? "");
  if (onBedrock !== undefined) {
    // Sources disagree about an id without prefix, so it stays unknown (billing.md §1.6).
    const regional = match?.[1] === undefined ? null : match[1] !== "global";
    return {
      model: onBedrock,
      platform: "bedrock",
      regional: onBedrock.regionalPremium ? regional : false,
    };
  }
  const onVertex = vertex.get(id.endsWith(vertexDefault) ? id.slice(0, -vertexDefault.length) : id);
  // The region stands in the URL, not in the id.
  return onVertex === undefined
    ? null
    : {
        model: onVertex,
        platform: "vertex",
        regional: onVertex.regionalPremium ? null : false,
      };
}

const firstParty = new Map<string, Model>();
const bedrock = new Map<string, Model>();
const vertex = new Map<string, Model>();
for (const model of catalogue) {
  for (const id of [model.id, ...model.aliases]) firstParty.set(id, model);
  for (const id of model.bedrockIds) bedrock.set(id, model);
  for (const id of model.vertexIds) vertex.set(id, model);
}

const bedrockForm = /^(?:(us|eu|au|jp|in|apac|global)\.)?(anthropic\..+)$/;
const vertexDefault = "@default";

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
  const asked = id.slice(0, 80);
  return knownIds
    .map((known) => ({ known, edits: editDistance(asked, known, { swaps: false }) }))
    .sort((a, b) => a.edits - b.edits || ascending(a.known, b.known))
    .slice(0, 3)
    .map(({ known }) => known);
}

/** A name of ours has one of these, misspelt by a letter or not; beginnings are enough. */
const familyWords = /cla|laud|anthrop|opu|sonn|onnet|haik|aiku|fabl|myth/i;

const knownIds = [...new Set([...firstParty.keys(), ...bedrock.keys(), ...vertex.keys()])];
