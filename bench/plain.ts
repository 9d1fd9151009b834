/**
 * What a program must at least do: read the files, parse them, hash them. A script of its own, so
 * that node has nothing else to load.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const script = `import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
const folder = process.argv[2];
let sum = 0;
for (const name of readdirSync(folder, { recursive: true })) {
  if (!/\\.jsonl?$/.test(name)) continue;
  const text = readFileSync(folder + "/" + name, "utf8");
  for (const part of name.endsWith("l") ? text.split("\\n") : [text]) {
    if (part === "") continue;
    sum += Object.keys(JSON.parse(part)).length;
    sum += createHash("sha256").update(part).digest("hex").length;
  }
}
process.stdout.write(String(sum));
`;

/** Writes the script; gives its path. */
export function writePlain(scratch: string): string {
  const path = join(scratch, "plain.mjs");
  writeFileSync(path, script);
  return path;
}
