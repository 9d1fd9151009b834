/** What people say on a pull request, and what they may do in its repository. */
import * as z from "zod/mini";
import type { Conversation, Reply, SpokenComment } from "../../publish/github.ts";
import { callGitHub } from "./call.ts";
import type { Connection } from "./connection.ts";
import { listPages } from "./pages.ts";

export function connectConversation(connection: Connection): Conversation {
  return {
    comments: async (issue) => {
      const listed = await listPages(connection, {
        route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
        parameters: { issue_number: issue },
        page: z.array(Comment),
      });
      return listed.ok ? { ok: true, value: listed.value.map(readComment) } : listed;
    },
    permission: (login) => readPermission(connection, login),
  };
}

const Comment = z.object({
  id: z.int(),
  body: z.optional(z.nullable(z.string())),
  user: z.nullable(z.object({ login: z.string(), type: z.optional(z.string()) })),
  html_url: z.optional(z.string()),
  author_association: z.optional(z.string()),
});

/** Whom GitHub counts to the repository; what they may do there, it does not say. */
const ownPeople: ReadonlySet<string> = new Set(["OWNER", "MEMBER", "COLLABORATOR"]);

function readComment(comment: z.infer<typeof Comment>): SpokenComment {
  const { id, body, user, html_url: url, author_association: association } = comment;
  return {
    id,
    author: user?.login ?? null,
    isBot: user?.type === "Bot" || user?.login.endsWith("[bot]") === true,
    isOwn: ownPeople.has(association ?? ""),
    body: body ?? "",
    url: url ?? null,
  };
}

const Level = z.object({
  permission: z.string(),
  user: z.optional(z.nullable(z.object({ login: z.string() }))),
});

/** Somebody GitHub does not know as a collaborator has none. */
async function readPermission(
  { client, repository, patience }: Connection,
  login: string,
): Promise<Reply<string>> {
  const reply = await callGitHub(
    (signal) =>
      client.request("GET /repos/{owner}/{repo}/collaborators/{username}/permission", {
        ...repository,
        username: login,
        request: { signal },
      }),
    { repeatable: true, patience },
  );
  if (!reply.ok) return reply.status === 404 ? { ok: true, value: "none" } : reply;
  const { status, data } = reply.value;
  const parsed = z.safeParse(Level, data);
  const of = parsed.data?.user?.login ?? login;
  return parsed.success && of.toLowerCase() === login.toLowerCase()
    ? { ok: true, value: parsed.data.permission }
    : { ok: false, why: "unavailable", status, said: "the answer makes no sense" };
}
