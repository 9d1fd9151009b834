/**
 * Measures counts and caching on recorded traffic, and writes ACCURACY.md, the README's short table
 * and the table of recordings that the counter's intervals rest on: `npm run accuracy`.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { renderBacking } from "./accuracy/backing.ts";
import { measureAccuracy } from "./accuracy/measure.ts";
import { renderAccuracy, renderShort } from "./accuracy/page.ts";
import { putShort } from "./accuracy/readme.ts";

function fromRoot(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
const corpus = fromRoot("../shared/corpus");

if (existsSync(corpus)) {
  const accuracy = await measureAccuracy(corpus);
  writeFileSync(
    fromRoot("src/tokens/framing/backing/recorded.ts"),
    renderBacking(accuracy.backing, accuracy.fingerprint),
  );
  writeFileSync(fromRoot("ACCURACY.md"), renderAccuracy(accuracy));
  const readme = readFileSync(fromRoot("README.md"), "utf8");
  writeFileSync(fromRoot("README.md"), putShort(readme, renderShort(accuracy)));
  console.log(renderShort(accuracy));
} else
  console.warn(
    `SKIPPED: there is no recorded traffic at ${corpus}; nothing was measured and nothing written.`,
  );
