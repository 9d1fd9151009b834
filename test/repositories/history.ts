/** Histories out of known contents, written by one call of `git fast-import`. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { git } from "./scratch-repository.ts";

/** A scenario of what a commit holds: where its run stands, and how long its prompt is. */
export interface Part {
  readonly file: string;
  readonly tokens: number;
}

/** What a commit holds, a part for each scenario; `library`: which commit a submodule is at. */
export interface State {
  readonly parts: readonly Part[];
  readonly library: number;
}

/** A commit by its place among those made so far. */
export type Mark = number;

interface Commit {
  readonly parents: readonly Mark[];
  readonly state: State;
}

/** Commits that are to be written. */
export interface History {
  readonly commits: Commit[];
  readonly commit: (parents: readonly Mark[], state: State) => Mark;
  readonly stateOf: (mark: Mark) => State;
}

export function createHistory(): History {
  const commits: Commit[] = [];
  const stateOf = (mark: Mark): State => {
    const found = commits[mark];
    if (found === undefined) throw new Error(`no commit ${mark}`);
    return found.state;
  };
  return {
    commits,
    commit: (parents, state) => commits.push({ parents, state }) - 1,
    stateOf,
  };
}

/** The files of a state: a config and a run for each scenario. */
export function filesOf({ parts }: State): Readonly<Record<string, string>> {
  const config = parts.map(
    (_, index) =>
      `  s${index}: { fixtures: "f/s${index}/*.json", traffic: { runs: 1000/month } }\n`,
  );
  const runs = parts.map(({ file, tokens }) => [
    file,
    `${JSON.stringify(
      {
        exchanges: [
          {
            request: {
              model: "claude-opus-5",
              max_tokens: 1024,
              system: [{ type: "text", text: { $tokens: tokens, name: "policy" } }],
              messages: [
                {
                  role: "user",
                  content: [{ type: "text", text: { $tokens: 100, name: "question" } }],
                },
              ],
            },
            expect: { output_tokens: 100 },
          },
        ],
      },
      null,
      1,
    )}\n`,
  ]);
  return Object.fromEntries([["promptcost.yml", `scenarios:\n${config.join("")}`], ...runs]);
}

/** Writes histories into a new repository by one call; the ids of the commits of each. */
export function writeHistories(
  root: string,
  histories: readonly History[],
): readonly (readonly string[])[] {
  git(root, "init", "-q", "-b", "none", ".");
  let written = 0;
  const streams = histories.map(({ commits }) => {
    const start = written;
    written += commits.length;
    return streamOf(commits, start);
  });
  const marks = join(root, ".git", "marks");
  const options = ["--quiet", "--force", `--export-marks=${marks}`];
  const { status, stderr } = spawnSync("git", ["-C", root, "fast-import", ...options], {
    input: streams.join(""),
  });
  if (status !== 0) throw new Error(String(stderr));
  const ids = new Map(
    readFileSync(marks, "utf8")
      .trim()
      .split("\n")
      .map((line) => {
        const [mark = "", id = ""] = line.slice(1).split(" ");
        return [Number(mark) - 1, id] as const;
      }),
  );
  let read = 0;
  return histories.map(({ commits }) => commits.map(() => ids.get(read++) ?? ""));
}

/** `start`: how many commits were written before. */
function streamOf(commits: readonly Commit[], start: number): string {
  const written = commits.map(({ parents: [first, ...others], state }, mark) => {
    const files = Object.entries(filesOf(state)).map(
      ([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
    );
    return [
      `commit refs/heads/written\nmark :${start + mark + 1}\n`,
      `committer a <a@example.com> ${1_700_000_000 + mark * 60} +0000\ndata 1\nc\n`,
      first === undefined ? "" : `from :${start + first + 1}\n`,
      ...others.map((other) => `merge :${start + other + 1}\n`),
      "deleteall\n",
      `M 160000 ${String(state.library).padStart(40, "1")} vendor/library\n`,
      ...files,
    ].join("");
  });
  // A commit without a parent starts its branch anew.
  return ["reset refs/heads/written\n\n", ...written].join("");
}
