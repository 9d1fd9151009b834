/** What a file of a repository records, by the one reader of formats. */
import { folderOf, resolvePath } from "../../../config/paths.ts";
import type { Digest } from "../../../digest.ts";
import { isFixture, readRun } from "../../../fixture/files/document.ts";
import { readContent } from "../../../fixture/recordings/content.ts";
import { formats } from "../../../formats/formats.ts";
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import type { Tree } from "../../../tree.ts";
import type { Recording } from "./recordings.ts";

/** Reads the recordings of a tree: what a file is, is seen by what stands in it. */
export function createRecogniser(
  tree: Tree,
  digest: Digest,
): (path: string, text: string) => Recording | null {
  return (path, text) => {
    const beside = (wanted: string): string | null => {
      const other = resolvePath(folderOf(path), wanted);
      return other !== null && tree.entry(other)?.kind === "file" ? tree.text(other) : null;
    };
    const content = readContent({ file: path, text, again: () => text }, { digest, beside });
    if (content.kind === "unknown") return null;
    if (content.kind === "recording") {
      const calls = content.calls
        .map(({ call }) => call)
        .filter(({ endpoint }) => endpoint === "messages");
      if (calls.length === 0) return null;
      const requests = calls.flatMap(({ request }) => bodyOf(request ?? undefined));
      return { path, title: formats[content.format].title, requests, calls: calls.length };
    }
    if (!content.sources.some(({ value }) => isFixture(value))) return null;
    const requests = content.sources
      .flatMap((source) => readRun(source, [])?.exchanges ?? [])
      .flatMap(({ request }) => bodyOf(request));
    return requests.length === 0
      ? null
      : { path, title: "a fixture", requests, calls: requests.length };
  };
}

function bodyOf(request: Json | undefined): readonly JsonObject[] {
  return isObject(request) ? [request] : [];
}
