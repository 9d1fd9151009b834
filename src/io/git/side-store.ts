/**
 * A store of git's objects beside a repository: it reads what the repository has, keeps what is
 * made here, and knows none of the repository's settings, no remote of it to ask.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { callGit, lendObjects } from "./call.ts";

const toRemove: string[] = [];
const stores = new Map<string, string | null>();

/**
 * The folder of the store beside a repository; null: git does not say where its objects are. There
 * is one for each, until the process ends. `idLength`: hexadecimal digits of the repository's ids.
 */
export function openSideStore(root: string, idLength: number): string | null {
  const known = stores.get(root);
  if (known !== undefined) return known;
  const made = create(root, idLength);
  stores.set(root, made);
  return made;
}

function create(root: string, idLength: number): string | null {
  const answer = callGit(root, ["rev-parse", "--git-path", "objects"]);
  if ("failure" in answer) return null;
  const objects = resolve(root, new TextDecoder().decode(answer.output).trim());
  const store = mkdtempSync(join(tmpdir(), "promptcost-objects-"));
  if (toRemove.length === 0)
    process.once("exit", () => {
      for (const folder of toRemove) rmSync(folder, { recursive: true, force: true });
    });
  toRemove.push(store);
  for (const folder of ["objects/info", "refs/heads"])
    mkdirSync(join(store, folder), { recursive: true });
  const format =
    idLength === 64
      ? "1\n\tbare = true\n[extensions]\n\tobjectFormat = sha256"
      : "0\n\tbare = true";
  writeFileSync(join(store, "HEAD"), "ref: refs/heads/none\n");
  writeFileSync(join(store, "config"), `[core]\n\trepositoryformatversion = ${format}\n`);
  writeFileSync(join(store, "objects/info/alternates"), `${objects}\n`);
  lendObjects(root, join(store, "objects"));
  return store;
}
