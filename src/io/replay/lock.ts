/** A folder for one process at a time. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hasCode, isMissing, kindOf } from "../files.ts";

/**
 * Takes a folder for this process by a file that holds its number; false where another process has
 * it. A lock whose process is gone is taken away. The file appears with the number already in it,
 * and a lock that was taken away is read once more: another process may have put its own there
 * meanwhile.
 */
export function lock(path: string): boolean {
  const own = `${path}.${String(process.pid)}`;
  const old = `${own}.old`;
  rmSync(own, { force: true });
  writeFileSync(own, String(process.pid), { flag: "wx" });
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        link(own, path);
        return true;
      } catch {
        if (kindOf(path) !== "file" && kindOf(path) !== null) return false;
        if (!isStale(readPid(path))) return false;
        try {
          renameSync(path, old);
        } catch (error) {
          if (isMissing(error)) continue;
          throw error;
        }
        const isTaken = !isStale(readPid(old));
        if (isTaken && kindOf(path) === null) link(old, path);
        rmSync(old, { force: true });
        if (isTaken) return false;
      }
    }
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Gives a file a second name; throws where that is taken. A copy where the disk has no hard links.
 */
function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (hasCode(error, "EEXIST")) throw error;
    writeFileSync(to, readFileSync(from), { flag: "wx" });
  }
}

/**
 * Whether a lock's process is gone. One with our own number is: this process has just begun, and in
 * a container the first one always has the same number.
 */
function isStale(pid: number | null): boolean {
  return pid === null || pid === process.pid || !isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process is there, but another user's.
    return hasCode(error, "EPERM");
  }
}

function readPid(path: string): number | null {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
