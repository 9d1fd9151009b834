/** Where the proxy passes requests on to. */
import * as http from "node:http";
import * as https from "node:https";

/** The API, or what stands in its place for the caller. */
export interface Upstream {
  /** Scheme, host and port. */
  readonly origin: string;
  /** The event of a socket that stands for a connection to it. */
  readonly connected: "connect" | "secureConnect";
  /** Begins a request; `path` from `/v1` on. The headers are sent as they are. */
  readonly request: (
    method: string,
    path: string,
    headers: (host: string) => readonly string[],
  ) => http.ClientRequest;
  /** Ends the connections that are kept. */
  readonly close: () => void;
}

/** Where the API is. */
export const apiUrl = "https://api.anthropic.com";

/**
 * Milliseconds that an idle connection is kept. A server that closes one in the moment it is used
 * costs a call; node's own do so after five seconds.
 */
const idleMs = 4000;

/** The longest head of a request or an answer that passes, bytes. */
export const maxHeaderSize = 1 << 18;

/**
 * An upstream by its base URL, whose path may end in `/v1` or not. Throws where it is no URL of
 * HTTP.
 */
export function createUpstream(base: string): Upstream {
  const url = new URL(base);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new TypeError(`${url.protocol} is not HTTP`);
  const prefix = url.pathname.replace(/\/+$/, "").replace(/\/v1$/, "");
  // A company's own proxy is honoured where node can (24.5 and later), but not for this machine.
  const isHere = /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname);
  const options = {
    keepAlive: true,
    timeout: idleMs,
    ...(isHere ? {} : { proxyEnv: process.env }),
  };
  const { agent, send } =
    url.protocol === "https:"
      ? { agent: new https.Agent(options), send: https.request }
      : { agent: new http.Agent(options), send: http.request };
  return {
    origin: url.origin,
    connected: url.protocol === "https:" ? "secureConnect" : "connect",
    request: (method, path, headers) =>
      send({
        protocol: url.protocol,
        // An IPv6 address stands in brackets in a URL only.
        hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
        port: url.port,
        method,
        path: `${prefix}${path}`,
        headers: headers(url.host),
        agent,
        maxHeaderSize,
      }),
    close: () => agent.destroy(),
  };
}
