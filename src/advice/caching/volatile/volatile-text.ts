import { messagesOf } from "../../../api/request.ts";
import { isVolatile, nameInWords } from "../../../compare/cache-break/volatile-placeholders.ts";
import type { Placeholder, Request } from "../../../fixture/fixture.ts";
import { formatPath, isArray, isObject, valueAt, type Json, type Path } from "../../../json.ts";
import { groupBy } from "../../../order.ts";
import { blockPath } from "../../../prompt/placeholders.ts";
import type { Prompt } from "../../../prompt/prompt.ts";
import { asLists, passMarker, setAt, withoutMarker, withoutSystemBlocks } from "./request-lists.ts";
import { cutSpans, spansToMove, type Span } from "./volatile-spans.ts";

/** A text block as it goes elsewhere, with what fills it; the paths of those are still the old ones. */
interface MovedBlock {
  readonly block: Json;
  readonly placeholders: readonly Placeholder[];
}

/** What changes with a request or a run in tools and system, up to a block. */
export function volatileUpTo({ blocks }: Prompt, block: number): readonly Placeholder[] {
  return blocks
    .slice(0, block + 1)
    .filter(({ level }) => level !== "messages")
    .flatMap(({ placeholders }) => placeholders.filter(isVolatile));
}

/**
 * A request in which the texts that change, in tools and system up to a block, stand behind the last
 * breakpoint: at the end of the system prompt or, where a message is marked, of the last message.
 * Where only an order changes it stays the same instead.
 * Null where they cannot: a tool that is declared by size, a last message that is an answer.
 */
export function moveVolatile(prompt: Prompt, upTo: number): Request | null {
  const listed = asLists(prompt.request);
  const ids = new Set(volatileUpTo(prompt, upTo).map(idOf));
  const changing = prompt.request.placeholders.flatMap((placeholder, index) => {
    const there = listed.placeholders[index];
    return there !== undefined && ids.has(idOf(placeholder)) ? [there] : [];
  });
  const orders = new Set(changing.filter(isOrder));
  const volatile = changing.filter((each) => !orders.has(each));
  let { body } = listed;
  let placeholders = listed.placeholders.filter((each) => !orders.has(each));
  const moved: MovedBlock[] = [];
  const emptied = new Set<number>();
  for (const [, group] of groupBy(volatile, ({ path }) => formatPath(path))) {
    const [first] = group;
    const path = first?.path ?? [];
    const text = valueAt(body, path);
    const inBlock = placeholders.filter((each) => blockPath(each.path) === blockPath(path));
    if (first?.kind === "block" || typeof text !== "string") {
      if (path[0] !== "system") return null;
      emptied.add(Number(path[1]));
      moved.push(wholeBlock(valueAt(body, path.slice(0, 2)), inBlock));
      continue;
    }
    const spans = spansToMove(text, group);
    const { rest, shift } = cutSpans(text, spans);
    const isCut = ({ path: own, offset }: Placeholder): boolean =>
      formatPath(own) === formatPath(path) &&
      spans.some((span) => offset >= span.from && offset <= span.to);
    const cut = placeholders.filter(isCut);
    if (path[0] === "system" && rest.trim() === "" && cut.length === inBlock.length) {
      emptied.add(Number(path[1]));
      moved.push(wholeBlock(valueAt(body, path.slice(0, 2)), inBlock));
      continue;
    }
    moved.push(cutBlock(text, spans, cut));
    body = setAt(body, path, rest);
    placeholders = placeholders.flatMap((each) => {
      if (isCut(each)) return [];
      const isHere = formatPath(each.path) === formatPath(path);
      return isHere ? [{ ...each, offset: shift(each.offset) }] : [each];
    });
  }
  if (moved.length === 0) return orders.size === 0 ? null : { ...listed, body, placeholders };
  return putBehind({ ...listed, body, placeholders }, { moved, emptied, prompt });
}

/** Whether nothing but an order changes: there is no text to move, the order is to be kept. */
export function isOrder({ name }: Placeholder): boolean {
  return nameInWords(name).startsWith("the order");
}

function idOf({ path, offset, name }: Placeholder): string {
  return `${formatPath(path)}@${offset}:${name}`;
}

function wholeBlock(block: Json | undefined, placeholders: readonly Placeholder[]): MovedBlock {
  return { block: isObject(block) ? withoutMarker(block) : "", placeholders };
}

/** The pieces of a text as one text block, each on a line of its own. */
function cutBlock(text: string, spans: readonly Span[], cut: readonly Placeholder[]): MovedBlock {
  let moved = "";
  const placeholders: Placeholder[] = [];
  const left = new Set(cut);
  for (const { from, to } of spans) {
    if (moved !== "") moved += "\n";
    for (const each of left) {
      if (each.offset < from || each.offset > to) continue;
      left.delete(each);
      placeholders.push({ ...each, offset: moved.length + each.offset - from });
    }
    moved += text.slice(from, to).replace(/\n$/, "");
  }
  return { block: { type: "text", text: moved }, placeholders };
}

/** Takes out what is emptied, and puts what moves behind everything that is marked. */
function putBehind(
  request: Request,
  change: {
    readonly moved: readonly MovedBlock[];
    readonly emptied: ReadonlySet<number>;
    readonly prompt: Prompt;
  },
): Request | null {
  const { moved, emptied, prompt } = change;
  const last = prompt.breakpoints.at(-1);
  const toMessages = prompt.blocks[last?.block ?? -1]?.level === "messages";
  const body = withoutSystemBlocks(request.body, emptied);
  const messages = messagesOf(body) ?? [];
  const end = messages.at(-1);
  if (toMessages && !(isObject(end) && end["role"] === "user" && isArray(end["content"])))
    return null;
  const path: Path = toMessages ? ["messages", messages.length - 1, "content"] : ["system"];
  const there = valueAt(body, path);
  const list = isArray(there) ? [...there] : [];
  // A marker on the whole request follows its last block, which is now another.
  const automatic = toMessages ? body["cache_control"] : undefined;
  if (automatic !== undefined) passMarker(list, automatic);
  const come = moved.flatMap(({ placeholders }, at) =>
    placeholders.map((each): Placeholder => ({
      ...each,
      path: [...path, list.length + at, ...(each.kind === "block" ? [] : ["text"])],
    })),
  );
  return {
    ...request,
    body: setAt(automatic === undefined ? body : withoutMarker(body), path, [
      ...list,
      ...moved.map(({ block }) => block),
    ]),
    placeholders: [...withoutBlocks(request.placeholders, emptied), ...come],
  };
}

/** The placeholders of a system prompt that lacks some of its blocks. */
function withoutBlocks(
  placeholders: readonly Placeholder[],
  gone: ReadonlySet<number>,
): readonly Placeholder[] {
  return placeholders.flatMap((each): readonly Placeholder[] => {
    const [level, index] = each.path;
    if (level !== "system" || typeof index !== "number") return [each];
    if (gone.has(index)) return [];
    const before = [...gone].filter((one) => one < index).length;
    return [{ ...each, path: [level, index - before, ...each.path.slice(2)] }];
  });
}
