import { sum } from "../../arithmetic.ts";
import type { Pass } from "../../projection/passes.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import { bareChange, type Change } from "../comparison.ts";

/** What the passes of a kind are of, as people are told. */
const passNames: Readonly<
  Record<Exclude<Pass["kind"], "keep-alive">, { readonly name: string; readonly what: string }>
> = {
  loop: { name: "server tools", what: "their results" },
  compaction: { name: "compaction", what: "its pass" },
  advisor: { name: "advisor", what: "its passes" },
};

/** What of the fees and passes that the API adds to an exchange differs between its sides. */
export function feeChanges(pair: {
  readonly head: MeasuredExchange;
  readonly base: MeasuredExchange;
}): readonly Change[] {
  const { head, base } = pair;
  const { place } = head.exchange;
  const kindOf = (before: number, now: number): string =>
    now === 0 ? "removed" : before === 0 ? "added" : "changed";
  const kinds = ["loop", "compaction", "advisor"] as const;
  return [
    ...(head.webSearches === base.webSearches
      ? []
      : [
          {
            ...bareChange,
            kind: kindOf(base.webSearches, head.webSearches),
            name: "web_search",
            what: `searches a run: ${base.webSearches} → ${head.webSearches}`,
            place,
          },
        ]),
    ...kinds.flatMap((kind): readonly Change[] => {
      const [before, now] = [tokensOf(base, kind), tokensOf(head, kind)];
      if (before === now) return [];
      const tokens = now - before;
      return [{ ...bareChange, ...passNames[kind], kind: kindOf(before, now), tokens, place }];
    }),
  ];
}

/** Tokens of input in the passes of a kind. */
function tokensOf({ passes }: MeasuredExchange, kind: Pass["kind"]): number {
  return sum(
    passes
      .filter((pass) => pass.kind === kind)
      .map(({ split }) => split.read + split.write5m + split.write1h + split.input),
  );
}
