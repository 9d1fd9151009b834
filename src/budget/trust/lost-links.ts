/**
 * Fixtures that no longer follow what they followed on main. A link counts where its text goes into
 * the prompt, and is its file and pointer.
 */
import { levels } from "../../api/request.ts";
import type { Exchange, FileLink, Run, Scenario } from "../../fixture/fixture.ts";
import { holdsSame, nameOfLink, ownParts } from "../../fixture/references/own-content.ts";
import { formatPath, isSameJson, valueAt, writeJson, type Json } from "../../json.ts";
import { uniqueBy } from "../../order.ts";
import type { HeirSearch } from "../../evaluation/links/heirs.ts";
import { phrasesIn, phrasesOf, sharedPart } from "../../evaluation/likeness/same-text.ts";
import type { RelaxedRule } from "./relaxed-rules.ts";
import { pairExchanges, pairScenarios, type ExchangePair, type Renamed } from "./scenario-pairs.ts";

/** What links are held against. */
export interface LinkFacts {
  readonly renamed: Renamed;
  /** Whether a link's value has a part in what its request costs. */
  readonly counts: (exchange: Exchange, link: FileLink) => boolean;
  /** Whether the head's tree still has what a link leads to, whoever uses it. */
  readonly isThere: (link: FileLink) => boolean;
  /** Characters of the longest new thing that has most of a value and that nothing follows. */
  readonly longestHeir: HeirSearch;
}

/** How much of a text is found again where it is still the same text, in parts of one. */
const same = 0.5;

/** A link that a fixture has no more. */
interface LostLink {
  readonly link: FileLink;
  /** What stands in its place. */
  readonly other: FileLink | null;
  /** Its text stands in the fixture now. */
  readonly isInline: boolean;
}

/**
 * Links of main's that are cut loose: what their files come to cost is not seen any more. A file or
 * a value that is gone under its old name and followed under a new one is renamed, and no loss.
 */
export function findLostLinks(
  base: readonly Scenario[],
  head: readonly Scenario[],
  facts: LinkFacts,
): readonly RelaxedRule[] {
  return pairScenarios(base, head, facts.renamed).flatMap(({ after: { config }, pairs }) =>
    pairs.flatMap((pair) => {
      const lost = pairExchanges(pair).flatMap((exchanges) => lostBetween(exchanges, facts));
      return uniqueBy(lost, ({ link }) => `${String(link.path[0])} ${nameOfLink(link)}`).map(
        (found) => describe(found, { scenario: config.id, run: pair.after }),
      );
    }),
  );
}

function describe(
  { link, other, isInline }: LostLink,
  { scenario, run }: { readonly scenario: string; readonly run: Run },
): RelaxedRule {
  const from = nameOfLink(link);
  const file = run.place.file ?? run.id;
  const fixture = file.slice(file.lastIndexOf("/") + 1);
  const why = isInline
    ? ": its text is inline now"
    : other === null
      ? ""
      : `: it follows ${nameOfLink(other)} now`;
  return {
    rule: `${run.id} ${String(link.path[0])} follows`,
    from,
    to: other === null ? "no file" : nameOfLink(other),
    sentence: `${scenario}'s budget no longer follows ${from} (fixture ${fixture}${why})`,
    place: run.place,
  };
}

function lostBetween({ before, after }: ExchangePair, facts: LinkFacts): readonly LostLink[] {
  const followed = before.request.links;
  if (followed.length === 0 || holdsSame(before, after)) return [];
  const isKnown = knownToCount({ before, after });
  const counting = after.request.links.filter((link) => isKnown(link) || facts.counts(after, link));
  const left = new Set(counting);
  const missing = followed.filter((link) => {
    const match = counting.find((now) => left.has(now) && isSameLink(link, now));
    const around = match ?? counting.find((now) => isWithin(link, now));
    if (match !== undefined) left.delete(match);
    return around === undefined && facts.counts(before, link);
  });
  return missing.flatMap((link): readonly LostLink[] => {
    const other = [...left].find((now) => isSamePart(link, now)) ?? null;
    const value = valueAt(before.request.body, link.path) ?? null;
    const isInline = standsInline({ link, value }, after);
    // It stands there in other places: that it stands in fewer is a loss where its text is left.
    const isFollowed = counting.some((now) => isSameLink(link, now));
    if (facts.isThere(link)) return isFollowed && !isInline ? [] : [{ link, other, isInline }];
    if (other !== null) {
      left.delete(other);
      const now = valueAt(after.request.body, other.path) ?? null;
      const isRenamed =
        sharedPart(phrasesIn(value), new Set(phrasesIn(now))) >= same &&
        // A copy of what it was, left behind, is not what it became.
        facts.longestHeir(value, { link, now: other }) <= lengthOf(now);
      return isRenamed && !isInline ? [] : [{ link, other, isInline }];
    }
    return isInline ? [{ link, other, isInline }] : [];
  });
}

function lengthOf(value: Json): number {
  return typeof value === "string" ? value.length : writeJson(value).length;
}

/**
 * Says of links of the tools and the system prompt that they count as they did, without counting:
 * where nothing but the messages differs.
 */
function knownToCount({ before, after }: ExchangePair): (link: FileLink) => boolean {
  const [was, is] = [before, after].map(({ request: { body } }) => ({ ...body, messages: null }));
  const isSame = before.betas.join() === after.betas.join() && isSameJson(was ?? null, is ?? null);
  return ({ path: [level] }) => isSame && (level === "tools" || level === "system");
}

/** Whether a link leads to the same file and value, and what it brings has the same part to play. */
function isSameLink(link: FileLink, now: FileLink): boolean {
  return nameOfLink(link) === nameOfLink(now) && isSamePart(link, now);
}

/** Whether a link brings what another one does and what stands around it in its file. */
function isWithin(link: FileLink, around: FileLink): boolean {
  return (
    link.file === around.file &&
    link.pointer !== null &&
    around.pointer !== null &&
    link.pointer.startsWith(`${around.pointer}/`) &&
    (isPrompt(link) === isPrompt(around) || around.path.length === 0)
  );
}

/** A text may move within the prompt; a model or a setting stands where it stands. */
function isSamePart(link: FileLink, now: FileLink): boolean {
  return (isPrompt(link) && isPrompt(now)) || formatPath(link.path) === formatPath(now.path);
}

function isPrompt({ path: [level] }: FileLink): boolean {
  return levels.some((known) => known === level);
}

/** Whether what a link brought stands in a request itself: its phrases, or a text in its place. */
function standsInline(
  { link, value }: { readonly link: FileLink; readonly value: Json },
  { request }: Exchange,
): boolean {
  const own = ownParts(request).filter((part) => part.kind === "text");
  const phrases = new Set(own.flatMap(({ text }) => phrasesOf(text)));
  if (sharedPart(phrasesIn(value), phrases) >= same) return true;
  const place = formatPath(link.path);
  return own.some(({ path, text }) => text !== "" && formatPath(path) === place);
}
