/** What of a request is none of the API's members, or holds another kind of value. */
import { editDistance } from "../../edit-distance.ts";
import { isArray, isObject, type Json, type JsonObject, type Path } from "../../json.ts";
import { nearestNames } from "../../nearest.ts";
import { anyNumber, wholeNumber } from "../number.ts";
import { messagesOf } from "../request.ts";
import { block } from "./blocks.ts";
import { kindsMeant } from "./foreign.ts";
import { request, toolEntry } from "./request.ts";
import {
  checkDeclared,
  checkFree,
  checkOther,
  isDeclared,
  referenceKeys,
  type RequestFault,
} from "./references.ts";
import type { Members, Nested, Part, Shape, Words } from "./shape.ts";

/** What is wrong with a request body, in its order. Any JSON may be a body. */
export function findRequestFaults(body: JsonObject): readonly RequestFault[] {
  const faults: RequestFault[] = [];
  checkObject(body, { shape: request, path: [], faults });
  for (const [index, message] of (messagesOf(body) ?? []).entries())
    if (isObject(message)) checkMessage(message, ["messages", index], faults);
  return faults;
}

/** The kinds of content blocks that are known. */
export const blockKinds: ReadonlySet<string> = new Set(Object.keys(block.kinds ?? {}));

/** The kinds of tools that are known, without the date at their end. */
export const toolKinds: ReadonlySet<string> = new Set(Object.keys(toolEntry.kinds ?? {}));

const roles: ReadonlySet<Json | undefined> = new Set(["user", "assistant", "system"]);

/** What a message is none without. A system message that sets the effort needs no content. */
function checkMessage(message: JsonObject, path: Path, faults: RequestFault[]): void {
  const { role, content = null } = message;
  const isMisspelt = hasUnknownKey(path, faults);
  if ((role === undefined && !isMisspelt) || (typeof role === "string" && !roles.has(role)))
    faults.push({
      kind: "wrong-value",
      path: role === undefined ? path : [...path, "role"],
      expected: "`user`, `assistant` or `system` as `role`",
    });
  if (isMisspelt) return;
  if (content === null && (role !== "system" || message["output_config"] === undefined))
    faults.push({ kind: "wrong-value", path, expected: "a message with its `content`" });
}

/** Whether what an object lacks may stand there under a wrong name. */
function hasUnknownKey(path: Path, faults: readonly RequestFault[]): boolean {
  return faults.some(
    (fault) =>
      fault.kind === "unknown-key" &&
      fault.path.length === path.length + 1 &&
      path.every((step, index) => fault.path[index] === step),
  );
}

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
  if (shape.sizeable === true && isDeclared(value)) return checkDeclared(value, "a text", checked);
  const members = membersOf(value, shape);
  if (members === null) return checkKind(value, checked);
  for (const [key, member] of Object.entries(value)) {
    const part = Object.hasOwn(members, key) ? members[key] : undefined;
    if (part === undefined)
      faults.push({
        kind: "unknown-key",
        path: [...path, key],
        key,
        known: key.startsWith("$") ? referenceKeys : Object.keys(members),
      });
    // Nearly all members are sound, and need no path.
    else if (!isSound(member, part)) checkPart(member, part, { path: [...path, key], faults });
  }
  const lacking = findLacking(value, shape);
  if (lacking !== null && !hasUnknownKey(path, faults))
    faults.push({ kind: "wrong-value", path, expected: lacking });
}

/** What an object of a kind cannot be without, and lacks. */
function findLacking(value: JsonObject, shape: Shape): string | null {
  if (shape.kinds === undefined) return null;
  const type = value["type"] ?? shape.plain;
  if (type === undefined || type === null) return "a block with a `type`";
  const { needs = {} } = shape;
  const kind = kindOf(type);
  if (kind === null || !Object.hasOwn(needs, kind)) return null;
  const lacking = needs[kind]?.find((name) => (value[name] ?? null) === null);
  if (lacking === undefined) return null;
  return `a ${kind} ${shape.plain === undefined ? "block" : "tool"} with its \`${lacking}\``;
}

