/** Comments of an issue or pull request. */
import * as z from "zod/mini";
import type { Comments, RemoteComment, Reply } from "../../publish/github.ts";
import { callGitHub } from "./call.ts";
import { askGraphql, mapReply, type Connection } from "./connection.ts";

/** GitHub's largest page. */
const pageSize = 100;

export function connectComments(connection: Connection): Comments {
  const { client, repository, patience } = connection;
  const { issues } = client.rest;
  return {
    login: () => readLogin(connection),
    list: (issue) => listComments(connection, issue),
    create: async (issue, body) => {
      const reply = await callGitHub(
        (signal) =>
          issues.createComment({ ...repository, issue_number: issue, body, request: { signal } }),
        { repeatable: false, patience },
      );
      return mapReply(reply, ({ data: { id, body, user } }) => readComment({ id, body, user }));
    },
    update: async (id, body) => {
      const reply = await callGitHub(
        (signal) =>
          issues.updateComment({ ...repository, comment_id: id, body, request: { signal } }),
        { repeatable: true, patience },
      );
      return mapReply(reply, ({ data: { id, body, user } }) => readComment({ id, body, user }));
    },
    delete: async (id) => {
      const reply = await callGitHub(
        (signal) => issues.deleteComment({ ...repository, comment_id: id, request: { signal } }),
        { repeatable: true, patience },
      );
      return reply.ok || reply.status === 404 ? { ok: true, value: null } : reply;
    },
  };
}

const Viewer = z.object({ viewer: z.object({ login: z.string() }) });

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

async function listComments(
  { client, repository, patience }: Connection,
  issue: number,
): Promise<Reply<readonly RemoteComment[]>> {
  const found: RemoteComment[] = [];
  for (let page = 1; ; page++) {
    const reply = await callGitHub(
      (signal) =>
        client.rest.issues.listComments({
          ...repository,
          issue_number: issue,
          per_page: pageSize,
          page,
          request: { signal },
        }),
      { repeatable: true, patience },
    );
    if (!reply.ok) return reply;
    for (const { id, body, user } of reply.value.data)
      found.push(readComment({ id, body, user: user ?? null }));
    if (!/rel="next"/.test(reply.value.headers.link ?? "")) return { ok: true, value: found };
  }
}

function readComment(comment: {
  readonly id: number;
  readonly body?: string | undefined;
  readonly user: { readonly login: string } | null;
}): RemoteComment {
  return {
    id: comment.id,
    author: comment.user?.login ?? null,
    body: comment.body ?? "",
  };
}
