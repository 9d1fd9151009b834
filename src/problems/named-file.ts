import { listQuoted } from "../words.ts";
import { text } from "./text.ts";

/** What can be wrong with a file that a command is given. Paths and names only. */
export const namedFileProblems = {
  "config-unread": text(
    "warning",
    () => "This configuration has errors, so nothing that it says of these fixtures counts here.",
    () => "Run `promptcost check` beside it: that says what is wrong.",
  ),
  "fixture-of-several": text(
    "note",
    ({ scenarios }: { scenarios: readonly string[] }) =>
      `${listQuoted(scenarios)} name this fixture and give it different \`vars\` or \`output\`; ` +
      `those of \`${scenarios[0] ?? ""}\` count here.`,
    () => "Nothing to do: `check` counts each scenario by its own.",
  ),
  "file-missing": text(
    "error",
    ({ file, link }: { file: string; link: boolean; nearest: readonly string[] }) =>
      link ? `\`${file}\` is a link that leads nowhere.` : `There is no file \`${file}\`.`,
    ({ nearest }) =>
      nearest.length > 0
        ? `Did you mean ${listQuoted(nearest)}?`
        : "Name a file by its path from the folder you are in.",
  ),
  "file-not-read": text(
    "error",
    ({ file }: { file: string }) =>
      `\`${file}\` cannot be read: it is no regular file, or not ours to read.`,
    () => "Give yourself the right to read it, or name a regular file.",
  ),
  "fixture-empty": text(
    "error",
    () => "This file is empty.",
    () => "Put at least one exchange with a `request` into it, or delete the file.",
  ),
} as const;
