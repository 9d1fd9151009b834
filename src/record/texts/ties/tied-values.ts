/** Values of a request that a JSON file of the repository holds: its model, tools, long texts. */
import { pathFrom } from "../../../config/paths.ts";
import { findRepeatedKey } from "../../../json-position.ts";
import { writePointer } from "../../../json-pointer.ts";
import { parseJson } from "../../../json-text.ts";
import {
  isArray,
  isObject,
  writeJson,
  type Json,
  type JsonObject,
  type Path,
} from "../../../json.ts";
import type { RequestPlace, TextRepository } from "../rewritten.ts";

/** A value of a request that may be tied. */
export interface ValueCandidate extends RequestPlace {
  readonly value: Json;
}

/** A value, and the one place of the repository's JSON files that holds it. */
export interface ValueTie extends ValueCandidate {
  readonly file: string;
  readonly pointer: string;
  readonly reference: JsonObject;
}

/** A text below this length is in many a document by chance. */
const leastText = 40;
const longestFile = 500_000;

/** Files whose values say nothing of what a program sends: recordings, lists of packages, builds. */
const notSettings = new RegExp(
  [
    String.raw`(?:^|/)(?:package(?:-lock)?\.json|composer\.json|tsconfig[\w.-]*\.json)$`,
    String.raw`(?:^|/)\.promptcost/`,
    String.raw`(?:^|/)(?:tests?|specs?|__\w+__|fixtures?|cassettes?|snapshots?|recordings?)/`,
    String.raw`(?:^|/)(?:dist|build|out|coverage|schemas?)/`,
  ].join("|"),
  "i",
);

/**
 * What may be tied in a request beside its texts: the model, the list of tools, else each tool, else
 * its parts; and texts. A value that holds a marker is in no file.
 */
export function valueCandidates(body: JsonObject, exchange: number): readonly ValueCandidate[] {
  const found: ValueCandidate[] = [];
  const { model, tools } = body;
  if (typeof model === "string") found.push({ exchange, path: ["model"], value: model });
  if (!isArray(tools) || tools.length === 0) return found;
  found.push({ exchange, path: ["tools"], value: tools });
  for (const [index, tool] of tools.entries()) {
    found.push({ exchange, path: ["tools", index], value: tool });
    if (!isObject(tool)) continue;
    const { input_schema: schema } = tool;
    if (isObject(schema) && isObject(schema["properties"]))
      found.push({ exchange, path: ["tools", index, "input_schema"], value: schema });
  }
  return found;
}

/** Whether a text is long enough to be tied to a value of a JSON file. */
export function isTiable(text: string): boolean {
  return text.length >= leastText;
}

/**
 * The candidates that stand at exactly one place of the repository's JSON files. A model only under
 * a key that is named so.
 */
export function findValueTies(
  candidates: readonly ValueCandidate[],
  paths: readonly string[],
  repository: TextRepository,
): readonly ValueTie[] {
  const wanted = new Map<string, Place[]>(candidates.map((one) => [keyOf(one), []]));
  if (wanted.size === 0) return [];
  for (const file of paths) {
    if (!/\.json$/i.test(file) || notSettings.test(file)) continue;
    const text = repository.text(file);
    const value = text === null || text.length > longestFile ? undefined : parseJson(text);
    if (text === null || value === undefined) continue;
    const places: { readonly key: string; readonly path: Path }[] = [];
    visit(value, [], places);
    const held = places.filter(({ key }) => wanted.has(key));
    // A document that says two things by one key is refused where it is read.
    if (held.length === 0 || findRepeatedKey(text, value) !== null) continue;
    for (const { key, path } of held) wanted.get(key)?.push({ file, path });
  }
  return candidates.flatMap((candidate) => {
    const [place, ...others] = wanted.get(keyOf(candidate)) ?? [];
    if (place === undefined || others.length > 0) return [];
    const pointer = writePointer(place.path);
    const path = pathFrom(repository.folder, place.file);
    const reference = { $json: pointer === "" ? path : `${path}#${pointer}` };
    return [{ ...candidate, file: place.file, pointer, reference }];
  });
}

interface Place {
  readonly file: string;
  readonly path: Path;
}

function keyOf({ path, value }: ValueCandidate): string {
  return `${path.length === 1 && path[0] === "model" ? "model" : ""} ${writeJson(value)}`;
}

/** Notes the values of a document that a request may have. */
function visit(value: Json, path: Path, found: { key: string; path: Path }[]): void {
  const name = path.at(-1);
  if (typeof value === "string") {
    if (typeof name === "string" && /(?:^|[_-])model$|[a-z]Model$/i.test(name))
      found.push({ key: `model ${writeJson(value)}`, path });
    if (isTiable(value)) found.push({ key: ` ${writeJson(value)}`, path });
  } else if (isArray(value)) {
    if (
      value.length > 0 &&
      value.every((item) => isObject(item) && typeof item["name"] === "string")
    )
      found.push({ key: ` ${writeJson(value)}`, path });
    for (const [index, item] of value.entries()) visit(item, [...path, index], found);
  } else if (isObject(value)) {
    if (typeof value["name"] === "string" || isObject(value["properties"]))
      found.push({ key: ` ${writeJson(value)}`, path });
    for (const [key, item] of Object.entries(value)) visit(item, [...path, key], found);
  }
}
