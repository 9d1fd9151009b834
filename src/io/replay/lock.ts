/** A folder for one process at a time. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hasCode, isMissing, kindOf } from "../files.ts";

/**
 * Takes a folder for this process; a lock whose process is gone is no lock. It comes into being
 * with the number in it, and one that is taken away is looked at once more: another process may
 * have taken the folder meanwhile.
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
 * Gives a file a second name, unless that is taken. Where the disk knows no second names, a copy.
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
 * This process cannot be the one that left it: a container's first process always has the same
 * number.
 */
function isStale(pid: number | null): boolean {
  return pid === null || pid === process.pid || !isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is a process too.
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
