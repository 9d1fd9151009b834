/** Comments of an issue or pull request. */
import * as z from "zod/mini";
import type { Comments, RemoteComment, Reply } from "../../publish/github.ts";
import { sleep } from "../clock.ts";
import { ask } from "./ask.ts";
import { pauseBefore } from "./call.ts";
import { askGraphql, mapReply, type Connection } from "./connection.ts";
import { listPages } from "./pages.ts";

const path = "/repos/{owner}/{repo}/issues";

export function connectComments(connection: Connection): Comments {
  return {
    login: () => readLogin(connection),
    list: (issue, including) => listUntil(connection, issue, including),
    create: async (issue, body) => {
      const reply = await ask(connection, Comment, {
        route: `POST ${path}/{issue_number}/comments`,
        parameters: { issue_number: issue, body },
        repeatable: false,
      });
      return mapReply(reply, readComment);
    },
    update: async (id, body) => {
      const reply = await ask(connection, Comment, {
        route: `PATCH ${path}/comments/{comment_id}`,
        parameters: { comment_id: id, body },
      });
      return mapReply(reply, readComment);
    },
    delete: async (id) => {
      const reply = await ask(connection, z.unknown(), {
        route: `DELETE ${path}/comments/{comment_id}`,
        parameters: { comment_id: id },
      });
      return reply.ok || reply.status === 404 ? { ok: true, value: null } : reply;
    },
    minimize: (node) => minimizeComment(connection, node),
  };
}

const Comment = z.object({
  id: z.int(),
  node_id: z.optional(z.string()),
  body: z.optional(z.nullable(z.string())),
  user: z.optional(
    z.nullable(z.object({ login: z.string(), type: z.optional(z.nullable(z.string())) })),
  ),
  html_url: z.optional(z.nullable(z.string())),
  author_association: z.optional(z.nullable(z.string())),
});

/** Whom GitHub counts to the repository; what they may do there, it does not say. */
const ownPeople: ReadonlySet<string> = new Set(["OWNER", "MEMBER", "COLLABORATOR"]);

function readComment(comment: z.infer<typeof Comment>): RemoteComment {
  const { id, node_id: node, body, user, html_url: url, author_association: as } = comment;
  const author = user?.login ?? null;
  return {
    id,
    node: node ?? null,
    author,
    // No login that a person may choose has brackets; those of apps end with theirs.
    isBot: user?.type === "Bot" || author?.endsWith("[bot]") === true,
    isOwn: ownPeople.has(as ?? ""),
    body: body ?? "",
    url: url ?? null,
  };
}

/** All comments of an issue or pull request, all pages, as they are now. */
export async function listComments(
  connection: Connection,
  issue: number,
): Promise<Reply<readonly RemoteComment[]>> {
  const listed = await listPages(connection, {
    route: `GET ${path}/{issue_number}/comments`,
    parameters: { issue_number: issue },
    page: z.array(Comment),
  });
  return mapReply(listed, (comments) => comments.map(readComment));
}

/**
 * All comments. A list that does not show a comment we know of lags behind: it is read
 * again, a few times at most.
 */
async function listUntil(
  connection: Connection,
  issue: number,
  including: number | null,
): Promise<Reply<readonly RemoteComment[]>> {
  const { patience } = connection;
  for (let round = 0; ; round++) {
    const listed = await listComments(connection, issue);
    if (!listed.ok) return listed;
    const isThere = including === null || listed.value.some(({ id }) => id === including);
    if (isThere || round >= patience.tries - 1) return listed;
    await sleep(pauseBefore(round, patience));
  }
}

const Viewer = z.object({ viewer: z.object({ login: z.string().check(z.minLength(1)) }) });

/** By GraphQL: REST's `GET /user` refuses a workflow's token. */
async function readLogin(connection: Connection): Promise<string | null> {
  const reply = await askGraphql(connection, {
    query: "query { viewer { login } }",
    variables: {},
    repeatable: true,
  });
  const parsed = reply.ok ? Viewer.safeParse(reply.value) : null;
  return parsed?.success === true ? parsed.data.viewer.login : null;
}

const Minimized = z.object({
  minimizeComment: z.object({ minimizedComment: z.object({ isMinimized: z.literal(true) }) }),
});

/** Folds a comment away as outdated; only GraphQL can. */
async function minimizeComment(connection: Connection, node: string): Promise<Reply<null>> {
  const reply = await askGraphql(connection, {
    query:
      "mutation ($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) " +
      "{ minimizedComment { isMinimized } } }",
    variables: { id: node },
    repeatable: true,
  });
  if (!reply.ok) return reply;
  return Minimized.safeParse(reply.value).success
    ? { ok: true, value: null }
    : { ok: false, why: "unavailable", status: null, said: "the answer makes no sense" };
}
