/** The files of commits, those too whose trees a partial clone has yet to fetch. */
import { callGit } from "./call.ts";
import { fetchObjects, type FetchAccess } from "./fetch.ts";

/**
 * All files of a commit or a tree, as `ls-tree -r -z` lists them. A clone without trees
 * (`--filter=tree:0`) has them brought first, all at once.
 */
export function listTree(
  root: string,
  commit: string,
  access: FetchAccess | null,
): ReturnType<typeof callGit> {
  const args = ["ls-tree", "-r", "-z", "--full-tree", commit];
  const listed = callGit(root, args);
  if (!("failure" in listed) || access === null) return listed;
  const object = callGit(root, ["cat-file", "commit", commit]);
  const [, tree] =
    "output" in object
      ? (/^tree ([0-9a-f]+)\n/.exec(new TextDecoder().decode(object.output)) ?? [])
      : [];
  return tree !== undefined && fetchObjects({ root, ids: [tree], access }) === null
    ? callGit(root, args)
    : listed;
}
