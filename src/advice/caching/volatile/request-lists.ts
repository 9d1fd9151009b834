import { messagesOf, toolsOf } from "../../../api/request.ts";
import type { Request } from "../../../fixture/fixture.ts";
import {
  isArray,
  isObject,
  setMember,
  type Json,
  type JsonObject,
  type Path,
} from "../../../json.ts";

/**
 * The request with its system prompt and its last message as lists of blocks, which is what a second
 * block or a marker needs (caching-rules.md §1: a string is one text block).
 */
export function asLists(request: Request): Request {
  const last = (messagesOf(request.body) ?? []).length - 1;
  return [["system"], ["messages", last, "content"]].reduce<Request>(asList, request);
}

function asList(request: Request, path: Path): Request {
  const [top] = path;
  const parent = valueOf(request.body, path);
  const isText = typeof parent === "string" || (isObject(parent) && "$tokens" in parent);
  if (!isText) return request;
  const body = setAt(request.body, path, [{ type: "text", text: parent }]);
  const isHere = (own: Path): boolean =>
    own.length === path.length && own[0] === top && own.every((step, at) => step === path[at]);
  return {
    ...request,
    body,
    placeholders: request.placeholders.map((each) =>
      isHere(each.path) ? { ...each, path: [...path, 0, "text"] } : each,
    ),
  };
}

function valueOf(body: JsonObject, path: Path): Json | undefined {
  let value: Json | undefined = body;
  for (const step of path)
    value = isArray(value)
      ? value[Number(step)]
      : isObject(value) && Object.hasOwn(value, step)
        ? value[step]
        : undefined;
  return value;
}

/** A body with another value at a path that is there. */
export function setAt(body: JsonObject, path: Path, value: Json): JsonObject {
  const [step, ...rest] = path;
  if (step === undefined) return body;
  const changed: Record<string, Json> = { ...body };
  setMember(changed, String(step), setIn(body[step], rest, value));
  return changed;
}

function setIn(inside: Json | undefined, path: Path, value: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (isArray(inside))
    return inside.map((item, index) => (index === step ? setIn(item, rest, value) : item));
  return isObject(inside) ? setAt(inside, path, value) : (inside ?? null);
}

/** A block or a body without its marker. */
export function withoutMarker(block: JsonObject): JsonObject {
  const { cache_control: _marker, ...rest } = block;
  return rest;
}

/**
 * A body whose system prompt lacks some of its blocks: the marker of one of them goes to the block
 * before it, of the first one to the last tool.
 */
export function withoutSystemBlocks(body: JsonObject, gone: ReadonlySet<number>): JsonObject {
  const system = isArray(body["system"]) ? body["system"] : [];
  const kept: Json[] = [];
  const tools = [...toolsOf(body)];
  for (const [index, block] of system.entries()) {
    if (!gone.has(index)) kept.push(block);
    else if (isObject(block) && block["cache_control"] !== undefined)
      passMarker(kept.length > 0 ? kept : tools, block["cache_control"]);
  }
  return { ...body, ...(tools.length > 0 ? { tools } : {}), system: kept };
}

/** Marks the last item of a list, where that is not marked already. */
export function passMarker(list: Json[], marker: Json): void {
  const last = list.at(-1);
  if (isObject(last) && last["cache_control"] === undefined)
    list[list.length - 1] = { ...last, cache_control: marker };
}
