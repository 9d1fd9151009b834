import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

/** Git as a user runs it, in a folder. Throws with what it said. */
export function git(root: string, ...args: readonly string[]): string {
  const who = [
    "-c",
    "user.name=a",
    "-c",
    "user.email=a@example.com",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "core.autocrlf=false",
  ];
  const { status, stdout, stderr } = spawnSync("git", ["-C", root, ...who, ...args], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** A folder that is gone when the test is; its path holds no link. */
export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "promptcost-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/**
 * Files by path from the root; null takes one away. A text may be given as any value that is
 * written as JSON.
 */
export type Files = Readonly<Record<string, unknown>>;

export function write(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    if (content === null) rmSync(join(root, path), { recursive: true });
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(
        join(root, path),
        typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`,
      );
    }
  }
}

export function commitAll(root: string, message: string): string {
  git(root, "add", "-A");
  git(root, "commit", "-q", "--allow-empty", "-m", message);
  return git(root, "rev-parse", "HEAD");
}

/** What a tree is made of: a folder that is copied, then files. */
export interface Content {
  readonly folder?: string;
  readonly files?: Files;
}

/** Lays content over what is there. */
export function put(root: string, { folder, files = {} }: Content): void {
  if (folder !== undefined) cpSync(folder, root, { recursive: true });
  write(root, files);
}

export interface PullRequest {
  readonly root: string;
  /** The tip of main, the branch's head, and the merge of the two. */
  readonly base: string;
  readonly head: string;
  readonly merge: string;
}

/** A repository with one commit on main. */
export function createRepository(main: Content): string {
  const root = scratchFolder();
  git(root, "init", "-q", "-b", "main", "--template=");
  put(root, main);
  commitAll(root, "main");
  return root;
}

/**
 * A repository whose checkout is the merge that GitHub makes of a pull request: main's tip and the
 * branch's head are its parents.
 */
export function createPullRequest(main: Content, change: Content): PullRequest {
  const key = JSON.stringify([main, change]);
  const made = pullRequests.get(key) ?? makePullRequest(main, change);
  pullRequests.set(key, made);
  const root = scratchFolder();
  cpSync(made.folder, root, { recursive: true });
  return { ...made.pull, root };
}

interface MadePullRequest {
  readonly folder: string;
  readonly pull: Omit<PullRequest, "root">;
}

/** What was made once in this file, to be copied: a copy costs a tenth of a dozen calls of git. */
const pullRequests = new Map<string, MadePullRequest>();

afterAll(() => {
  for (const { folder } of pullRequests.values()) rmSync(folder, { recursive: true, force: true });
});

function makePullRequest(main: Content, change: Content): MadePullRequest {
  const root = createRepository(main);
  const base = git(root, "rev-parse", "HEAD");
  git(root, "checkout", "-q", "-b", "change");
  put(root, change);
  const head = commitAll(root, "change");
  git(root, "checkout", "-q", "--detach", "main");
  git(root, "merge", "-q", "--no-ff", "-m", "merge", "change");
  const merge = git(root, "rev-parse", "HEAD");
  const folder = mkdtempSync(join(tmpdir(), "promptcost-"));
  cpSync(root, folder, { recursive: true });
  return { folder, pull: { base, head, merge } };
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of its own, with exactly this environment. Servers of the test answer meanwhile. */
export function runProcess(
  command: string,
  args: readonly string[],
  options: {
    readonly folder: string;
    readonly env: Readonly<Record<string, string>>;
    readonly killAfterMs?: number;
    /** Is given what sends it a signal. */
    readonly onStart?: (signal: (name: NodeJS.Signals) => void) => void;
  },
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      cwd: options.folder,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...said }));
    options.onStart?.((name) => child.kill(name));
    if (options.killAfterMs !== undefined)
      setTimeout(() => child.kill("SIGKILL"), options.killAfterMs);
  });
}

/**
 * What every process needs of the machine's environment, and nothing else: no key, no token,
 * nobody's settings of git.
 */
export function plainEnvironment(home: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    USERPROFILE: home,
    GIT_CONFIG_NOSYSTEM: "1",
    ...(process.env["SystemRoot"] === undefined ? {} : { SystemRoot: process.env["SystemRoot"] }),
    ...(process.env["TEMP"] === undefined ? {} : { TEMP: process.env["TEMP"] }),
  };
}
