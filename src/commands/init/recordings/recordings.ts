/** Recordings that lie in a repository, as scenarios that read them where they are. */
import { folderOf } from "../../../config/paths.ts";
import { isArray, isObject, writeJson, type Json, type JsonObject } from "../../../json.ts";
import { counted, listNames } from "../../../words.ts";
import { ascending, groupBy } from "../../../order.ts";
import { globsOf } from "./globs.ts";
import { nameScenarios } from "./scenario-names.ts";

/** A file that some format reads. */
export interface Recording {
  /** From the repository's root. */
  readonly path: string;
  /** What people call its kind, with its article: `a VCR cassette`. */
  readonly title: string;
  /** The bodies of its requests to the Messages API, in order; none: it holds usage only. */
  readonly requests: readonly JsonObject[];
  /** Calls with usage, whether or not their requests are there. */
  readonly calls: number;
}

/** Recordings that do one kind of work. */
export interface FoundScenario {
  readonly name: string;
  /** Globs and paths from the repository's root; they match these recordings and no other. */
  readonly fixtures: readonly string[];
  readonly recordings: readonly Recording[];
  /** What told it from the others, in words. */
  readonly by: string;
}

/** More scenarios than this nobody gives traffic to: then less tells them apart. */
const mostScenarios = 12;

/**
 * Groups recordings that hold requests: those with the same model, tools and system prompt are one
 * scenario; where that makes too many, those with the same model and names of tools, then those of
 * one folder, then all. `paths`: all there are, since a glob may match no other file.
 */
export function groupRecordings(
  recordings: readonly Recording[],
  paths: readonly string[],
): readonly FoundScenario[] {
  const whole = recordings.filter(holdsRequests);
  if (whole.length === 0) return [];
  const { groups, by } = likenesses
    .map((likeness) => ({ ...likeness, groups: [...groupBy(whole, likeness.key).values()] }))
    .find((found) => found.groups.length <= mostScenarios) ?? { groups: [whole], by: "all in one" };
  const sorted = groups.toSorted((a, b) => ascending(a[0]?.path ?? "", b[0]?.path ?? ""));
  const names = nameScenarios(
    sorted.map((group) => ({ paths: group.map(({ path }) => path), sends: whatIsSent(group) })),
  );
  return sorted.map((group, at) => ({
    name: names[at] ?? "",
    fixtures: globsOf(
      group.map(({ path }) => path),
      paths,
    ),
    recordings: group,
    by,
  }));
}

export function holdsRequests({ requests }: Recording): boolean {
  return requests.length > 0;
}

/** How many of which kinds: `24 cassettes of vcrpy and an HTTP archive (HAR)`. */
export function kindsOf(recordings: readonly Recording[]): string {
  const kinds = groupBy(recordings, ({ title }) => title);
  if (kinds.size > mostKinds)
    return `${counted(recordings.length, "recording")} of ${String(kinds.size)} kinds`;
  return listNames(
    [...kinds].map(([title, of]) => (of.length === 1 ? title : countedKind(of.length, title))),
    "and",
  );
}

const mostKinds = 3;

/** The noun of a title stands before `of`, `with` or a bracket; one without article is many already. */
function countedKind(count: number, title: string): string {
  const [, noun, rest = ""] = /^an? (.*?)((?: of | with | \().*)?$/.exec(title) ?? [];
  if (noun === undefined) return `${counted(count, "file")} of ${title}`;
  const nouns = noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${counted(count, noun, nouns)}${rest}`;
}

/** What recordings of one scenario have in common, from much to little. */
const likenesses: readonly {
  readonly by: string;
  readonly key: (recording: Recording) => string;
}[] = [
  {
    by: "by the model, tools and system prompt they share",
    key: ({ requests: [first] }) =>
      writeJson([member(first, "model"), member(first, "tools"), member(first, "system")]),
  },
  {
    by: "by model, names of tools and folder, since their prompts differ",
    key: ({ requests: [first], path }) =>
      writeJson([member(first, "model"), toolNames(first), folderOf(path)]),
  },
  { by: "by folder, since they differ in all else", key: ({ path }) => folderOf(path) },
];

function member(request: JsonObject | undefined, key: string): Json {
  return request?.[key] ?? null;
}

/** What tells requests apart for people: the first tool, else the model. */
function whatIsSent([some]: readonly Recording[]): string {
  const [first] = some?.requests ?? [];
  const tools = toolNames(first);
  const [tool] = isArray(tools) ? tools : [];
  const model = member(first, "model");
  return typeof tool === "string" ? tool : typeof model === "string" ? model : "";
}

function toolNames(request: JsonObject | undefined): Json {
  const tools = request?.["tools"];
  if (!isArray(tools)) return null;
  return tools.map((tool) => (isObject(tool) ? (tool["name"] ?? null) : null));
}
