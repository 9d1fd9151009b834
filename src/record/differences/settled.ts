/** A request with what changes by itself as it was the time before. */
import type { Placeholder, Request } from "../../fixture/fixture.ts";
import {
  formatPath,
  isArray,
  isNumberText,
  isObject,
  writeJson,
  type Json,
  type JsonObject,
} from "../../json.ts";
import { groupBy } from "../../order.ts";

type Filled = Pick<Request, "body" | "placeholders">;

/**
 * The body of a request with the values, the orders of keys and of tools that an earlier one has for
 * the same placeholders: what is left of the differences is somebody's doing.
 */
export function withValuesOf(earlier: Filled, sent: Filled): JsonObject {
  if (sent.placeholders.length === 0) return sent.body;
  const before = textsByPath(earlier.placeholders);
  const now = textsByPath(sent.placeholders);
  const fill = (value: Json, path: readonly (string | number)[], old: Json | undefined): Json => {
    if (typeof value === "string") {
      const key = formatPath(path);
      const [own, known] = [now.get(key), before.get(key)];
      return own === undefined || known === undefined || typeof old !== "string"
        ? value
        : fillText({ text: value, placeholders: own }, { text: old, placeholders: known });
    }
    if (isArray(value)) {
      const items = isArray(old) ? old : [];
      return value.map((item, index) => fill(item, [...path, index], items[index]));
    }
    if (!isObject(value) || isNumberText(value)) return value;
    const members = isObject(old) ? old : {};
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        fill(member, [...path, key], members[key]),
      ]),
    );
  };
  const { tools, ...others } = sent.body;
  const prompt = Object.fromEntries(
    Object.entries(others).map(([key, member]) => [key, fill(member, [key], earlier.body[key])]),
  );
  return tools === undefined
    ? prompt
    : {
        ...prompt,
        tools: orderTools(fill(tools, ["tools"], earlier.body["tools"]), earlier, sent),
      };
}

function textsByPath(
  placeholders: readonly Placeholder[],
): ReadonlyMap<string, readonly Placeholder[]> {
  return groupBy(
    placeholders.filter(({ kind }) => kind === "text"),
    ({ path }) => formatPath(path),
  );
}

interface FilledText {
  readonly text: string;
  readonly placeholders: readonly Placeholder[];
}

/** A text with the values of another one, name by name, in the order they stand. */
function fillText(own: FilledText, other: FilledText): string {
  const values = groupBy(
    other.placeholders.map(({ name, offset, width = 0 }) => ({
      name,
      value: other.text.slice(offset, offset + width),
    })),
    ({ name }) => name,
  );
  const parts: string[] = [];
  let from = 0;
  for (const { name, offset, width = 0 } of own.placeholders) {
    const value = values.get(name)?.shift()?.value ?? own.text.slice(offset, offset + width);
    parts.push(own.text.slice(from, offset), value);
    from = offset + width;
  }
  return parts.join("") + own.text.slice(from);
}

/** Tools in the order that they had, and the keys of each, where both sides say that it changes. */
function orderTools(tools: Json, earlier: Filled, sent: Filled): Json {
  const known = earlier.body["tools"];
  if (!isArray(tools) || !isArray(known)) return tools;
  const places = new Map(known.map((tool, index) => [nameOf(tool), index]));
  const keyed = tools.map((tool, index) => {
    const at = places.get(nameOf(tool));
    const isMarked =
      at !== undefined && hasMark(earlier, "key_order", at) && hasMark(sent, "key_order", index);
    return isMarked ? withKeysOf(tool, known[at]) : tool;
  });
  if (!hasMark(earlier, "tool_order") || !hasMark(sent, "tool_order")) return keyed;
  const rankOf = (tool: Json): number => places.get(nameOf(tool)) ?? known.length;
  return keyed.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function nameOf(tool: Json): string {
  return isObject(tool) ? writeJson([tool["name"] ?? tool["type"] ?? null]) : writeJson(tool);
}

function hasMark({ placeholders }: Filled, mark: string, index?: number): boolean {
  return placeholders.some(
    ({ name, path }) =>
      name === mark && path[0] === "tools" && (index === undefined || path[1] === index),
  );
}

/** A value with its keys in another one's order, those that are new behind them. */
function withKeysOf(value: Json, other: Json | undefined): Json {
  if (isArray(value)) {
    const items = isArray(other) ? other : [];
    return value.map((item, index) => withKeysOf(item, items[index]));
  }
  if (!isObject(value) || !isObject(other) || isNumberText(value)) return value;
  const keys = new Set([...Object.keys(other), ...Object.keys(value)]);
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const member = value[key];
      return member === undefined ? [] : [[key, withKeysOf(member, other[key])]];
    }),
  );
}
