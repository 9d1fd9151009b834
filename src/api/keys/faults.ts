/** What of a request is none of the API's members, or holds another kind of value. */
import { editDistance } from "../../edit-distance.ts";
import { isArray, isObject, type Json, type JsonObject, type Path } from "../../json.ts";
import { nearestNames } from "../../nearest.ts";
import { anyNumber, wholeNumber } from "../number.ts";
import { block } from "./blocks.ts";
import { request } from "./request.ts";
import type { Members, Nested, Part, Shape } from "./shape.ts";

/** One thing that the API does not take. `path` is in the body. */
export type RequestFault =
  | {
      readonly kind: "unknown-key";
      readonly path: Path;
      readonly key: string;
      /** What may stand there. */
      readonly known: readonly string[];
    }
  | {
      /** A `type` that is none, and near one that is. `path` is the object's. */
      readonly kind: "unknown-kind";
      readonly path: Path;
      readonly name: string;
      readonly nearest: readonly string[];
    }
  | {
      readonly kind: "wrong-value";
      readonly path: Path;
      /** As the end of "here it takes …". */
      readonly expected: string;
    };

/** What is wrong with a request body, in its order. Any JSON may be a body. */
export function findRequestFaults(body: JsonObject): readonly RequestFault[] {
  const faults: RequestFault[] = [];
  checkObject(body, { shape: request, path: [], faults });
  return faults;
}

/** The kinds of content blocks that are known. */
export const blockKinds: ReadonlySet<string> = new Set(Object.keys(block.kinds ?? {}));

interface Checked {
  readonly shape: Shape;
  readonly path: Path;
  readonly faults: RequestFault[];
}

/** What a text, number … is called. */
const words = {
  text: "a text",
  texts: "a list of texts",
  number: "a number",
  whole: "a whole number, not negative",
  flag: "`true` or `false`",
  prose: "a text",
} as const;

function checkObject(value: JsonObject, checked: Checked): void {
  const { shape, path, faults } = checked;
  if (shape.sizeable === true && isDeclared(value)) return checkDeclared(value, path, faults);
  const members = membersOf(value, shape);
  if (members === null) return checkKind(value, checked);
  const keys = Object.keys(members);
  for (const [key, member] of Object.entries(value)) {
    const at = [...path, key];
    const part = Object.hasOwn(members, key) ? members[key] : undefined;
    if (part === undefined)
      faults.push({
        kind: "unknown-key",
        path: at,
        key,
        known: key.startsWith("$") ? referenceKeys : keys,
      });
    else checkPart(member, part, { path: at, faults });
  }
  if (shape.kinds !== undefined && shape.plain === undefined && value["type"] === undefined)
    faults.push({ kind: "wrong-value", path, expected: "a block with a `type`" });
}

/** A kind that is not known may be newer than this version, but not where it is nearly another. */
function checkKind({ type = null }: JsonObject, { shape, path, faults }: Checked): void {
  if (typeof type !== "string") return;
  const [name = type] = type.split(/_\d{8}$/);
  const nearest = nearestNames(name, Object.keys(shape.kinds ?? {})).filter(
    (known) => editDistance(name.slice(0, 100), known, { swaps: true }) <= 2,
  );
  if (nearest.length > 0) faults.push({ kind: "unknown-kind", path, name: type, nearest });
}

/** The members an object may have; null where its kind is none that is known here. */
function membersOf(value: JsonObject, shape: Shape): Members | null {
  const { members, kinds } = shape;
  if (kinds === undefined) return members;
  const type = value["type"] ?? shape.plain;
  if (typeof type !== "string")
    return Object.fromEntries([members, ...Object.values(kinds)].flatMap(Object.entries<Part>));
  const kind = type.replace(/_\d{8}$/, "");
  return Object.hasOwn(kinds, kind) ? { ...members, ...kinds[kind] } : null;
}

