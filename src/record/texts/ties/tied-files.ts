/** Texts that a file of the repository holds, as it stands or as a template. */
import { sum } from "../../../arithmetic.ts";
import { pathFrom } from "../../../config/paths.ts";
import { plainName } from "../../../fixture/references/placeholders.ts";
import { isSourceCode } from "../../../fixture/references/source-code.ts";
import { findTemplateTags } from "../../../fixture/references/template-tags.ts";
import type { JsonObject } from "../../../json.ts";
import type { ChangingSpan } from "../changing-spans.ts";
import type { TextRepository } from "../rewritten.ts";
import { cutText, matchText } from "../template.ts";

/** A text that may be tied. */
export interface TieCandidate {
  readonly text: string;
  readonly spans: readonly ChangingSpan[];
}

/** A file that holds a text. */
export interface FileTie {
  readonly file: string;
  /** `$file`, with `trim`, `code` and the names that stand literally; names with values are added. */
  readonly reference: JsonObject;
  /** Names that stand in the file as they are, and are sent so. */
  readonly literal: readonly string[];
  /** What the text has for each name of a template, where it has it. */
  readonly values: readonly {
    readonly name: string;
    readonly from: number;
    readonly until: number;
  }[];
  /** Other files that hold the same. */
  readonly others: readonly string[];
}

/** What was found of the texts given, by text. */
export interface FileTies {
  readonly ties: ReadonlyMap<string, FileTie>;
  /** Texts that fit a template whose tags a fixture cannot fill, with its file. */
  readonly unfilled: ReadonlyMap<string, string>;
}

const notTexts =
  /\.(?:png|jpe?g|gif|webp|ico|svg|pdf|zip|gz|tgz|jar|woff2?|ttf|eot|mp[34]|wasm|so|dll|exe|lock|map|snap|min\.\w+)$/i;
const notPrompts = /(?:^|\/)(?:node_modules|\.git|\.venv|venv|vendor|__pycache__)\//;

/** A file above this length is no prompt: the largest context windows hold little more. */
const longestFile = 4_000_000;
/** So much of a template must stand in its text as it is. */
const least = { constant: 24, share: 0.3 };

