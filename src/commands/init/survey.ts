/** What of a repository has to do with the Claude API: looked for by `init`, in files alone. */
import { folderOf } from "../../config/paths.ts";
import { ascending } from "../../order.ts";
import type { Tree } from "../../tree.ts";
import { readCode, type CallSite, type CodeFacts } from "./code/calls.ts";
import {
  ecosystemNames,
  ecosystemOf,
  ecosystems,
  packagesIn,
  type EcosystemName,
} from "./code/ecosystems.ts";
import { isPromptFile } from "./code/prompt-files.ts";
import type { Recording } from "./recordings/recordings.ts";
import { findTestCommand, type ProjectFiles, type TestCommand } from "./code/test-command.ts";

/** What a survey is given of the world. */
export interface SurveyPorts {
  /** Bytes. */
  readonly sizeOf: (path: string) => number;
  /** What a text holds, where it is a recording of calls; null: it is none. */
  readonly recognise: (path: string, text: string) => Recording | null;
}

/** A package that talks to the API, and the manifest that names it. */
export interface FoundPackage {
  readonly name: string;
  readonly file: string;
  readonly ecosystem: EcosystemName;
}

/** Paths are from the repository's root. */
export interface Survey {
  readonly packages: readonly FoundPackage[];
  /** Where code calls the API, that of tests last. */
  readonly sites: readonly CallSite[];
  /** Ids of models in the files of the sites, the most frequent first. */
  readonly models: readonly string[];
  /** Some of that code sets breakpoints. */
  readonly caches: boolean;
  /** Files with prompts, those that the code of the sites names first. */
  readonly prompts: readonly string[];
  readonly recordings: readonly Recording[];
  /** And the folder it runs in. */
  readonly test: (TestCommand & { readonly folder: string }) | null;
  /** Files left unread since there were too many, or since they are too large. */
  readonly unread: number;
}

/** What is read at most: a look, not an audit. */
export const surveyLimits = {
  code: { files: 10_000, bytes: 500_000 },
  recordings: { files: 5_000, bytes: 20_000_000 },
  prompts: 200,
} as const;

/** Folders of what others wrote, or what was built. */
const foreign =
  /(?:^|\/)(?:node_modules|vendor|third_party|dist|build|out|target|coverage|\.venv|venv|site-packages|\.next|\.tox)\//;
const recordingFile = /\.(?:json|jsonl|ndjson|ya?ml|har|httprr|log)$/i;
/** Whatever a recording is kept in, its host or its model is written out in it. */
const mayRecord = /anthropic|claude/i;

/** Looks through the files of a folder of a tree, `""` for all of it. */
export function surveyRepository(tree: Tree, folder: string, ports: SurveyPorts): Survey {
  const start = folder === "" ? "" : `${folder}/`;
  const paths = tree
    .paths()
    .filter((path) => path.startsWith(start) && !foreign.test(path.slice(start.length)));
  const reader = createReader(tree, ports);
  const packages = findPackages(paths, reader);
  const code = reader.readAll(
    paths.filter((path) => ecosystemOf(path, "code") !== null),
    surveyLimits.code,
  );
  const facts = code.map(({ path, text }) => ({ path, text, ...readCode(path, text) }));
  const calling = facts.filter(({ sites }) => sites.length > 0);
  const prompts = paths.filter(isPromptFile).slice(0, surveyLimits.prompts);
  const recordings = reader
    .readAll(
      paths.filter((path) => recordingFile.test(path)),
      surveyLimits.recordings,
    )
    .flatMap(({ path, text }) => {
      const found = mayRecord.test(text) ? ports.recognise(path, text) : null;
      return found === null ? [] : [found];
    });
  const sites = calling.flatMap((file) => file.sites);
  return {
    packages,
    sites: sites.toSorted((a, b) => Number(isTest(a.file)) - Number(isTest(b.file))),
    models: mostFrequent(calling.flatMap(({ models }) => models)),
    caches: calling.some(({ caches }) => caches),
    prompts: namedFirst(
      prompts,
      // What calls the API before what it imports, tests last.
      facts.toSorted((one, other) => weightOf(one) - weightOf(other)).map(({ text }) => text),
    ),
    recordings,
    test: findTest({ packages, sites, paths, folder }, reader),
    unread: reader.unread(),
  };
}

interface Reader {
  readonly text: (path: string) => string | null;
  readonly readAll: (
    paths: readonly string[],
    limits: { readonly files: number; readonly bytes: number },
  ) => readonly { readonly path: string; readonly text: string }[];
  /** Files passed over. */
  readonly unread: () => number;
}

function createReader(tree: Tree, { sizeOf }: SurveyPorts): Reader {
  let unread = 0;
  const text = (path: string): string | null =>
    tree.entry(path)?.kind === "file" ? tree.text(path) : null;
  return {
    text,
    readAll: (paths, limits) => {
      const small = paths.filter((path) => sizeOf(path) <= limits.bytes).slice(0, limits.files);
      unread += paths.length - small.length;
      tree.prefetch(small);
      return small.flatMap((path) => {
        const read = text(path);
        return read === null ? [] : [{ path, text: read }];
      });
    },
    unread: () => unread,
  };
}

function findPackages(paths: readonly string[], { text }: Reader): readonly FoundPackage[] {
  return paths
    .toSorted((a, b) => a.split("/").length - b.split("/").length || ascending(a, b))
    .flatMap((file) => {
      const ecosystem = ecosystemOf(file, "manifests");
      if (ecosystem === null) return [];
      return packagesIn(ecosystem, text(file) ?? "").map((name) => ({ name, file, ecosystem }));
    });
}

function weightOf({ path, sites }: { readonly path: string } & CodeFacts): number {
  return isTest(path) ? 2 : sites.length > 0 ? 0 : 1;
}

/** Whether a file of code is one of tests. */
export function isTest(path: string): boolean {
  return ecosystemNames.some(
    (name) => ecosystems[name].code.test(path) && ecosystems[name].tests.test(path),
  );
}

function mostFrequent(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
}

/** Prompt files in the order in which texts of code name them; those that none names come last. */
function namedFirst(prompts: readonly string[], code: readonly string[]): readonly string[] {
  const rankOf = (path: string): number => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const rank = code.findIndex((text) => text.includes(name));
    return rank === -1 ? code.length : rank;
  };
  return prompts
    .map((path) => ({ path, rank: rankOf(path) }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ path }) => path);
}

/** The tests of the project that calls the API: they send what it sends. */
function findTest(
  found: {
    readonly packages: readonly FoundPackage[];
    readonly sites: readonly CallSite[];
    readonly paths: readonly string[];
    readonly folder: string;
  },
  { text }: Reader,
): Survey["test"] {
  const { packages, sites, paths, folder } = found;
  const projects = [
    ...packages.map(({ file, ecosystem }) => ({ folder: folderOf(file), ecosystem })),
    ...sites.flatMap(({ file }) => {
      const ecosystem = ecosystemOf(file, "code");
      return ecosystem === null ? [] : [{ folder, ecosystem }];
    }),
  ];
  for (const project of projects) {
    const start = project.folder === "" ? "" : `${project.folder}/`;
    const own = new Set(
      paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length)),
    );
    const files: ProjectFiles = {
      has: (path) => own.has(path),
      some: (pattern) => [...own].some((path) => pattern.test(path)),
      text: (path) => (own.has(path) ? text(start + path) : null),
    };
    const command = findTestCommand(project.ecosystem, files);
    if (command !== null) return { ...command, folder: project.folder };
  }
  return null;
}
