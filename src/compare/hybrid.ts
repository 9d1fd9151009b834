import type { Exchange, Fill } from "../fixture/fixture.ts";
import { writeJson, type JsonObject, type Path } from "../json.ts";

/** The parts of a request that are put in the head's place one after the other, in this order. */
export const requestParts = ["model", "settings", "tools", "system", "messages"] as const;
export type RequestPart = (typeof requestParts)[number];

const partOf = (key: string | number | undefined): RequestPart =>
  key === "model" || key === "tools" || key === "system" || key === "messages" ? key : "settings";

const describeFill = (fill: Fill): string =>
  JSON.stringify([fill.path, fill.name, fill.changes, fill.tokens, fill.undeclared, fill.kind, fill.offset, fill.inherited]);

/** All of a part that can move a figure: its members of the body, its fills, and for settings the betas. Markers go with their part. */
const writePart = (exchange: Exchange, part: RequestPart): string => {
  const members = Object.entries(exchange.request.body)
    .filter(([key]) => partOf(key) === part)
    .map(([key, value]) => `${key}:${writeJson(value)}`)
    .sort();
  const fills = exchange.request.fills.filter((fill) => partOf(fill.path[0]) === part).map(describeFill);
  return [...members, ...fills.sort(), ...(part === "settings" ? exchange.betas : [])].join("\n");
};

/** The parts in which two requests differ. */
export const differingParts = (head: Exchange, base: Exchange): readonly RequestPart[] =>
  head.request === base.request && head.betas === base.betas
    ? []
    : requestParts.filter((part) => writePart(head, part) !== writePart(base, part));

/**
 * The request with some parts of the head and the others of the base. It has no hash, recording or count: what vouches
 * for it is its measurer's to say. Place and index are the head's.
 */
export const buildHybrid = (options: {
  readonly head: Exchange;
  readonly base: Exchange;
  readonly fromHead: ReadonlySet<RequestPart>;
}): Exchange => {
  const { head, base, fromHead } = options;
  const isHeads = (key: string | number | undefined): boolean => fromHead.has(partOf(key));
  const body: JsonObject = Object.fromEntries([
    ...Object.entries(base.request.body).filter(([key]) => !isHeads(key)),
    ...Object.entries(head.request.body).filter(([key]) => isHeads(key)),
  ]);
  const merge = <Item extends { readonly path: Path }>(ofBase: readonly Item[], ofHead: readonly Item[]): readonly Item[] => [
    ...ofBase.filter((item) => !isHeads(item.path[0])),
    ...ofHead.filter((item) => isHeads(item.path[0])),
  ];
  return {
    ...head,
    betas: fromHead.has("settings") ? head.betas : base.betas,
    request: {
      body,
      fills: merge(base.request.fills, head.request.fills),
      ties: merge(base.request.ties, head.request.ties),
    },
    inputHash: "",
    recorded: null,
    counted: null,
    needsPrevious: fromHead.has("messages") ? head.needsPrevious : base.needsPrevious,
  };
};
