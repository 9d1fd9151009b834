/** Runs what its arguments say as `record` does, and prints how it ended: a process of its own, that can be signalled. */
import { runCommand } from "../../../../src/io/proxy/command/run.ts";

const [timeout = "", output = "", ...words] = process.argv.slice(2);
const end = await runCommand({
  words,
  folder: process.cwd(),
  environment: process.env,
  timeoutSeconds: timeout === "none" ? null : Number(timeout),
  output: output === "stderr" ? "stderr" : "stdout",
});
process.stdout.write(`\nended ${JSON.stringify(end)}\n`);
