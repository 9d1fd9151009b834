/** What a request to the proxy asks for, by its path. */

import { directPrefix } from "../direct-prefix.ts";

/** What of the API is captured; everything else of it is passed on. */
export type CapturedPath =
  | { readonly kind: "messages" | "count_tokens" | "batch-create" }
  | { readonly kind: "batch-results"; readonly batch: string };

export interface Route {
  /** Path and query as the API has them, from `/v1` on where they are below it. */
  readonly path: string;
  readonly captured: CapturedPath | null;
  /** Its answer describes batches, and says where their results are. */
  readonly namesResults: boolean;
  /** Meant for the API's own host, whatever the caller's base URL: the preload turned it to us. */
  readonly direct: boolean;
}

/**
 * What stands first in paths below `/v1`: clients whose base URL holds the `/v1` send them without,
 * others twice (imports.md §3: the AI SDK, LiteLLM).
 */
const resources = /^\/(?:messages|complete|models|files|skills)(?:[/?]|$)/;

/** Reads the path and query of a request. */
export function readRoute(method: string, url: string): Route {
  const direct = url.startsWith(`${directPrefix}/`);
  const own = direct ? url.slice(directPrefix.length) : url;
  const bare = own.replace(/^(?:\/v1)+(?=\/)/, "");
  const path = bare !== own || resources.test(own) ? `/v1${bare}` : own;
  const captured = capturedPath(method, path);
  const namesResults =
    captured?.kind !== "batch-results" && /^\/v1\/messages\/batches(?:[/?]|$)/.test(path);
  return { path, captured, namesResults, direct };
}

function capturedPath(method: string, path: string): CapturedPath | null {
  const [name = ""] = path.split("?");
  if (method === "GET") {
    const [, batch] = /^\/v1\/messages\/batches\/([^/]+)\/results$/.exec(name) ?? [];
    return batch === undefined ? null : { kind: "batch-results", batch };
  }
  if (method !== "POST") return null;
  switch (name) {
    case "/v1/messages":
      return { kind: "messages" };
    case "/v1/messages/count_tokens":
      return { kind: "count_tokens" };
    case "/v1/messages/batches":
      return { kind: "batch-create" };
    default:
      return null;
  }
}
