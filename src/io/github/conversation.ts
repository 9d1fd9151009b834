/** What people say on a pull request, and what they may do in its repository. */
import * as z from "zod/mini";
import type { Conversation, Reply } from "../../publish/github.ts";
import { ask } from "./ask.ts";
import { listComments } from "./comments.ts";
import type { Connection } from "./connection.ts";

export function connectConversation(connection: Connection): Conversation {
  return {
    comments: (issue) => listComments(connection, issue),
    permission: (login) => readPermission(connection, login),
  };
}

const Level = z.object({
  permission: z.string(),
  user: z.optional(z.nullable(z.object({ login: z.string() }))),
});

/** Somebody GitHub does not know as a collaborator has none. */
async function readPermission(connection: Connection, login: string): Promise<Reply<string>> {
  const reply = await ask(connection, Level, {
    route: "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
    parameters: { username: login },
  });
  if (!reply.ok) return reply.status === 404 ? { ok: true, value: "none" } : reply;
  const { permission, user } = reply.value;
  const of = user?.login ?? login;
  return of.toLowerCase() === login.toLowerCase()
    ? { ok: true, value: permission }
    : { ok: false, why: "unavailable", status: null, said: "the answer is about somebody else" };
}
