import { sum } from "../../../arithmetic.ts";
import { formatPath, type Path } from "../../../json.ts";
import { groupDigits } from "../../../words.ts";
import type { RelaxedRule } from "../relaxed-rules.ts";
import type { ExchangePair } from "../scenario-pairs.ts";

/**
 * Blocks that are declared by size (`$tokens`), and now said to be smaller. One of another name in
 * its place is a part of it where all that are new in its level add up to as much.
 * `relaxPlaceholders` has variables.
 */
export function smallerDeclarations({ before, after }: ExchangePair): readonly RelaxedRule[] {
  if (before.request === after.request) return [];
  const blocks = after.request.placeholders.filter(({ kind }) => kind === "block");
  const [placed, named] = [
    new Map(blocks.map((block) => [formatPath(block.path), block])),
    new Map(blocks.map((block) => [block.name, block])),
  ];
  const known = new Set(before.request.placeholders.map(({ name }) => name));
  const fresh = (level: Path[number] | undefined): number =>
    sum(
      blocks.map(({ name, path, tokens }) =>
        path[0] === level && !known.has(name) ? (tokens ?? 0) : 0,
      ),
    );
  return before.request.placeholders.flatMap(({ kind, inherited, path, name, tokens: from }) => {
    const to = (named.get(name) ?? placed.get(formatPath(path)))?.tokens ?? null;
    if (kind !== "block" || inherited || from === null || to === null || to >= from) return [];
    if (!named.has(name) && fresh(path[0]) >= from) return [];
    return [
      {
        rule: `${after.id} ${name} $tokens`,
        from: groupDigits(from),
        to: groupDigits(to),
        place: after.place,
      },
    ];
  });
}