/** The paths that a text may be tied to, the shortest first. */
export function tiablePaths({ paths, without }: TextRepository): readonly string[] {
  return paths
    .filter(
      (path) =>
        !notTexts.test(path) &&
        !notPrompts.test(path) &&
        !without.some((folder) => folder === "" || path.startsWith(`${folder}/`)),
    )
    .toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

/** Goes through the files once, each held against all texts by what it holds. */
export function findFileTies(
  given: readonly TieCandidate[],
  paths: readonly string[],
  repository: TextRepository,
): FileTies {
  const ties = new Map<string, FileTie>();
  const unfilled = new Map<string, string>();
  const byText = new Map(given.map((candidate) => [candidate.text, candidate]));
  const candidates = [...byText.values()];
  if (byText.size === 0) return { ties, unfilled };
  const keep = (text: string, found: FileTie): void => {
    const known = ties.get(text);
    const isBetter = known === undefined || (known.values.length > 0 && found.values.length === 0);
    const [best, other] = isBetter ? [found, known] : [known, found];
    if (other === undefined) ties.set(text, best);
    else if (best.values.length > 0 || other.values.length === 0)
      ties.set(text, { ...best, others: [...best.others, other.file] });
    else ties.set(text, best);
  };
  for (const file of paths) {
    const written = repository.text(file);
    if (written === null || written.length > longestFile || written.includes("\0")) continue;
    const whole = written.replaceAll("\r\n", "\n");
    const trimmed = whole.replace(/\n$/, "");
    for (const text of new Set([trimmed, whole])) {
      const candidate = byText.get(text);
      const found =
        candidate === undefined ? null : tieWhole(candidate, { file, whole }, repository);
      if (found !== null) keep(text, found);
    }
    if (isSourceCode(file)) continue;
    const near = candidatesThatBegin(trimmed, candidates);
    for (const template of near.length === 0 ? [] : readTemplates(trimmed))
      for (const candidate of near) {
        const fit = candidate.text === trimmed ? null : fitTemplate(candidate, template);
        if (fit === null) continue;
        if (!template.isFillable) unfilled.set(candidate.text, file);
        else
          keep(candidate.text, {
            file,
            ...fit,
            reference: referenceTo(file, repository),
            others: [],
          });
      }
  }
  return { ties, unfilled };
}

/** How the tags of all template languages begin. */
const tagStart = /[{<$%[@\\]|#[{\p{L}_]|__/u;

/** The candidates that begin as a text does in front of its first tag; none where it has no tag. */
function candidatesThatBegin(
  text: string,
  candidates: readonly TieCandidate[],
): readonly TieCandidate[] {
  const at = text.search(tagStart);
  const head = text.slice(0, Math.max(0, at));
  return at === -1 ? [] : candidates.filter((candidate) => candidate.text.startsWith(head));
}

function referenceTo(file: string, { folder }: TextRepository): JsonObject {
  return { $file: pathFrom(folder, file) };
}

function tieWhole(
  { text, spans }: TieCandidate,
  { file, whole }: { readonly file: string; readonly whole: string },
  repository: TextRepository,
): FileTie | null {
  // What differs between two runs of the command, a file that stands still does not bring.
  if (spans.some(({ why }) => why === "differs") || !isLongEnough(text)) return null;
  const literal = namesIn(text);
  if (literal === null) return null;
  const keepsEnd = text === whole && whole.endsWith("\n");
  return {
    file,
    reference: {
      ...referenceTo(file, repository),
      ...(keepsEnd ? { trim: false } : {}),
      ...(isSourceCode(file) ? { code: true } : {}),
    },
    literal,
    values: [],
    others: [],
  };
}

/** A word or two are in many a file by chance. */
function isLongEnough(text: string): boolean {
  return text.length >= 12 && /\S\s+\S/.test(text);
}

/**
 * The names of tags that a fixture would fill, or take to change, if nothing said that they stand
 * literally; null where such a tag has no name.
 */
function namesIn(text: string): readonly string[] | null {
  const names = findTemplateTags(text)
    .map(({ text: tag, name, volatile }) => plainName(tag) ?? (volatile ? name : ""))
    .filter((name) => name !== "");
  const found = names.filter((name) => name !== null);
  return found.length < names.length ? null : [...new Set(found)];
}

interface Template {
  /** So many characters stand in it as they are. */
  readonly constant: number;
  readonly pieces: readonly string[];
  readonly names: readonly string[];
  /** Whether all its tags are `{{name}}`. */
  readonly isFillable: boolean;
}

/**
 * A file's text as a template: of its `{{name}}`s, and of all its tags where there are others. None
 * where there are none, or where too little stands beside them.
 */
function readTemplates(text: string): readonly Template[] {
  const tags = findTemplateTags(text);
  const plain = new Set(tags.flatMap(({ text: tag }) => plainName(tag) ?? []));
  const pieces: string[] = [];
  let from = 0;
  for (const { offset, text: tag } of tags) {
    pieces.push(text.slice(from, offset));
    from = offset + tag.length;
  }
  const isPlain = tags.every(({ text: tag }) => plainName(tag) !== null);
  const all = {
    pieces: [...pieces, text.slice(from)],
    names: tags.map((_, index) => String(index)),
  };
  const filled = { value: "", changes: "run", literal: false } as const;
  const cut = cutText(text, Object.fromEntries([...plain].map((name) => [name, filled])));
  return [
    ...(plain.size > 0 ? [{ ...cut, isFillable: true }] : []),
    ...(isPlain ? [] : [{ ...all, isFillable: false }]),
  ]
    .map((template) => ({
      ...template,
      constant: sum(template.pieces.map(({ length }) => length)),
    }))
    .filter(({ constant }) => constant >= least.constant);
}

/** The values that make a text of a template; null where none do. */
function fitTemplate(
  { text, spans }: TieCandidate,
  template: Template,
): Pick<FileTie, "literal" | "values"> | null {
  const { pieces, names, constant } = template;
  const isNear =
    constant <= text.length &&
    constant >= least.share * text.length &&
    text.startsWith(pieces[0] ?? "") &&
    text.endsWith(pieces.at(-1) ?? "");
  if (!isNear) return null;
  const found = matchText(text, template, () => true);
  if (found === null) return null;
  const values: { name: string; from: number; until: number }[] = [];
  let at = pieces[0]?.length ?? 0;
  for (const [index, name] of names.entries()) {
    const until = at + (found[index]?.length ?? 0);
    values.push({ name, from: at, until });
    at = until + (pieces[index + 1]?.length ?? 0);
  }
  const isInside = ({ from, until }: ChangingSpan): boolean =>
    values.some((value) => value.from <= from && until <= value.until);
  if (spans.some((span) => span.why === "differs" && !isInside(span))) return null;
  const literal = namesIn(pieces.join("\u0000"));
  return literal === null || literal.some((name) => names.includes(name))
    ? null
    : { literal, values };
}
