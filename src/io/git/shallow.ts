/** Where a clone's history ends. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { callGit } from "./call.ts";

/** The commits whose parents a shallow clone does not have; none: it has its whole history. */
export function readShallow(root: string): readonly string[] {
  const answer = callGit(root, ["rev-parse", "--git-path", "shallow"]);
  if ("failure" in answer) return [];
  const file = resolve(root, new TextDecoder().decode(answer.output).trim());
  try {
    return readFileSync(file, "utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
}
