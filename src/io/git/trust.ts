/** Whether git may read a repository that belongs to another user. */
import { existsSync } from "node:fs";

/** Files by which a process knows that it runs in a container. */
const containerMarks = ["/.dockerenv", "/run/.containerenv"];

/** Variables that a machine of a build service, or the inside of a container, has. */
const machineVariables = ["CI", "GITHUB_ACTIONS", "KUBERNETES_SERVICE_HOST", "container"];

let known: boolean | null = null;

/**
 * Whether who owns a repository says nothing here: in a job or a container all is there for that
 * job alone, and its workspace often belongs to the user outside. Elsewhere git's refusal stands,
 * since a repository's settings can name programs to run.
 */
export function trustsEveryOwner(): boolean {
  known ??=
    machineVariables.some((name) => (process.env[name] ?? "") !== "") ||
    containerMarks.some((path) => existsSync(path));
  return known;
}
