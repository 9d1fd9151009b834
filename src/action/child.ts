/**
 * The action works in a process of its own: out of memory, or killed by the system, it would end
 * with an exit code nobody chose, and leave no report.
 */
import { spawn } from "node:child_process";
import type { Crash } from "../io/crash.ts";
import type { Environment } from "./runner.ts";

/** Tells the process that works from the one that waits for it. */
const mark = "PROMPTCOST_ACTION_CHILD";

/** What a run of the action may end with. */
type ExitCode = 0 | 1 | 2;

/** Does the work, or reports the crash of the process that did. */
type Work = (crash: Crash | null) => Promise<ExitCode>;

/**
 * Runs `work` in a process of its own and gives its exit code. Where that ended in no way we know,
 * `work` is given the crash here.
 */
export async function runInChild(env: Environment, work: Work): Promise<ExitCode> {
  const [, script] = process.argv;
  if (env[mark] !== undefined || script === undefined) return work(null);
  const ended = await waitFor(script, env);
  return ended === 0 || ended === 1 || ended === 2 ? ended : work(ended);
}

/** Its exit code, or what ended it; null: it could not be started. */
function waitFor(script: string, env: Environment): Promise<ExitCode | Crash | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...process.execArgv, script], {
      env: { ...env, [mark]: "1" },
      stdio: "inherit",
    });
    let told = false;
    // A job that is cancelled: the runner tells this process alone.
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.on(signal, () => {
        told = true;
        child.kill(signal);
      });
    child.on("error", () => {
      resolve(child.pid === undefined ? null : { name: "lost", frames: "", by: "system" });
    });
    child.on("exit", (code, signal) => {
      const name = signal ?? `exit code ${code ?? "unknown"}`;
      const by = told ? "runner" : "system";
      resolve(code === 0 || code === 1 || code === 2 ? code : { name, frames: "", by });
    });
  });
}
