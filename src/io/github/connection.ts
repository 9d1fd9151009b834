/** One repository on GitHub, and GraphQL questions about it. */
import { GitHub as Octokit, getOctokitOptions } from "@actions/github/lib/utils";
import * as z from "zod/mini";
import type { RefusalReason, Reply } from "../../publish/github.ts";
import {
  callGitHub,
  isRule,
  patience as usualPatience,
  tellShort,
  type Patience,
  type UsedPatience,
} from "./call.ts";

export interface GitHubAccess {
  readonly token: string;
  readonly owner: string;
  readonly repository: string;
  /** `https://api.github.com`, or an enterprise server's. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly patience?: Patience;
}

export interface Connection {
  readonly client: InstanceType<typeof Octokit>;
  readonly access: GitHubAccess;
  /** As octokit's REST calls take it. */
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly patience: UsedPatience;
}

/** Nothing is sent before something is asked. */
export function createConnection(access: GitHubAccess): Connection {
  const quiet = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const client = new Octokit({
    ...getOctokitOptions(access.token),
    baseUrl: access.apiUrl.replace(/\/+$/, ""),
    log: quiet,
  });
  const repository = { owner: access.owner, repo: access.repository };
  const patience = { ...(access.patience ?? usualPatience), used: { ms: 0, running: 0, since: 0 } };
  return { client, access, repository, patience };
}

/** A commit's full id. */
export const CommitId = z.string().check(z.regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/));

const Answer = z.object({
  data: z.optional(z.nullable(z.unknown())),
  errors: z.optional(
    z.array(z.object({ type: z.optional(z.string()), message: z.optional(z.string()) })),
  ),
});

/**
 * Asks GraphQL; gives the answer's `data`. By its own address: GITHUB_GRAPHQL_URL need not be the
 * REST address with a suffix. `repeatable`: as in `callGitHub`.
 */
export async function askGraphql(
  { client, access, patience }: Connection,
  question: { readonly query: string; readonly variables: object; readonly repeatable: boolean },
): Promise<Reply<unknown>> {
  const { query, variables, repeatable } = question;
  const reply = await callGitHub(
    (signal) =>
      client.request(`POST ${access.graphqlUrl}`, { query, variables, request: { signal } }),
    { repeatable, patience },
  );
  if (!reply.ok) return reply;
  const { status, data } = reply.value;
  const parsed = Answer.safeParse(data);
  if (!parsed.success)
    return { ok: false, why: "unavailable", status, said: "the answer makes no sense" };
  const [error] = parsed.data.errors ?? [];
  if (error === undefined) return { ok: true, value: parsed.data.data };
  const said = tellShort(error.message ?? "it failed");
  return { ok: false, why: refusalOf(error.type, said), status, said };
}

function refusalOf(type: string | undefined, said: string): RefusalReason {
  if (type === "STALE_DATA") return "stale";
  if (isRule(said)) return "rule";
  return type === "FORBIDDEN" || type === "NOT_FOUND" ? "refused" : "invalid";
}

/** A reply with its value changed; a refusal stays as it is. */
export function mapReply<From, To>(reply: Reply<From>, change: (value: From) => To): Reply<To> {
  return reply.ok ? { ok: true, value: change(reply.value) } : reply;
}
