import type { Placeholder, Request } from "../../fixture/fixture.ts";
import {
  isArray,
  isObject,
  readPath,
  setMember,
  type Json,
  type JsonObject,
  type Path,
} from "../../json.ts";

/**
 * What becomes of blocks of a request, by their paths in the API's words (`tools.3`,
 * `messages.0.content.1`; `messages.0` is the message whole): other content, or null where the block
 * goes.
 */
export type BlockChanges = ReadonlyMap<string, Json | null>;

/**
 * The request with some of its blocks changed. Markers stay where they are: one on a block that goes
 * stands on the block before it in its list, so that what was cached in front of it still is. A list
 * that is left empty goes too, and with the last tool the choice among tools. Placeholders follow
 * their texts. Null: nothing changes.
 */
export function changeBlocks(request: Request, changes: BlockChanges): Request | null {
  if (changes.size === 0) return null;
  const { body } = request;
  const changed: Record<string, Json> = {};
  for (const [name, value] of Object.entries(body)) {
    const made = changeMember(name, value, changes);
    if (made !== undefined) setMember(changed, name, made);
  }
  if (body["tools"] !== undefined && changed["tools"] === undefined) delete changed["tool_choice"];
  return { ...request, body: changed, placeholders: movePlaceholders(request, changes) };
}

function changeMember(name: string, value: Json, changes: BlockChanges): Json | undefined {
  if (name === "tools") return changeList(value, name, changes);
  if (name === "system") return changeContent(value, name, changes);
  if (name !== "messages" || !isArray(value)) return value;
  const messages = value.flatMap((message, index): readonly Json[] => {
    const path = `messages.${index}`;
    if (changes.get(path) === null) return [];
    if (!isObject(message) || message["content"] === undefined) return [message];
    const content = changeContent(message["content"], `${path}.content`, changes);
    if (content === message["content"]) return [message];
    return content === undefined ? [] : [{ ...message, content }];
  });
  return messages;
}

/** A `system` or a `content`: a text, or a list of blocks. */
function changeContent(value: Json, path: string, changes: BlockChanges): Json | undefined {
  if (isArray(value)) return changeList(value, path, changes);
  const change = changes.get(path);
  if (change === undefined) return value;
  if (change === null) return undefined;
  const text = isObject(change) ? change["text"] : undefined;
  return text === undefined ? value : text;
}

function changeList(value: Json, path: string, changes: BlockChanges): Json | undefined {
  if (!isArray(value)) return value;
  if (!value.some((_, index) => changes.has(`${path}.${index}`))) return value;
  const list: Json[] = [];
  for (const [index, item] of value.entries()) {
    const change = changes.get(`${path}.${index}`);
    const marker = isObject(item) ? item["cache_control"] : undefined;
    if (change === undefined) list.push(item);
    else if (change !== null) list.push(withMarker(change, marker));
    else if (marker !== undefined && list.length > 0)
      list.push(withMarker(list.pop() ?? null, marker));
  }
  return list.length === 0 ? undefined : list;
}

function withMarker(block: Json, marker: Json | undefined): Json {
  if (marker === undefined || !isObject(block)) return block;
  const marked: JsonObject = { ...block, cache_control: marker };
  return marked;
}

/** Placeholders of blocks that stay, at their new places. */
function movePlaceholders(
  { placeholders }: Request,
  changes: BlockChanges,
): readonly Placeholder[] {
  if (placeholders.length === 0) return placeholders;
  const gone = [...changes].flatMap(([path, change]) => (change === null ? [readPath(path)] : []));
  if (gone.length === 0) return placeholders;
  return placeholders.flatMap((placeholder) => {
    if (gone.some((path) => isWithin(placeholder.path, path))) return [];
    return [{ ...placeholder, path: movePath(placeholder.path, gone) }];
  });
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((step, depth) => path[depth] === step);
}

/** A path without the items in front of it that are gone. */
function movePath(path: Path, gone: readonly Path[]): Path {
  return path.map((step, depth) => {
    if (typeof step !== "number") return step;
    const before = gone.filter(
      (item) =>
        item.length === depth + 1 &&
        isWithin(path, item.slice(0, depth)) &&
        Number(item[depth]) < step,
    );
    return step - before.length;
  });
}
