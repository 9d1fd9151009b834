/** Lists that GitHub gives in pages. */
import * as z from "zod/mini";
import type { Reply } from "../../publish/github.ts";
import { callGitHub } from "./call.ts";
import type { Connection } from "./connection.ts";

/** GitHub's largest page. */
const pageSize = 100;

/** More is no list that anybody reads. */
const mostPages = 100;

/** What is asked for, as octokit's `request` takes it; the page is added. */
interface PagedRequest<Item> {
  readonly route: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** What the items of a page are; a page of anything else is an answer that makes no sense. */
  readonly page: z.ZodMiniType<readonly Item[]>;
}

/** All pages of a list, in order; a page that cannot be read is a refusal of the whole. */
export async function listPages<Item>(
  { client, repository, patience }: Connection,
  { route, parameters, page: schema }: PagedRequest<Item>,
): Promise<Reply<readonly Item[]>> {
  const found: Item[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const reply = await callGitHub(
      (signal) =>
        client.request(route, {
          ...repository,
          ...parameters,
          per_page: pageSize,
          page,
          request: { signal },
        }),
      { repeatable: true, patience },
    );
    if (!reply.ok) return reply;
    const { data, headers, status } = reply.value;
    const parsed = z.safeParse(schema, data);
    if (!parsed.success)
      return { ok: false, why: "unavailable", status, said: "the answer makes no sense" };
    found.push(...parsed.data);
    // A proxy may take the link away; a page that is not full is the last in any case.
    const isLast = !/rel="next"/.test(headers.link ?? "") && parsed.data.length < pageSize;
    if (isLast) return { ok: true, value: found };
  }
  return { ok: false, why: "invalid", status: null, said: "there are too many" };
}
