/**
 * Every benchmark, one after the other: `npm run bench`. Ends with 1 where a target is missed,
 * after all have run.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const missed = [
  "check.ts",
  "lines.ts",
  "project.ts",
  "tokenizer.ts",
  "replay.ts",
  "record.ts",
].filter((name) => {
  console.log(`\n${name}`);
  return (
    spawnSync(process.execPath, [fileURLToPath(new URL(name, import.meta.url))], {
      stdio: "inherit",
    }).status !== 0
  );
});
console.log(
  missed.length === 0 ? "\nevery target is met" : `\ntargets missed in ${missed.join(", ")}`,
);
process.exitCode = missed.length === 0 ? 0 : 1;