/** A kind without the date at its end; null where it is no text. */
function kindOf(type: Json | undefined): string | null {
  if (typeof type !== "string") return null;
  return /_\d{8}$/.test(type) ? type.slice(0, -9) : type;
}

/**
 * A kind that is not known may be newer than this version, but not where it is nearly another, or
 * another vendor's.
 */
function checkKind({ type = null }: JsonObject, { shape, path, faults }: Checked): void {
  if (typeof type !== "string") return;
  const [name = type] = type.split(/_\d{8}$/);
  const known = Object.keys(shape.kinds ?? {});
  const meant = kindsMeant(name, known);
  const nearest =
    meant.length > 0
      ? meant
      : nearestNames(name, known).filter(
          (near) => editDistance(name.slice(0, 100), near, { swaps: true }) <= 2,
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
  const kind = kindOf(type) ?? "";
  return Object.hasOwn(kinds, kind) ? membersOfKind(shape, kind) : null;
}

/** The members of every kind that was met, by shape: a request has many blocks of few kinds. */
const metKinds = new WeakMap<Shape, Map<string, Members>>();

function membersOfKind(shape: Shape, kind: string): Members {
  const met = metKinds.get(shape) ?? new Map<string, Members>();
  metKinds.set(shape, met);
  const known = met.get(kind) ?? { ...shape.members, ...shape.kinds?.[kind] };
  met.set(kind, known);
  return known;
}

/** Whether there is nothing to look at in a member: a text, a number or the like, where one is taken. */
function isSound(value: Json, part: Part): boolean {
  if (value === null) return true;
  return typeof part === "string" && part !== "free" && isOf(value, part);
}

function checkPart(
  value: Json,
  part: Part,
  where: { readonly path: Path; readonly faults: RequestFault[] },
): void {
  // The API takes null for what is left out.
  if (value === null) return;
  if (part === "free") return checkFree(value, where);
  if (typeof part !== "string")
    return "words" in part ? checkWord(value, part, where) : checkNested(value, part, where);
  if (part === "prose" && isObject(value)) return checkDeclared(value, words.prose, where);
  if (!isOf(value, part)) checkOther(value, words[part], where);
}

function checkWord(
  value: Json,
  { words: known }: Words,
  where: { readonly path: Path; readonly faults: RequestFault[] },
): void {
  if (typeof value !== "string") checkOther(value, words.text, where);
  else if (!known.includes(value))
    where.faults.push({ kind: "unknown-value", path: where.path, value, known });
}

function isOf(value: Json, part: Exclude<Part, Nested | Words | "free">): boolean {
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
  const wrong = (at: Path, expected: string, odd: Json): void =>
    checkOther(odd, expected, { path: at, faults });
  if (isArray(value) && as.includes("list")) {
    for (const [index, item] of value.entries()) {
      const at = [...path, index];
      if (isObject(item)) checkObject(item, { shape, path: at, faults });
      else wrong(at, "an object", item);
    }
    return;
  }
  if (typeof value === "string" && (as.includes("text") || as.includes("prose"))) return;
  if (!isObject(value)) return wrong(path, describe(as), value);
  if (as.includes("map")) {
    for (const [key, item] of Object.entries(value))
      if (isObject(item)) checkObject(item, { shape, path: [...path, key], faults });
      else if (item !== null) wrong([...path, key], "an object", item);
  } else if (as.includes("prose")) checkDeclared(value, describe(as), { path, faults });
  else if (as.includes("one")) checkObject(value, { shape, path, faults });
  else wrong(path, describe(as), value);
}

function describe(as: Nested["as"]): string {
  const forms = [
    ...(as.includes("text") || as.includes("prose") ? ["a text"] : []),
    ...(as.includes("one") || as.includes("map") ? ["an object"] : []),
    ...(as.includes("list") ? ["a list of objects"] : []),
  ];
  return forms.join(" or ");
}
