import { runCommandLine } from "../../src/cli/command-line.ts";

/** A command as it is typed in a folder, in this process. */
export function run(folder: string, ...words: readonly string[]) {
  return runWith({ folder, words });
}

/** The same with an environment; the folder may be gone. */
export async function runWith({
  folder,
  words,
  env = {},
}: {
  readonly folder: string | null;
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}) {
  const said = { out: "", err: "" };
  const code = await runCommandLine({
    words,
    folder,
    env,
    isTerminal: false,
    isOwnProcess: false,
    pauseMs: (ms) => ms,
    errorColumns: () => null,
    print: (text) => void (said.out += text),
    warn: (text) => void (said.err += text),
  });
  return { code, ...said };
}
