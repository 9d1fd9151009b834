/** What the commands over recordings share: they read the files that are named. */
import { resolve } from "node:path";
import { readExchangeFiles } from "../fixture/files/exchanges.ts";
import type { FileExchange } from "../fixture/fixture.ts";
import { openExchangeFile } from "../io/files.ts";
import { digest } from "../io/hash.ts";
import { openHead } from "../io/tree/sides.ts";
import type { Problem } from "../problem.ts";

/** The exchanges of the files a user names; `problems` grows while they are read. */
export function readNamedFiles(
  paths: readonly string[],
  folder: string,
  problems: Problem[],
): Iterable<FileExchange> {
  return readFiles(paths, folder, { problems, billed: false });
}

/** The same for `bill`: what was billed does not depend on the keys of its request. */
export function readBilledFiles(
  paths: readonly string[],
  folder: string,
  problems: Problem[],
): Iterable<FileExchange> {
  return readFiles(paths, folder, { problems, billed: true });
}

function readFiles(
  paths: readonly string[],
  folder: string,
  { problems, billed }: { readonly problems: Problem[]; readonly billed: boolean },
): Iterable<FileExchange> {
  const head = openHead(folder);
  return readExchangeFiles({
    files: paths.map((path) => openExchangeFile(resolve(folder, path), head.root ?? folder)),
    tree: head.root === null ? null : head.tree,
    digest,
    report: (found) => problems.push(found),
    billed,
  });
}
