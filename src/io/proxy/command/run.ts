/** Runs the command that is recorded. */
import { spawn, type ChildProcess } from "node:child_process";
import type { CommandEnd } from "../../../record/ports.ts";

/** How a command is started. */
export interface RunOptions {
  readonly words: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly timeoutSeconds: number | null;
  readonly output: "stdout" | "stderr";
}

/** Signals that end `record`; they are passed on, and what the command makes of them is waited for. */
const passedOn = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How long a command has to end by itself once it was told to. */
const graceMs = 5000;

/** After so many signals it is not asked any more. */
const patience = 3;

/**
 * Runs a command to its end, without a shell. Its input is ours. Unless it stands at a terminal it is
 * a process group of its own, and what it started ends with it.
 */
export function runCommand(options: RunOptions): Promise<CommandEnd> {
  const { words, folder, environment, timeoutSeconds, output } = options;
  const [program = "", ...args] = words;
  // At a terminal the group is the terminal's: a command may ask there, and Ctrl-C goes to all of it.
  const atTerminal = process.stdin.isTTY && timeoutSeconds === null;
  const isGroup = !atTerminal && process.platform !== "win32";
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn(program, args, {
        cwd: folder,
        env: environment,
        stdio: ["inherit", output === "stdout" ? "inherit" : 2, "inherit"],
        shell: false,
        detached: isGroup,
      });
    } catch (error) {
      resolve(notStarted(error));
      return;
    }
    let stopped: NodeJS.Signals | null = null;
    let signals = 0;
    let isTimedOut = false;
    let killing: NodeJS.Timeout | null = null;

    const send = (signal: NodeJS.Signals): void => signalTo(child, signal, isGroup);
    const end = (): void => {
      send("SIGTERM");
      killing ??= setTimeout(() => send("SIGKILL"), graceMs);
    };
    const onSignal = (signal: NodeJS.Signals): void => {
      stopped ??= signal;
      signals += 1;
      if (signals >= patience) send("SIGKILL");
      // The terminal has told the command already.
      else if (!(atTerminal && signal === "SIGINT")) send(signal);
    };
    const timer =
      timeoutSeconds === null
        ? null
        : setTimeout(() => {
            isTimedOut = true;
            end();
          }, timeoutSeconds * 1000);
    for (const signal of passedOn) process.on(signal, onSignal);

    const settle = (ended: CommandEnd): void => {
      for (const signal of passedOn) process.off(signal, onSignal);
      if (timer !== null) clearTimeout(timer);
      if (killing !== null) clearTimeout(killing);
      // What it started and left behind holds our output, and may send on.
      if (isGroup && (isTimedOut || stopped !== null)) send("SIGKILL");
      resolve(ended);
    };
    child.once("error", (error) => settle(notStarted(error)));
    child.once("exit", (code, signal) => {
      if (isTimedOut) settle({ kind: "timed-out" });
      else if (stopped !== null) settle({ kind: "stopped", signal: stopped });
      else if (signal !== null) settle({ kind: "killed", signal });
      else settle({ kind: "exited", code: code ?? 0 });
    });
  });
}

/** Signals a command, and what it started where it is a group. */
function signalTo(child: ChildProcess, signal: NodeJS.Signals, isGroup: boolean): void {
  if (child.pid === undefined) return;
  try {
    if (isGroup) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // It is gone.
  }
}

function notStarted(error: unknown): CommandEnd {
  const why =
    error instanceof Error && "code" in error && typeof error.code === "string"
      ? error.code
      : "unknown";
  return why === "ENOENT" ? { kind: "not-found" } : { kind: "not-started", why };
}
