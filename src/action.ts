import { runAction } from "./io/run-action.ts";

process.exitCode = await runAction(process.env, (text) => process.stdout.write(text));
