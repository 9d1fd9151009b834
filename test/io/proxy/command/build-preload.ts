import { join } from "node:path";
import { rolldown } from "rolldown";
import { preload } from "../../../../rolldown.config.ts";

/** Builds the preload as it is shipped into a folder, and gives its path. */
export async function buildPreload(folder: string): Promise<string> {
  const { output, ...input } = preload;
  if (output === undefined || Array.isArray(output)) throw new Error("one output is built");
  const bundle = await rolldown(input);
  await bundle.write({ ...output, dir: folder });
  await bundle.close();
  return join(folder, "preload.cjs");
}
