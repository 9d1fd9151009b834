/** What a step hands to its runner: outputs, the summary, lines of the log. */
import { appendFileSync, statSync } from "node:fs";
import { setOutput, setSecret } from "@actions/core";

/** What the runner sets, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a step puts what it has to say. */
export interface Runner {
  /** False off GitHub, where what names no file is not missed. */
  readonly isOnGitHub: boolean;
  /** Throws where they cannot be written. */
  readonly writeOutputs: (outputs: Readonly<Record<string, string>>) => void;
  /** Has the runner mask a value in its log. */
  readonly hide: (secret: string) => void;
  /**
   * Adds to the summary what `render` makes of the bytes that are left there. Throws where it cannot
   * be written, or has no room.
   */
  readonly writeSummary: (render: (bytes: number) => string) => void;
  /** Text for the log; no line of it is taken for a command. */
  readonly print: (text: string) => void;
  /** Workflow commands, a line each, as `renderAnnotations` makes them. */
  readonly annotate: (commands: string) => void;
}

/** GitHub drops a step's summary whole where it is larger (pr-checks.md §1). */
const summaryLimit = 1024 * 1024;

/** `env` names the files; where the runner gives none, as off GitHub, nothing is written there. */
export function createRunner(env: Environment, write: (text: string) => void): Runner {
  const isOnGitHub = (env["GITHUB_ACTIONS"] ?? "") !== "";
  const fileOf = (name: string): string | null => {
    const path = env[name] ?? "";
    if (path !== "") return path;
    if (isOnGitHub) throw new Error(`${name} names no file`);
    return null;
  };
  return {
    isOnGitHub,
    writeOutputs: (outputs) => {
      if (fileOf("GITHUB_OUTPUT") === null) return;
      for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
    },
    hide: (secret) => {
      if (isOnGitHub) setSecret(secret);
    },
    writeSummary: (render) => {
      const path = fileOf("GITHUB_STEP_SUMMARY");
      if (path === null) return;
      const room = summaryLimit - sizeOf(path);
      const markdown = render(room);
      if (Buffer.byteLength(markdown) > room)
        throw new Error("earlier steps' text left no room in it");
      appendFileSync(path, markdown, "utf8");
    },
    print: (text) => write(harmless(text)),
    annotate: (commands) => write(commands),
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * The runner takes a line for a command if it begins with `::`, whatever white space is before it,
 * or holds `##[` anywhere.
 */
function harmless(text: string): string {
  return text.replace(/^(\s*)(?=::)/gm, "$1\u00b7 ").replaceAll("##[", "##\u00b7[");
}