function checkPart(
  value: Json,
  part: Part,
  where: { readonly path: Path; readonly faults: RequestFault[] },
): void {
  // The API takes null for what is left out.
  if (value === null) return;
  if (part === "free") return checkFree(value, where);
  if (typeof part !== "string") return checkNested(value, part, where);
  const { path, faults } = where;
  if (part === "prose" && isObject(value)) return checkDeclared(value, path, faults);
  if (!isOf(value, part)) faults.push({ kind: "wrong-value", path, expected: words[part] });
}

function isOf(value: Json, part: Exclude<Part, Nested | "free">): boolean {
  if (part === "number") return Number.isFinite(anyNumber(value));
  if (part === "whole") return wholeNumber(value) !== null;
  if (part === "flag") return typeof value === "boolean";
  if (part === "texts") return isArray(value) && value.every((item) => typeof item === "string");
  return typeof value === "string";
}

function checkNested(
  value: Json,
  { shape, as }: Nested,
  { path, faults }: { readonly path: Path; readonly faults: RequestFault[] },
): void {
  const wrong = (at: Path, expected: string): void => {
    faults.push({ kind: "wrong-value", path: at, expected });
  };
  if (isArray(value) && as.includes("list")) {
    for (const [index, item] of value.entries()) {
      const at = [...path, index];
      if (isObject(item)) checkObject(item, { shape, path: at, faults });
      else wrong(at, "an object");
    }
    return;
  }
  if (typeof value === "string" && (as.includes("text") || as.includes("prose"))) return;
  if (!isObject(value)) return wrong(path, describe(as));
  if (as.includes("map")) {
    for (const [key, item] of Object.entries(value))
      if (isObject(item)) checkObject(item, { shape, path: [...path, key], faults });
      else if (item !== null) wrong([...path, key], "an object");
  } else if (as.includes("prose")) checkDeclared(value, path, faults);
  else if (as.includes("one")) checkObject(value, { shape, path, faults });
  else wrong(path, describe(as));
}

function describe(as: Nested["as"]): string {
  const forms = [
    ...(as.includes("text") || as.includes("prose") ? ["a text"] : []),
    ...(as.includes("one") || as.includes("map") ? ["an object"] : []),
    ...(as.includes("list") ? ["a list of objects"] : []),
  ];
  return forms.join(" or ");
}

/** What a fixture may write in the place of a value; all but these are the API's words. */
export const referenceKeys = ["$file", "$json", "$tokens", "$answer", "$append"] as const;

/**
 * The caller's own data may have any key but what a fixture means by itself: a size, which is no
 * data, or a reference that is misspelt. `$ref` and the like are words of a schema.
 */
function checkFree(
  value: Json,
  { path, faults }: { readonly path: Path; readonly faults: RequestFault[] },
): void {
  if (isArray(value)) {
    for (const [index, item] of value.entries())
      checkFree(item, { path: [...path, index], faults });
    return;
  }
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    const at = [...path, key];
    if (key === "$tokens") faults.push({ kind: "wrong-value", path, expected: "the data itself" });
    else if (isNearReference(key))
      faults.push({ kind: "unknown-key", path: at, key, known: referenceKeys });
    else checkFree(item, { path: at, faults });
  }
}

function isNearReference(key: string): boolean {
  return (
    key.startsWith("$") &&
    referenceKeys.some((known) => editDistance(key.slice(0, 20), known, { swaps: true }) === 1)
  );
}

const declaredKeys = ["$tokens", "name", "cache_control"];

function isDeclared(value: JsonObject): boolean {
  return Object.hasOwn(value, "$tokens");
}

/** An object in the place of a text: its size, where that is declared; nothing else may be. */
function checkDeclared(value: JsonObject, path: Path, faults: RequestFault[]): void {
  const others = Object.keys(value).filter((key) => !declaredKeys.includes(key));
  for (const key of others)
    faults.push({
      kind: "unknown-key",
      path: [...path, key],
      key,
      known: referenceKeys,
    });
  if (others.length === 0 && !isDeclared(value))
    faults.push({ kind: "wrong-value", path, expected: "a text" });
}
