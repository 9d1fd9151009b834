/** The snapshots there are, as they are written and as they read. */
import type { Config } from "../../config/config.ts";
import type { Digest } from "../../digest.ts";
import { createOwnerFinder, type ScenarioSays } from "../../fixture/files/owner.ts";
import type { RawExchange } from "../../fixture/files/raw-exchange.ts";
import { readRun } from "../../fixture/files/document.ts";
import { readJsonSource, type Source } from "../../fixture/files/source.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import {
  createContentCache,
  type ContentCache,
} from "../../fixture/references/referenced-files.ts";
import { createResolver, type Resolver } from "../../fixture/references/resolver.ts";
import { createRunReader } from "../../fixture/run.ts";
import { isObject, type JsonObject } from "../../json.ts";
import { hasErrors, placeIn, problem, type Problem } from "../../problem.ts";
import type { Tree } from "../../tree.ts";

/** A run that an earlier `record` kept. */
export interface Snapshot {
  /** The folder it lies in. */
  readonly scenario: string;
  /** Its file without folder and extension. */
  readonly name: string;
  /** From the root. */
  readonly file: string;
  /** Its document. */
  readonly value: JsonObject;
  readonly raws: readonly RawExchange[];
  /** References in place. */
  readonly exchanges: readonly Exchange[];
}

/** Snapshots, and how texts in files of their folder are resolved. */
export interface SnapshotFolder {
  readonly snapshots: readonly Snapshot[];
  /** Every path under it, read or not, in lower case: no other file may be written over one. */
  readonly paths: ReadonlySet<string>;
  /** A resolver for a file there, noting nothing yet. */
  readonly resolver: (file: string) => Resolver;
  readonly problems: readonly Problem[];
}

interface FolderOptions {
  readonly tree: Tree;
  readonly config: Config | null;
  /** The folder of all snapshots, from the root. */
  readonly into: string;
  readonly digest: Digest;
}

/**
 * Reads the snapshots of a tree: `<into>/<scenario>/<run>.json`. A file there that cannot be read
 * whole is left alone, with its problems.
 */
export function readSnapshots(options: FolderOptions): SnapshotFolder {
  const { tree, config, into, digest } = options;
  const cache = createContentCache();
  const ownerOf = createOwnerFinder(tree);
  const resolver = (file: string): Resolver =>
    makeResolver(ownerOf(file), { tree, cache, extraKeys: config?.extraKeys ?? [] });
  const problems: Problem[] = [];
  const paths = tree.paths().filter((path) => path.startsWith(`${into}/`));
  tree.prefetch(paths);
  const snapshots = paths.flatMap((file) => {
    const [, scenario, name] = /^([^/]+)\/([^/]+)\.json$/.exec(file.slice(into.length + 1)) ?? [];
    if (scenario === undefined || name === undefined) return [];
    if (tree.entry(file)?.kind !== "file") {
      problems.push(problem("record-snapshot-link", placeIn(file), {}));
      return [];
    }
    const found: Problem[] = [];
    const source = readSource(file, tree);
    const raw = "value" in source ? readRun(source, found) : null;
    if (!("value" in source)) found.push(source);
    const value = "value" in source ? source.value : null;
    const own = resolver(file);
    const reader = createRunReader({
      id: name,
      resolver: own,
      digest,
      output: null,
      requestless: false,
      checksKeys: false,
    });
    const exchanges = raw === null ? [] : raw.exchanges.map(reader.read);
    // What a reference leads to may have moved since: writing the snapshot anew mends that.
    problems.push(...found.filter(({ severity }) => severity === "error"));
    if (raw === null || !isObject(value) || hasErrors(found)) return [];
    return [{ scenario, name, file, value, raws: raw.exchanges, exchanges }];
  });
  return { snapshots, paths: new Set(paths.map((path) => path.toLowerCase())), resolver, problems };
}

/** A snapshot as a document, or why it is none. */
function readSource(file: string, tree: Tree): Source | Problem {
  const text = tree.text(file);
  if (text === null) return problem("fixture-not-text", placeIn(file), {});
  return readJsonSource(file, { text, line: 1, again: () => tree.text(file) ?? "" });
}

function makeResolver(
  { vars, extraKeys, models }: ScenarioSays,
  shared: {
    readonly tree: Tree;
    readonly cache: ContentCache;
    readonly extraKeys: readonly string[];
  },
): Resolver {
  const { tree, cache } = shared;
  return createResolver({
    tree,
    cache,
    // Texts depend on the vars of a scenario: none is shared between files.
    filled: new Map(),
    vars,
    models,
    extraKeys: extraKeys.length > 0 ? extraKeys : shared.extraKeys,
  });
}
