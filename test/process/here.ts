/** The command's source as `dist/cli.js` runs it, in this process: what a new one costs is saved. */
import { AsyncLocalStorage } from "node:async_hooks";
import { runCommandLine } from "../../src/cli/command-line.ts";
import { plainEnvironment, type Outcome } from "../repositories/scratch-repository.ts";

/** A call, of several that may be under way at once. */
interface Call {
  readonly env: Readonly<Record<string, string>>;
  readonly said: { stdout: string; stderr: string };
}

const calls = new AsyncLocalStorage<Call>();
let ownEnvironment = process.env;
const ownWarn = console.warn;

// What a call reads of the process is its own.
Object.defineProperty(process, "env", {
  configurable: true,
  enumerable: true,
  get: () => calls.getStore()?.env ?? ownEnvironment,
  set: (env: NodeJS.ProcessEnv) => {
    ownEnvironment = env;
  },
});

/** By how many milliseconds the clock of the calls below it is wrong. */
const clocks = new AsyncLocalStorage<{ readonly byMs: number }>();
const ownNow = Date.now;
Date.now = () => ownNow() + (clocks.getStore()?.byMs ?? 0);

/** What calls do that are made in it, by a clock which is wrong, and may be put while they run. */
export function underClock<Result>(
  clock: { readonly byMs: number },
  work: () => Promise<Result>,
): Promise<Result> {
  return clocks.run(clock, work);
}

function warn(...words: readonly unknown[]): void {
  const call = calls.getStore();
  if (call === undefined) ownWarn(...words);
  else call.said.stderr += `${words.join(" ")}\n`;
}

/** A pause before something is asked again, in place of seconds and minutes: it counts in full. */
const pauseMs = 15;

/**
 * A command in a folder, with no key and no token unless given. Not for two calls at once that lock
 * one folder: a lock is a process's.
 */
export function commandHere(
  folder: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const said = { stdout: "", stderr: "" };
  const call: Call = { env: { ...plainEnvironment(folder), ...env }, said };
  // The client of the API puts its own in place of it.
  console.warn = warn;
  return calls.run(call, async () => {
    const code = await runCommandLine({
      words,
      folder,
      env: call.env,
      isTerminal: false,
      errorColumns: () => null,
      print: (text) => void (said.stdout += text),
      warn: (text) => void (said.stderr += text),
      isOwnProcess: false,
      pauseMs: (ms, why) => (why === "gap" ? ms : Math.min(ms, pauseMs)),
    });
    return { code, ...said };
  });
}
