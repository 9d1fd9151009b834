import type { Day } from "../digest.ts";
import type { ModelEntry, PricePeriod } from "./entry.ts";
import { fable } from "./fable.ts";
import { haiku } from "./haiku.ts";
import type { NamedModel } from "./model.ts";
import { mythos } from "./mythos.ts";
import { opusRetired } from "./opus-retired.ts";
import { opus } from "./opus.ts";
import { sonnetRetired } from "./sonnet-retired.ts";
import { sonnet } from "./sonnet.ts";

/** Every row of the price book, newest first within a family. */
export const modelEntries: readonly ModelEntry[] = [
  ...fable,
  ...mythos,
  ...opus,
  ...opusRetired,
  ...sonnet,
  ...sonnetRetired,
  ...haiku,
];

const entries = new Map(modelEntries.map((entry) => [entry.model.id, entry]));

/** The price book's ids, in the order of the rows. */
export const modelIds: readonly string[] = [...entries.keys()];

/** The row of a price book id; null where there is none. Aliases and cloud ids: `findModel`. */
export function findEntry(id: string): ModelEntry | null {
  return entries.get(id) ?? null;
}

/**
 * The list prices of a price book id that hold on a day; before the first dated ones, those. Null
 * for an unknown id.
 */
export function findPeriod(id: string, day: Day): PricePeriod | null {
  const periods = entries.get(id)?.periods ?? [];
  return (
    periods.findLast((period) => period.from === null || period.from <= day) ?? periods[0] ?? null
  );
}

/** Whether `speed: "fast"` runs and bills as standard on a day (billing.md §1.4). */
export function isFastOver(model: string, day: Day): boolean {
  const period = findPeriod(model, day);
  return period !== null && period.fast === undefined && period.afterFast === "standard";
}

const firstParty = new Map<string, ModelEntry>();
const bedrock = new Map<string, ModelEntry>();
const vertex = new Map<string, ModelEntry>();
for (const entry of modelEntries) {
  for (const id of [entry.model.id, ...entry.model.aliases]) firstParty.set(id, entry);
  for (const id of entry.bedrockIds) bedrock.set(id, entry);
  for (const id of entry.vertexIds) vertex.set(id, entry);
}

const bedrockForm = /^(?:(us|eu|au|jp|in|apac|global)\.)?(anthropic\..+)$/;
const vertexDefault = "@default";

/**
 * What an id in a request or a response names; null where the price book has no such id. Ids are
 * matched exactly: first-party ids and aliases, Bedrock ids with or without a geographic prefix,
 * Vertex ids with their date (billing.md §1.6). An undated Vertex id is spelled like the
 * first-party one and is taken for it.
 */
export function findModel(id: string): NamedModel | null {
  const own = firstParty.get(id);
  if (own !== undefined) return { model: own.model, platform: "claude", regional: false };
  const match = bedrockForm.exec(id);
  const onBedrock = bedrock.get(match?.[2] ?? "");
  if (onBedrock !== undefined) {
    // Sources disagree about an id without prefix, so it stays unknown (billing.md §1.6).
    const regional = match?.[1] === undefined ? null : match[1] !== "global";
    return {
      model: onBedrock.model,
      platform: "bedrock",
      regional: onBedrock.regionalPremium ? regional : false,
    };
  }
  const onVertex = vertex.get(id.endsWith(vertexDefault) ? id.slice(0, -vertexDefault.length) : id);
  // The region stands in the URL, not in the id.
  return onVertex === undefined
    ? null
    : {
        model: onVertex.model,
        platform: "vertex",
        regional: onVertex.regionalPremium ? null : false,
      };
}

const knownIds = [...new Set([...firstParty.keys(), ...bedrock.keys(), ...vertex.keys()])];

/**
 * The known ids most like one that is unknown, nearest first, at most three; for `unknown-model`.
 */
export function nearestModels(id: string): string[] {
  const asked = id.slice(0, 80);
  return knownIds
    .map((known) => ({ known, edits: distance(asked, known) }))
    .sort((a, b) => a.edits - b.edits || (a.known < b.known ? -1 : 1))
    .slice(0, 3)
    .map((one) => one.known);
}

/** Edits (insert, delete, replace) between two texts. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
