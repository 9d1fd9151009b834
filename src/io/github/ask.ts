/** One answer of GitHub's, held against what it must be. */
import * as z from "zod/mini";
import type { Reply } from "../../publish/github.ts";
import { callGitHub } from "./call.ts";
import type { Connection } from "./connection.ts";

/** What is asked: a route as octokit's `request` takes it, and what it needs beside the repository. */
export interface Question {
  readonly route: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** It may be asked again where no answer came; usually so. */
  readonly repeatable?: boolean;
}

/** The answer. One that is not of its schema (HTML, `null`, cut off) makes no sense. */
export async function ask<Value>(
  { client, repository, patience }: Connection,
  schema: z.ZodMiniType<Value>,
  { route, parameters, repeatable = true }: Question,
): Promise<Reply<Value>> {
  const reply = await callGitHub(
    (signal) => client.request(route, { ...repository, ...parameters, request: { signal } }),
    { repeatable, patience },
  );
  if (!reply.ok) return reply;
  const { status, data } = reply.value;
  const parsed = z.safeParse(schema, data);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, why: "unavailable", status, said: "the answer makes no sense" };
}
