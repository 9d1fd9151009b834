/** Fixtures of this machine, for writing into them. */
import { accessSync, closeSync, constants, openSync, readdirSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { isDraft, readDraftPath } from "../fixture/keeping/draft.ts";
import type { FixtureFiles, WriteObstacle } from "../fixture/keeping/keep-in-files.ts";
import { groupBy } from "../order.ts";
import { isFromSystem, isMissing, kindOf, tryDraft } from "./files.ts";
import { callGit } from "./git/call.ts";
import { isRunning } from "./replay/lock.ts";
import { rewriteFile } from "./rewrite-file.ts";
import { readUtf8 } from "./utf8.ts";

/**
 * Fixtures below a folder; a file outside of it goes by its whole path. Each is replaced whole or
 * not at all.
 */
export function fixturesBelow(root: string): FixtureFiles {
  const written = new Set<string>();
  return {
    read: (file) => readWhole(resolve(root, file)),
    rewrite: (file, change) => {
      const path = resolve(root, file);
      try {
        if (isLocked(path)) return false;
        if (rewriteFile(path, change)) written.add(path);
        return true;
      } catch (error) {
        if (!isFromSystem(error)) throw error;
        return false;
      }
    },
    settle: () => settleAll(written),
    obstacle: (file) => findObstacle(resolve(root, file)),
  };
}

/** How many files are brought to the disk at once. */
const settledAtOnce = 8;

async function settleAll(paths: ReadonlySet<string>): Promise<boolean> {
  const left = paths.values();
  let isSettled = true;
  const work = async (): Promise<void> => {
    for (const path of left) isSettled = (await settle(path)) && isSettled;
  };
  await Promise.all(Array.from({ length: settledAtOnce }, work));
  return isSettled;
}

/** Brings a file to the disk. One that somebody has taken away meanwhile is theirs to lose. */
async function settle(path: string): Promise<boolean> {
  try {
    const file = await open(path, "r+");
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    return isMissing(error);
  }
}

/** A file's text with everything it holds; null where it cannot be read. */
function readWhole(path: string): string | null {
  try {
    const file = openSync(path, "r");
    try {
      return readUtf8(file, { keepsMark: true });
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

/**
 * What keeps a file from being replaced; null: nothing, as far as can be told without doing it. What
 * nobody may write is not written by one who may write everything either.
 */
function findObstacle(path: string): WriteObstacle | null {
  try {
    if (isLocked(path)) return "file";
  } catch (error) {
    return isMissing(error) ? "missing" : "file";
  }
  try {
    return isLocked(dirname(path)) || !tryDraft(path) ? "folder" : null;
  } catch {
    return "folder";
  }
}

/** Whether a file or folder takes no change of ours. Throws where nothing is there. */
function isLocked(path: string): boolean {
  const { mode } = statSync(path);
  try {
    accessSync(path, constants.W_OK);
    return (mode & 0o222) === 0;
  } catch {
    return true;
  }
}

/**
 * Removes what killed calls left beside fixtures: drafts whose file is there and whose process is
 * gone. What git tracks is the user's own, whatever it is called. `files`: from the root.
 */
export function removeDrafts(root: string, files: Iterable<string>): void {
  const folders = groupBy([...files], (file) => dirname(resolve(root, file)));
  for (const [folder, inFolder] of folders) {
    const names = new Set(inFolder.map((file) => basename(file)));
    for (const name of draftsIn(folder)) {
      const draft = readDraftPath(name);
      const path = join(folder, name);
      if (draft === null || !names.has(draft.file) || kindOf(path) !== "file") continue;
      if (draft.process !== process.pid && isRunning(draft.process)) continue;
      if (!isTracked(folder, name)) rmSync(path, { force: true });
    }
  }
}

function draftsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter(isDraft);
  } catch {
    return [];
  }
}

/** True too where git does not say. */
function isTracked(folder: string, name: string): boolean {
  const listed = callGit(folder, ["ls-files", "-z", "--", `:(literal)${name}`]);
  return "output" in listed
    ? listed.output.length > 0
    : !["no-git", "not-a-repository"].includes(listed.failure.kind);
}
