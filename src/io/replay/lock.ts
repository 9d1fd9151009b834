/** A folder for one process at a time. */
import { linkSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { hasCode, isMissing, kindOf } from "../files.ts";

/** How long a process waits for another one that is just looking at the lock, and how often. */
const pauseMs = 5;
const patience = 400;

/**
 * Takes a folder for this process by a file that names it; false where another process has it. A
 * lock whose process is gone is replaced. Who looks at the lock holds a gate meanwhile, so that
 * of several that find a dead one's lock a single one replaces it, and nobody replaces that one's.
 */
export function lock(path: string): boolean {
  const own = `${path}.${String(process.pid)}`;
  const gate = `${path}.gate`;
  rmSync(own, { force: true });
  writeFileSync(own, writeHolder(process.pid), { flag: "wx" });
  try {
    if (!enter(gate, own)) return false;
    try {
      if (kindOf(path) !== "file" && kindOf(path) !== null) return false;
      if (kindOf(path) === "file" && !isStale(readHolder(path))) return false;
      renameSync(own, path);
      removeLeftovers(path);
      return true;
    } finally {
      rmSync(gate, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** What processes left that were killed on their way to the lock; the folder is empty without it. */
function removeLeftovers(path: string): void {
  const start = `${basename(path)}.`;
  for (const name of readdirSync(dirname(path))) {
    const pid = name.startsWith(start) ? Number(name.slice(start.length)) : Number.NaN;
    if (Number.isSafeInteger(pid) && isStale({ pid, began: null }))
      rmSync(join(dirname(path), name), { force: true });
  }
}

/** Holds the gate, as soon as those before are through; false where one stays in it. */
function enter(gate: string, own: string): boolean {
  for (let left = patience; left > 0; left -= 1) {
    try {
      link(own, gate);
      return true;
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
    }
    // A kill in the gate leaves it shut. One that names nobody has been left just now, and may be
    // another's the next moment: it is not taken away.
    const inside = kindOf(gate) === "file" ? readHolder(gate) : null;
    if (inside !== null && isStale(inside)) rmSync(gate, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
  }
  return false;
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

/** The process a lock is held by: the system may give its number to another one later. */
interface Holder {
  readonly pid: number;
  /** When it began, as the system tells it; null: nobody says. */
  readonly began: string | null;
}

/**
 * Whether a lock's process is gone. One with our own number is: this process has just begun, and in
 * a container the first one always has the same number.
 */
function isStale(holder: Holder | null): boolean {
  if (holder === null || holder.pid === process.pid || !isRunning(holder.pid)) return true;
  const began = beginOf(holder.pid);
  return holder.began !== null && began !== null && began !== holder.began;
}

/** When a process began, in ticks since the machine did; null where the system does not say. */
function beginOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    // `proc_pid_stat(5)`: the 22nd field. The second, the program's name, may hold blanks.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[19] ?? null;
  } catch {
    return null;
  }
}

/** Whether a process is there. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process is there, but another user's.
    return hasCode(error, "EPERM");
  }
}

function writeHolder(pid: number): string {
  const began = beginOf(pid);
  return began === null ? String(pid) : `${String(pid)} ${began}`;
}

/** Null where a file names no process. */
function readHolder(path: string): Holder | null {
  try {
    const [number = "", began = null] = readFileSync(path, "utf8").split(" ");
    const pid = Number(number);
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, began } : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
