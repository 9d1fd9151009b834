/** How a process of ours ends that nobody foresaw: with 2, since 1 would say a budget is exceeded. */

/** What may be told of a failure: its message is left out, since it may quote what was read. */
export interface Crash {
  /** Its kind, such as `RangeError`. */
  readonly name: string;
  /** Where in our code, a line each; empty where it is not known. */
  readonly frames: string;
  /** Who ended it: its own fault, whoever runs it (a job is cancelled), or the system (no memory). */
  readonly by: "itself" | "runner" | "system";
}

export function describeCrash(error: unknown): Crash {
  if (!(error instanceof Error)) return { name: "unknown", frames: "", by: "itself" };
  const { name, message, stack = "" } = error;
  // The message comes first, and may have lines that look like places.
  const places = stack.slice(Math.max(0, stack.indexOf(message)) + message.length).split("\n");
  const frames = places.filter((line) => place.test(line));
  return {
    name: /^\w{1,40}$/.test(name) ? name : "unknown",
    frames: frames.join("\n"),
    by: "itself",
  };
}

/** As node writes them: a file of ours or of its own with line and column, a function before it. */
const place =
  /^\s+at (?:async )?(?:[\w$.<>#[\] ]{1,120} \()?(?:file:|node:|\/|[A-Z]:\\)[^()\n]{1,400}:\d+:\d+\)?$/;

/**
 * Has every way out that nobody chose end with 2: an error outside of any `await`, a rejection
 * nobody handles, a wait that never ends. `tell` says what happened.
 */
export function endCrashesWithTwo(tell: (crash: Crash) => void): void {
  // Also for a top-level `await` that nothing will end, where node would say 13.
  process.exitCode = 2;
  process.on("uncaughtException", (error) => {
    try {
      tell(describeCrash(error));
    } finally {
      process.exit(2);
    }
  });
}

/**
 * A reader that has seen enough (`| head`) is no error, and what is being worked out still decides
 * the exit code. `fail` is told why else nothing more can be written.
 */
export function tolerateClosedOutput(fail: (code: string) => void): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE" && stream === process.stdout) fail(error.code ?? error.name);
    });
}
