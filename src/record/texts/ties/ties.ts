/** What of the requests of a scenario files of the repository hold, and how it is written. */
import type { Changes } from "../../../config/config.ts";
import { formatPath, isObject, valueAt, type JsonObject, type Path } from "../../../json.ts";
import type { ChangingSpan } from "../changing-spans.ts";
import { findFrequencies, type Seen } from "../frequency.ts";
import type { RequestPlace, TextRepository } from "../rewritten.ts";
import { fillText, readWrittenVars, writeVars } from "../template.ts";
import type { ReferencedFiles } from "./referenced-files.ts";
import { findFileTies, tiablePaths, type FileTie } from "./tied-files.ts";
import { findValueTies, isTiable, valueCandidates, type ValueTie } from "./tied-values.ts";

/** A text of a request, with where it stands and when. */
export interface PlacedText extends RequestPlace {
  readonly run: string;
  readonly startedMs: number | null;
  readonly text: string;
  readonly spans: readonly ChangingSpan[];
  /** How often each span changes, by its index. */
  readonly changesOf: (index: number) => Changes;
}

/** A text tied to a file, as it is written. */
export interface WrittenTie {
  readonly tie: FileTie;
  readonly reference: JsonObject;
}

export interface Ties {
  /** How a text is written that a file holds, of those given; null: none does. */
  readonly textAt: (text: PlacedText) => WrittenTie | null;
  /** The file of a template that a text fits, whose tags a fixture cannot fill; null: none. */
  readonly unfilledAt: (text: PlacedText) => string | null;
  /** Values that stand at one place of a JSON file. */
  readonly values: readonly ValueTie[];
}

/** Nothing is tied. */
export const noTies: Ties = { textAt: () => null, unfilledAt: () => null, values: [] };

/** Ties of the texts given, and of models and tools in the bodies. */
export function findTies(
  texts: readonly PlacedText[],
  bodies: readonly JsonObject[],
  { repository, files }: { readonly repository: TextRepository; readonly files: ReferencedFiles },
): Ties {
  const tiable = texts.filter(({ exchange, path }) => {
    const body = bodies[exchange];
    return body !== undefined && isTextOfPrompt(path, body);
  });
  const places = new Set(tiable);
  const paths = tiablePaths(repository);
  repository.prefetch?.(paths);
  const found = findFileTies(tiable, paths, repository);
  const frequencies = frequenciesOf(tiable, found.ties);
  const written = new Map<string, WrittenTie>();
  for (const placed of tiable) {
    const tie = found.ties.get(placed.text);
    if (tie === undefined || written.has(placed.text)) continue;
    const reference = writeTie(placed.text, tie, (name) => frequencies(tie, name));
    if (isExact(placed.text, reference, files)) written.set(placed.text, { tie, reference });
  }
  const values = findValueTies(
    [
      ...bodies.flatMap(valueCandidates),
      ...tiable
        .filter(({ text }) => isTiable(text) && !written.has(text))
        .map(({ exchange, path, text }) => ({ exchange, path, value: text })),
    ],
    paths,
    repository,
  );
  return {
    textAt: (placed) => (places.has(placed) ? (written.get(placed.text) ?? null) : null),
    unfilledAt: (placed) => (places.has(placed) ? (found.unfilled.get(placed.text) ?? null) : null),
    values,
  };
}

/** A system block, the whole text of a message that is no answer, a tool's description. */
function isTextOfPrompt(path: Path, body: JsonObject): boolean {
  const [level, index, member] = path;
  const name = path.at(-1);
  if (level === "system") return path.length === 1 || (path.length === 3 && name === "text");
  if (level === "tools") return path.length === 3 && name === "description";
  if (level !== "messages" || index === undefined || member !== "content") return false;
  const message = valueAt(body, [level, index]);
  const isOwn = isObject(message) && message["role"] !== "assistant";
  return isOwn && (path.length === 3 || (path.length === 5 && name === "text"));
}

function writeTie(text: string, tie: FileTie, changesOf: (name: string) => Changes): JsonObject {
  const vars = {
    ...Object.fromEntries(tie.literal.map((name) => [name, { literal: true }])),
    ...writeVars(
      tie.values.map(({ name, from, until }) => ({
        name,
        value: text.slice(from, until),
        changes: changesOf(name),
      })),
    ),
  };
  return { ...tie.reference, ...(Object.keys(vars).length === 0 ? {} : { vars }) };
}

/** Whether what is written reads as exactly the text. */
function isExact(text: string, reference: JsonObject, files: ReferencedFiles): boolean {
  const { $file: file, trim, vars } = reference;
  const whole = typeof file === "string" ? files.text(file) : null;
  if (whole === null) return false;
  const kept = trim === false ? whole : whole.replace(/\n$/, "");
  return fillText(kept, readWrittenVars(vars), false) === text;
}

/**
 * How often the variables of templates change: as what stands in them does; else, as far as the
 * scenario's runs show, never.
 */
function frequenciesOf(
  texts: readonly PlacedText[],
  ties: ReadonlyMap<string, FileTie>,
): (tie: FileTie, name: string) => Changes {
  const numbers = new Map<string, number>();
  const seen: Seen[] = [];
  const inner = new Map<string, Changes[]>();
  const distinct = new Map<string, Set<string>>();
  for (const { exchange: _exchange, path, run, startedMs, text, spans, changesOf } of texts) {
    const tie = ties.get(text);
    if (tie === undefined || tie.values.length === 0) continue;
    const skeleton = numbers.get(tie.file) ?? numbers.size;
    numbers.set(tie.file, skeleton);
    const values = tie.values.map(({ from, until }) => text.slice(from, until));
    const whole = tie.values.map(({ from, until }) => ({ ...plainSpan, from, until }));
    seen.push({ run, startedMs, path: formatPath(path), skeleton, spans: whole, values });
    for (const [index, { name, from, until }] of tie.values.entries()) {
      const key = JSON.stringify([tie.file, name]);
      distinct.set(key, (distinct.get(key) ?? new Set()).add(values[index] ?? ""));
      const within = spans.flatMap((span, at) =>
        span.from >= from && span.until <= until ? [changesOf(at)] : [],
      );
      inner.set(key, [...(inner.get(key) ?? []), ...within]);
    }
  }
  const observed = findFrequencies(seen);
  return (tie, name) => {
    const key = JSON.stringify([tie.file, name]);
    const within = inner.get(key) ?? [];
    const known = (["request", "run", "day"] as const).find((one) => within.includes(one));
    if (known !== undefined) return known;
    if ((distinct.get(key)?.size ?? 0) < 2) return "never";
    const index = tie.values.findIndex((value) => value.name === name);
    const places = seen.filter(({ skeleton }) => skeleton === numbers.get(tie.file));
    return places.some((place) => observed(place, index) === "request") ? "request" : "run";
  };
}

const plainSpan = { kind: "value", why: "differs", hasSeconds: false, others: [] } as const;
