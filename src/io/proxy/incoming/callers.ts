/** Whom the proxy listens to: programs of this machine that mean it, and nobody else. */
import type { IncomingMessage } from "node:http";

/** A request's path and query as a server gets them; `refused`: why it is not for us. */
export type Target = { readonly url: string } | { readonly refused: string };

/**
 * Names of this machine that no name server gives to another. Containers reach their machine by the
 * last one.
 */
const ownNames =
  /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\]|host\.docker\.internal)$/;

/**
 * Reads whom a request is for. A page of the web may have its name lead to this machine, or send
 * across sites: it must neither hear what is recorded nor add to it. One that names another host than
 * us as a forward proxy's client does is passed on to nobody.
 */
export function readTarget({ url = "/", headers }: IncomingMessage): Target {
  const whole = /^https?:\/\//i.test(url) ? readUrl(url) : null;
  const host = whole === null ? readUrl(`http://${headers.host ?? ""}`) : whole;
  if (host === null || !ownNames.test(host.hostname))
    return { refused: "it listens to programs of this machine only, as 127.0.0.1 or localhost" };
  if (isOfForeignPage(headers)) return { refused: "it does not listen to pages of other hosts" };
  if (whole !== null) return { url: `${whole.pathname}${whole.search}` };
  return url.startsWith("/") ? { url } : { refused: "it is no proxy for other hosts" };
}

/** A browser says which page sends, and for a page without an address that it is of another site. */
function isOfForeignPage(headers: IncomingMessage["headers"]): boolean {
  const { origin } = headers;
  if (origin === undefined) return false;
  if (origin === "null") return headers["sec-fetch-site"] === "cross-site";
  const page = readUrl(origin);
  return page !== null && /^https?:$/.test(page.protocol) && !ownNames.test(page.hostname);
}

function readUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
