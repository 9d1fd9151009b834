/** What of the API a recorded request asks for, by its method and its address. */

/** What is read of the API. */
export type Endpoint = "messages" | "count_tokens" | "batch" | "batch-results";

/**
 * Whose host an address names. `none`: the recording has no host, or a masked one. `private`: this
 * machine's or a network's own.
 */
export type HostKind = "api" | "none" | "private" | "other";

/** Where a request went. */
export interface Address {
  /** Without its port; null where the recording has none. */
  readonly host: string | null;
  readonly hostKind: HostKind;
  /** Null: another path of the API, or another method. */
  readonly endpoint: Endpoint | null;
  /** Whether the path is as the API has it, `/v1/messages`; some clients leave `/v1` out. */
  readonly isVersioned: boolean;
  /** The first parts of the path, for people: no ids, no query. */
  readonly shownPath: string;
}

const apiHost = "api.anthropic.com";

/** Reads a method (null: not recorded) and a URL, or a path where there is no host. */
export function readAddress(method: string | null, url: string): Address {
  const [, authority = null, rest = url] =
    /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]*)(.*)$/is.exec(url) ?? [];
  const host = authority?.replace(/:\d*$/, "").toLowerCase() ?? null;
  const isMasked = host === null || host === "" || !/^(?:\[[\da-f:.]+\]|[\w.-]+)$/.test(host);
  const path = rest.replace(/[?#].*$/s, "").replace(/\/+$/, "");
  return {
    host: isMasked ? null : host,
    hostKind: isMasked ? "none" : hostKindOf(host),
    endpoint: endpointOf(method, path),
    isVersioned: /(?:^|\/)v1\/messages(?:\/|$)/.test(path),
    shownPath: showPath(path),
  };
}

/**
 * What of the API a path asks for, whatever stands before `/v1/messages` (a gateway's own path);
 * the AI SDK leaves `/v1` out (imports.md §3). Null: something else.
 */
export function endpointOf(method: string | null, path: string): Endpoint | null {
  const [found, below] =
    /(?:^|\/)messages(?:\/(count_tokens|batches(?:\/[^/]+\/results)?))?$/.exec(path) ?? [];
  if (found === undefined) return null;
  const isResults = below?.endsWith("/results") === true;
  if (method !== null && method.toUpperCase() !== (isResults ? "GET" : "POST")) return null;
  if (isResults) return "batch-results";
  return below === "batches" ? "batch" : below === "count_tokens" ? "count_tokens" : "messages";
}

function hostKindOf(host: string): HostKind {
  if (host === apiHost) return "api";
  const isPrivate =
    !host.includes(".") ||
    /^(?:127|10|0)\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(host) ||
    /\.(?:localhost|local|internal|lan|test)$/.test(host);
  return isPrivate ? "private" : "other";
}

/** The first parts of a path that are words of the API: ids are none of ours to show. */
function showPath(path: string): string {
  const [version = "", ...parts] = path.split("/").filter((part) => part !== "");
  const end = parts.findIndex((part) => !/^[a-z_]{1,30}$/i.test(part));
  const words = [version, ...(end === -1 ? parts : parts.slice(0, end))].slice(0, 3);
  return `/${/^[a-z][a-z0-9_.-]{0,30}$/i.test(version) ? words.join("/") : ""}`;
}
