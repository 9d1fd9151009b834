/** The commits that changed a file, with its text at each. */
import type { BaselineCommit } from "../../commands/history/history.ts";
import { decodeUtf8 } from "../utf8.ts";
import { readBlobs } from "./blobs.ts";
import { callGit } from "./call.ts";

/** What git knows of a file's past. */
export interface FileLog {
  /** The newest first. */
  readonly commits: readonly BaselineCommit[];
  /** The clone ends somewhere: what was before is not here. */
  readonly shallow: boolean;
}

/**
 * The commits of HEAD's own line (first parents) that changed a file, at most so many, each with the
 * text it left there. Null: git does not read the repository, or has no commit yet.
 */
export function readFileLog(
  root: string,
  file: string,
  options: { readonly most: number; readonly since: string | null },
): FileLog | null {
  const { most, since } = options;
  const logged = callGit(root, [
    "log",
    "-z",
    "--first-parent",
    `--max-count=${String(most)}`,
    ...(since === null ? [] : [`--since=${since}T00:00:00Z`]),
    "--format=%H%n%ct%n%b",
    "--end-of-options",
    "HEAD",
    "--",
    `:(top,literal)${file}`,
  ]);
  const shallow = callGit(root, ["rev-parse", "--is-shallow-repository"]);
  if ("failure" in logged || "failure" in shallow) return null;
  const decoder = new TextDecoder();
  const records = decoder.decode(logged.output).split("\0").filter(Boolean);
  const heads = records.map(readRecord);
  const texts = readTexts(
    root,
    heads.map(({ sha }) => `${sha}:${file}`),
  );
  return {
    commits: heads.map((head, index) => ({ ...head, content: texts[index] ?? { kind: "gone" } })),
    shallow: decoder.decode(shallow.output).trim() === "true",
  };
}

/** The commit that a baseline was computed at, as our own commits say it. */
const computedAt = /^Computed at ([0-9a-f]{40}(?:[0-9a-f]{24})?)\.$/m;

function readRecord(record: string): Omit<BaselineCommit, "content"> {
  const [sha = "", seconds = "", ...body] = record.split("\n");
  return {
    sha,
    day: new Date(Number(seconds) * 1000).toISOString().slice(0, 10),
    computedAt: computedAt.exec(body.join("\n"))?.[1] ?? null,
  };
}

/** What stands at each `commit:path`, by one call for their ids and one for the texts. */
function readTexts(root: string, names: readonly string[]): readonly BaselineCommit["content"][] {
  const input = names.map((name) => `${name}\n`).join("");
  const answer = callGit(root, ["cat-file", "--batch-check"], { input });
  if ("failure" in answer) return names.map(() => ({ kind: "unreadable" }));
  const lines = new TextDecoder().decode(answer.output).split("\n");
  // What is not there is told by its name.
  const ids = names.map((_, index) => /^([0-9a-f]+) blob /.exec(lines[index] ?? "")?.[1] ?? null);
  const { blobs } = readBlobs(
    root,
    ids.filter((id) => id !== null),
    null,
  );
  return ids.map((id, index) => {
    if (lines[index]?.endsWith(" missing") === true) return { kind: "gone" };
    const bytes = blobs.get(id ?? "");
    const text = bytes === undefined ? null : decodeUtf8(bytes);
    return text === null ? { kind: "unreadable" } : { kind: "text", text };
  });
}
