import { globFaults, readGlob } from "../../glob-pattern.ts";
import { problem, type Problem } from "../../problem.ts";
import type { DecodedPath } from "../decode/scenario.ts";
import type { Locate } from "../shape.ts";

/** Whether a path, or a pattern of them, stays in the repository and can be followed. */
export function checkPaths(
  { text, path, resolved }: DecodedPath,
  { key, locate }: { readonly key: string; readonly locate: Locate },
): readonly Problem[] {
  if (text === "") return [];
  if (resolved === null) return [problem("config-outside", locate(path), { key })];
  const pattern = readGlob(resolved);
  return typeof pattern === "string"
    ? [problem("glob-pattern", locate(path), { why: globFaults[pattern] })]
    : [];
}
