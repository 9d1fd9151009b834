/** Texts that are said to change less often than on main, or that are filled with less. */
import type { Exchange, Placeholder } from "../../fixture/fixture.ts";
import { nowhere, type Place } from "../../problem.ts";
import { pairPlaceholders, type PlaceholderPair } from "./placeholder-pairs.ts";
import type { RelaxedRule } from "./relaxed-rules.ts";
import { frequency } from "./relaxed-scenario.ts";

/** About how many characters a token has. */
const charactersPerToken = 4;
/** A value that is shorter by less, in tokens, is another value, not less of one. */
const leastTaken = 4;

/** What of the placeholders of main's exchange is calmer in the head's, or smaller. */
export function relaxPlaceholders(before: Exchange, after: Exchange): readonly RelaxedRule[] {
  return pairPlaceholders(before.request, after.request).flatMap((pair) => [
    ...calmer(pair, after),
    ...smaller(pair, after),
  ]);
}

function calmer({ was, now }: PlaceholderPair, after: Exchange): readonly RelaxedRule[] {
  const changes = now?.changes ?? "never";
  if (frequency(changes) >= frequency(was.changes)) return [];
  return [
    {
      rule: `${after.id} ${was.name} changes`,
      from: String(was.changes),
      to: String(changes),
      place: now === null ? after.place : placeOf(now),
    },
  ];
}

/** What fills a text, where the fixture says it on both sides; a text that is not filled is none. */
function smaller(
  { was, now, isNamesake }: PlaceholderPair,
  after: Exchange,
): readonly RelaxedRule[] {
  if (was.undeclared || was.kind === "block" || (now !== null && !isNamesake)) return [];
  const [from, to] = [tokensOf(was), now === null || now.undeclared ? 0 : tokensOf(now)];
  if (from === null || to === null || to > from - leastTaken) return [];
  return [
    {
      rule: `${after.id} ${was.name} value`,
      from: `about ${String(Math.round(from))} tokens`,
      to: `about ${String(Math.round(to))} tokens`,
      place: now === null ? after.place : placeOf(now),
    },
  ];
}

/** Tokens that fill a place, about; null: nobody knows. */
function tokensOf({ tokens, width }: Placeholder): number | null {
  return tokens ?? (width === undefined ? null : width / charactersPerToken);
}

function placeOf({ place }: Placeholder): Place {
  return place.file === null ? nowhere : place;
}
