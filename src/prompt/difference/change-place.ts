import type { FileLink, Placeholder } from "../../fixture/fixture.ts";
import { valueAt, type Json, type Path } from "../../json.ts";
import { nowhere, type Place } from "../../problem.ts";
import { positionAt } from "../../text-position.ts";
import { writeFlat } from "../identity.ts";
import { blockPath } from "../placeholders.ts";
import type { Block, Prompt } from "../prompt.ts";
import { toolName } from "./alignment.ts";
import { textOf } from "./block-difference.ts";
import { regionOf, type Region } from "./text-difference.ts";

interface Side {
  readonly prompt: Prompt;
  readonly block: Block | null;
}

/** Name, offset, length and place of one block's change. Nothing of its text. */
export function describeChange(sides: { readonly before: Side; readonly after: Side }): {
  readonly name: string | null;
  readonly offset: number | null;
  readonly length: number | null;
  readonly lengthBefore: number | null;
  readonly place: Place;
} {
  const { before, after } = sides;
  const side = after.block === null ? before : after;
  const [old, current] = [textOf(before.block), textOf(after.block)];
  const region = old === null || current === null ? null : regionOf(old, current);
  const placeholder =
    before.block !== null && after.block !== null
      ? findPlaceholder(before.block, after.block, region)
      : (side.block?.placeholders[0] ?? null);
  const other = before.block !== null && after.block !== null ? before : null;
  const linked = placeOf(side, other, region);
  const place = linked.line === null && placeholder !== null ? placeholder.place : linked;
  return {
    name: toolName(side.block) ?? placeholder?.name ?? null,
    offset: region?.offset ?? null,
    length: region?.length ?? null,
    lengthBefore: region?.lengthBefore ?? null,
    place: { ...place, path: side.block?.path ?? null },
  };
}

/**
 * The variable a change of text is about: one that stands where the texts part, or one whose
 * declared size differs.
 */
function findPlaceholder(before: Block, after: Block, region: Region | null): Placeholder | null {
  if (region !== null && region.length + region.lengthBefore > 0) {
    const had = new Set(before.placeholders.map((placeholder) => placeholder.name));
    const near = after.placeholders.filter((placeholder) => overlaps(placeholder, region));
    return near.find((placeholder) => !had.has(placeholder.name)) ?? near[0] ?? null;
  }
  const sizes = new Set(before.placeholders.map(sizeOf));
  return after.placeholders.find((placeholder) => !sizes.has(sizeOf(placeholder))) ?? null;
}

/** Whether a placeholder stands in a region of the text, where one of no length only begins. */
function overlaps(placeholder: Placeholder, region: Region): boolean {
  const width = Math.max(1, placeholder.width ?? 1);
  return (
    placeholder.kind === "text" &&
    placeholder.offset < region.offset + region.length &&
    placeholder.offset + width > region.offset
  );
}

function sizeOf(placeholder: Placeholder): string {
  return `${placeholder.name}=${String(placeholder.tokens)}`;
}

function placeOf(side: Side, other: Side | null, region: Region | null): Place {
  if (side.block === null) return nowhere;
  const { path } = side.block;
  const link = findLink(side, path, other === null ? null : other.prompt.request.body);
  if (link === null) return { ...nowhere, path };
  return { file: link.file, line: lineOf(link, { side, other, region }), column: null, path };
}

/** The line of a linked text at which it differs; null where the link is to no text. */
function lineOf(
  link: FileLink,
  { side, other, region }: { side: Side; other: Side | null; region: Region | null },
): number | null {
  const text = valueAt(side.prompt.request.body, link.path);
  if (link.kind !== "$file" || side.block === null || typeof text !== "string") return null;
  const isWhole = text === textOf(side.block);
  const within = link.path.slice(side.block.path.split(".").length);
  const before = isWhole || !other?.block ? undefined : valueAt(other.block.content, within);
  const differing = typeof before === "string" ? regionOf(before, text) : isWhole ? region : null;
  const offset = differing === null ? 0 : startOf(text, differing);
  const added = side.block.placeholders
    .filter(({ path, offset: at }) => samePath(path, link.path) && at < offset)
    .reduce((sum, { addedLines }) => sum + (addedLines ?? 0), 0);
  return Math.max(1, positionAt(text, offset).line - added);
}

/** Where what differs begins to be read: what is appended begins on the line after the last one. */
function startOf(text: string, { offset, length }: Region): number {
  const blank = /^\s*/.exec(text.slice(offset, offset + length))?.[0] ?? "";
  return blank.length < length && blank.includes("\n") ? offset + blank.length : offset;
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

/**
 * The link to the file that feeds what changed: one inside the block whose value differs, else the
 * one the whole block comes from.
 */
function findLink(side: Side, path: string, otherBody: Json | null): FileLink | null {
  const { links, body } = side.prompt.request;
  const differs = (link: FileLink): boolean => {
    const [own, other] = [
      valueAt(body, link.path),
      otherBody === null ? undefined : valueAt(otherBody, link.path),
    ];
    return own !== undefined && (other === undefined || writeFlat(own) !== writeFlat(other));
  };
  const inside = links.filter((link) => blockPath(link.path) === path);
  const around = links
    .filter((link) => leadsTo(link.path, path))
    .sort((a, b) => b.path.length - a.path.length);
  return inside.find(differs) ?? inside[0] ?? around[0] ?? null;
}

function leadsTo(outer: Path, path: string): boolean {
  const written = outer.join(".");
  return path === written || path.startsWith(`${written}.`);
}
