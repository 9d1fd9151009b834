import { runAction } from "./io/run-action.ts";

try {
  process.exitCode = await runAction(process.env, (text) => process.stdout.write(text));
} catch (error) {
  // 1 would say that a budget is exceeded.
  process.exitCode = 2;
  process.stderr.write(
    `promptcost: this should not have happened; please report it.\n${error instanceof Error ? (error.stack ?? "") : ""}\n`,
  );
}
