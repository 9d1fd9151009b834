/**
 * Tools that come in another order each time: of their keys, or of the list. No text differs, but
 * all that is sent from there on does.
 */
import type { Changes } from "../../config/config.ts";
import { isArray, isObject, writeJson, type Json, type Path } from "../../json.ts";
import { ascendingBy } from "../../order.ts";
import { writeSorted } from "../runs/sorted-json.ts";
import type { ObservedExchange } from "./rewritten.ts";

/** A text of a tool that gets a mark: a placeholder without a value behind it. */
export interface OrderMark {
  readonly exchange: number;
  /** Of the text in the body. */
  readonly path: Path;
  readonly name: "key_order" | "tool_order";
  readonly changes: Changes;
}

/** What was seen of values that differ in their order alone. */
interface Orders {
  /** By run: the orders that each of its requests has, in all passes, the first pass's first. */
  readonly byRun: Map<string, (readonly Order[])[]>;
  readonly places: Place[];
}

/** Names, or for keys the text of the whole, in order. */
type Order = readonly string[];

interface Place {
  readonly exchange: number;
  /** Where the mark stands, from the first index at which the orders differ. */
  readonly pathAt: (differing: number) => Path | null;
}

/**
 * Marks for the tools of all exchanges whose keys, or which themselves, stand in different orders
 * at the same place of two passes, or in one run. With every request, unless all requests of a run
 * have one order.
 */
export function findOrderMarks(exchanges: readonly ObservedExchange[]): readonly OrderMark[] {
  const keys = new Map<string, Orders>();
  const lists = new Map<string, Orders>();
  for (const [index, exchange] of exchanges.entries())
    noteExchange(exchange, index, { keys, lists });
  return [...marksOf(keys, "key_order"), ...marksOf(lists, "tool_order")];
}

function noteExchange(
  { bodies, run }: ObservedExchange,
  exchange: number,
  { keys, lists }: { readonly keys: Map<string, Orders>; readonly lists: Map<string, Orders> },
): void {
  const [tools, ...others] = bodies.map(({ tools: sent }) => (isArray(sent) ? sent : []));
  if (tools === undefined || tools.length === 0) return;
  const byName = others.map((list) => new Map(list.map((tool) => [nameOf(tool), tool])));
  for (const [index, tool] of tools.entries()) {
    const partners = byName.flatMap((list) => list.get(nameOf(tool)) ?? []);
    const key = writeSorted(tool);
    const alike = partners.filter((partner) => writeSorted(partner) === key);
    const orders = [tool, ...alike].map((one) => [writeJson(one)]);
    const pathAt = (): Path | null => markPath(tool, index);
    note(keys, { key, run, orders, place: { exchange, pathAt } });
  }
  const names = [tools, ...others].map((list) => list.map(nameOf));
  const key = setOf(names[0] ?? []);
  const orders = names.filter((list) => setOf(list) === key);
  const pathAt = (differing: number): Path | null => markPath(tools[differing] ?? null, differing);
  note(lists, { key, run, orders, place: { exchange, pathAt } });
}

function setOf(names: Order): string {
  return writeJson([...names].sort(ascendingBy((name) => name)));
}

function note(
  found: Map<string, Orders>,
  seen: {
    readonly key: string;
    readonly run: string;
    readonly orders: readonly Order[];
    readonly place: Place;
  },
): void {
  const { key, run, orders, place } = seen;
  const known = found.get(key) ?? { byRun: new Map<string, (readonly Order[])[]>(), places: [] };
  found.set(key, known);
  const inRun = known.byRun.get(run) ?? [];
  known.byRun.set(run, inRun);
  inRun.push(orders);
  known.places.push(place);
}

function marksOf(
  found: ReadonlyMap<string, Orders>,
  name: OrderMark["name"],
): readonly OrderMark[] {
  return [...found.values()].flatMap(({ byRun, places }) => {
    const runs = [...byRun.values()];
    const within = runs.some(
      (seen) =>
        firstDiffering(seen.flatMap(([first]) => (first === undefined ? [] : [first]))) !== null,
    );
    const between = runs.some((seen) => seen.some((orders) => firstDiffering(orders) !== null));
    if (!within && !between) return [];
    const isOfRun = !within && runs.every((seen) => seen.length > 1);
    const changes = isOfRun ? ("run" as const) : ("request" as const);
    const differing = Math.min(...runs.map((seen) => firstDiffering(seen.flat()) ?? Infinity));
    return places.flatMap(({ exchange, pathAt }) => {
      const path = pathAt(differing);
      return path === null ? [] : [{ exchange, path, name, changes }];
    });
  });
}

/** The first index at which orders differ; null: they are all the same. */
function firstDiffering(orders: readonly Order[]): number | null {
  const [first = [], ...others] = orders;
  const index = first.findIndex((name, at) => others.some((order) => order[at] !== name));
  return index === -1 ? null : index;
}

/** The text of a tool that its mark stands in: its name, which no file is tied to. */
function markPath(tool: Json, index: number): Path | null {
  const keys = ["name", "mcp_server_name"];
  const key = isObject(tool) ? keys.find((own) => typeof tool[own] === "string") : undefined;
  return key === undefined ? null : ["tools", index, key];
}

function nameOf(tool: Json): string {
  return isObject(tool) ? writeJson([tool["name"] ?? tool["type"] ?? null]) : writeJson(tool);
}
