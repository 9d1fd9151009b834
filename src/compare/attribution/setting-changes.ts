/** Which settings of a request differ, from what to what. Never a text that a user wrote. */
import {
  isArray,
  isNumberText,
  isObject,
  writeJson,
  type Json,
  type JsonObject,
} from "../../json.ts";
import { uniqueBy } from "../../order.ts";
import { diffSettings, type Difference } from "../../prompt/difference/difference.ts";
import { counted, groupDigits } from "../../words.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import { bareChange, type Change } from "../comparison.ts";
import type { CauseStep } from "../steps.ts";
import { partOf } from "../substitution/counterfactual.ts";
import type { TakenStep } from "../substitution/bridge.ts";

/** What only decides how long an answer gets: the cause `output` names it. */
const onlyOfAnswers = new Set(["max_tokens", "stop_sequences"]);

/** The settings and betas that a step changes, each once. */
export function settingChanges(step: TakenStep<CauseStep>): readonly Change[] {
  const all = step.exchanges.flatMap(({ before, after }) =>
    before === null || after === null ? [] : changesBetween(before, after),
  );
  const changes = uniqueBy(all, ({ kind, name, from, to }) =>
    JSON.stringify([kind, name, from, to]),
  );
  const ofPrompt = changes.filter(({ name }) => !onlyOfAnswers.has(name ?? ""));
  return ofPrompt.length > 0 ? ofPrompt : changes;
}

function changesBetween(before: MeasuredExchange, after: MeasuredExchange): readonly Change[] {
  const [old, now] = [before.exchange.request.body, after.exchange.request.body];
  const { place } = after.exchange;
  const breaking = diffSettings(before.prompt, after.prompt);
  const [betas, betasBefore] = [after.exchange.betas, before.exchange.betas];
  const named = (kind: string, name: string): Change => ({
    ...bareChange,
    kind,
    name: betaName.test(name) ? name : "another beta",
    breaks: breakOf(breaking, "betas"),
    place,
  });
  return [
    ...settingNames(old, now).flatMap((name) =>
      differingValues(name, { before: old, after: now }).map((value) => ({
        ...bareChange,
        ...value,
        breaks: breakOf(breaking, value.name),
        place,
      })),
    ),
    ...betas.filter((beta) => !betasBefore.includes(beta)).map((beta) => named("added", beta)),
    ...betasBefore.filter((beta) => !betas.includes(beta)).map((beta) => named("removed", beta)),
  ];
}

/** The word for what a setting breaks, where it enters the cache's key. */
function breakOf(breaking: readonly Difference[], name: string): Difference["breaks"] {
  const found = breaking.find(
    (difference) => difference.name === name || name.startsWith(`${difference.name ?? ""}.`),
  );
  return found?.breaks ?? null;
}

function settingNames(before: JsonObject, after: JsonObject): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => partOf(key) === "settings")
    .sort();
}

/** One value of a setting that differs. */
interface DifferingValue {
  readonly kind: string;
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** So deep are settings told apart: `output_config.format.type`. */
const deepestSetting = 3;

/** The values of a setting, or of its members, that differ. */
export function differingValues(
  name: string,
  bodies: { readonly before: JsonObject; readonly after: JsonObject },
): readonly DifferingValue[] {
  return compareValues(name, [bodies.before[name], bodies.after[name]], 1);
}

function compareValues(
  name: string,
  [before, after]: readonly [Json | undefined, Json | undefined],
  depth: number,
): readonly DifferingValue[] {
  if (writeValue(before) === writeValue(after)) return [];
  if (isObject(before) && isObject(after) && depth < deepestSetting) {
    const inner = [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .sort()
      .flatMap((key) =>
        settingName.test(key)
          ? compareValues(`${name}.${key}`, [before[key], after[key]], depth + 1)
          : [],
      );
    if (inner.length > 0) return inner;
  }
  const kind = before === undefined ? "added" : after === undefined ? "removed" : "changed";
  const [from, to] = [shown(name, before), shown(name, after)];
  // Two lists of one length say nothing.
  return [{ kind, name: nameOf(name), ...(from === to ? { from: null, to: null } : { from, to }) }];
}

/** The API's names are of these characters; anything else may be text. */
const settingName = /^[a-z][a-z0-9_]{0,39}$/;

const betaName = /^[\w.-]{1,100}$/;

function nameOf(name: string): string {
  return name.split(".").every((step) => settingName.test(step)) ? name : "another setting";
}

/** Settings whose texts are words of the API. */
const wordSettings = new Set([
  "cache_control.ttl",
  "cache_control.type",
  "inference_geo",
  "output_config.effort",
  "output_config.format.type",
  "service_tier",
  "speed",
  "thinking.display",
  "thinking.type",
  "tool_choice.name",
  "tool_choice.type",
]);

/** A value as it may be shown; null: it is not there, or may hold a user's text. */
function shown(name: string, value: Json | undefined): string | null {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number")
    return Number.isInteger(value) ? groupDigits(value) : String(value);
  if (isNumberText(value)) return value.numberText;
  if (isArray(value)) return counted(value.length, "entry", "entries");
  if (typeof value === "string")
    return wordSettings.has(name) && /^[\w.:-]{1,64}$/.test(value) ? value : null;
  if (isObject(value)) {
    const { type } = value;
    return typeof type === "string" ? shown(`${name}.type`, type) : null;
  }
  return null;
}

function writeValue(value: Json | undefined): string {
  return value === undefined ? "" : writeJson(value);
}
