/** A snapshot's own request held against what was sent. */
import { referenceKeyOf } from "../../fixture/references/references.ts";
import { isArray, isObject, writeJson, type Json, type JsonObject } from "../../json.ts";
import type { Now } from "./clock.ts";
import type { ReferencedFiles } from "./ties/referenced-files.ts";
import { placeholderKinds } from "./rewritten.ts";
import {
  cutText,
  kindOfName,
  matchText,
  readWrittenVars,
  type TemplateVariable,
} from "./template.ts";
import { isOfKind, kindOf } from "./tokens.ts";

/** What holding against a snapshot needs to know. */
export interface KnownContext {
  readonly files: ReferencedFiles;
  readonly now: Now;
}

/**
 * Whether a request of a snapshot says what was sent: each placeholder may hold anything of its
 * kind, a reference leads to what its file holds now, all else is the same, in the same order.
 */
export function saysWhatWasSent(
  known: JsonObject,
  sent: JsonObject,
  context: KnownContext,
): boolean {
  const keys = Object.keys(known);
  return (
    keys.length === Object.keys(sent).length &&
    keys.every((key) => {
      const [own, live] = [known[key], sent[key]];
      if (own === undefined || live === undefined) return false;
      return key === "tools" && isArray(own)
        ? toolsMatch(own, live, context)
        : matches(own, live, { ...context, isAnyOrder: false });
    })
  );
}

interface Matching extends KnownContext {
  /** Whether keys may stand in any order. */
  readonly isAnyOrder: boolean;
}

function matches(known: Json, sent: Json, matching: Matching): boolean {
  if (isArray(known))
    return (
      isArray(sent) &&
      known.length === sent.length &&
      known.every((item, index) => matches(item, sent[index] ?? null, matching))
    );
  if (!isObject(known)) return !isObject(sent) && writeJson(known) === writeJson(sent);
  const key = referenceKeyOf(known);
  if (key === "$json") {
    const { $json: written } = known;
    const value = typeof written === "string" ? matching.files.value(written) : undefined;
    return value !== undefined && writeJson(value) === writeJson(sent);
  }
  if (key !== undefined)
    return typeof sent === "string" && readValues(known, sent, matching) !== null;
  if (!isObject(sent)) return false;
  const [own, live] = [Object.keys(known), Object.keys(sent)];
  return (
    own.length === live.length &&
    own.every(
      (name, index) =>
        (matching.isAnyOrder ? Object.hasOwn(sent, name) : live[index] === name) &&
        matches(known[name] ?? null, sent[name] ?? null, matching),
    )
  );
}

/** Tools, in the order they have; in any order where a mark of the snapshot says that it changes. */
function toolsMatch(known: readonly Json[], sent: Json, context: KnownContext): boolean {
  if (!isArray(sent) || sent.length !== known.length) return false;
  const isAnyList = known.some((tool) => hasMark(tool, "tool_order"));
  const rest = [...sent];
  return known.every((tool, index) => {
    const matching = { ...context, isAnyOrder: hasMark(tool, "key_order") };
    if (!isAnyList) return matches(tool, sent[index] ?? null, matching);
    const at = rest.findIndex((other) => matches(tool, other, matching));
    if (at !== -1) rest.splice(at, 1);
    return at !== -1;
  });
}

function hasMark(tool: Json, name: string): boolean {
  return (
    isObject(tool) &&
    Object.values(tool).some(
      (member) =>
        isObject(member) && isObject(member["vars"]) && Object.hasOwn(member["vars"], name),
    )
  );
}

/**
 * What a text that was sent has for each placeholder of a `$text` or a `$file`; null where it is no
 * text of that template.
 */
export function readValues(
  known: JsonObject,
  sent: string,
  { files, now }: KnownContext,
): readonly TemplateVariable[] | null {
  const { $text: inline, $file: file, trim } = known;
  const whole = typeof file === "string" ? files.text(file) : null;
  const text =
    typeof inline === "string"
      ? inline
      : trim === false
        ? whole
        : (whole?.replace(/\n$/, "") ?? null);
  if (text === null) return null;
  const vars = readWrittenVars(known["vars"]);
  const cut = cutText(text, vars);
  const values = matchText(sent, cut, (name, value) => {
    const held = vars[name]?.value;
    if (typeof held !== "string") return true;
    return isOfKind(value, kindOfName(name, placeholderKinds) ?? kindOf(held, now), held);
  });
  return values === null
    ? null
    : values.map((value, index) => {
        const name = cut.names[index] ?? "";
        return { name, value, changes: vars[name]?.changes ?? "run" };
      });
}
