/**
 * Requests go to the server that the user named and to no other: they carry the key and the prompt.
 * `fetch` by itself would take both to wherever a redirect leads, but for one header.
 */

/** More in a row is a circle. */
const mostRedirects = 5;

const repeating = new Set([307, 308]);
const redirecting = new Set([301, 302, 303, ...repeating]);

/** Whether an answer with this status leads to another address. */
export function leadsElsewhere(status: number | null): boolean {
  return status !== null && redirecting.has(status);
}

/**
 * A `fetch` that asks the server of a base URL only. A redirect is followed to the same scheme, host
 * and port, where the request stays what it was; any other is the answer. An address elsewhere is
 * answered with a redirect too (`leadsElsewhere`), and nobody is asked. `ask`: `fetch`, or what is
 * done with its answers.
 */
export function fetchFrom(
  baseUrl: () => string,
  ask: (url: string, init: RequestInit) => Promise<Response> = fetch,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return async (input, init = {}) => {
    const { origin } = new URL(baseUrl());
    let url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== origin) return new Response(null, { status: 307 });
    for (let followed = 0; ; followed += 1) {
      const response = await ask(url.href, { ...init, redirect: "manual" });
      const next = followed < mostRedirects ? redirectOf(response, url) : null;
      const isAsking = init.method === undefined || /^(?:get|head)$/i.test(init.method);
      const stays = next !== null && next.origin === origin && next.username + next.password === "";
      if (!stays || !(isAsking || repeating.has(response.status))) return response;
      await response.body?.cancel();
      url = next;
    }
  };
}

function redirectOf({ status, headers }: Response, from: URL): URL | null {
  const location = headers.get("location") ?? "";
  return redirecting.has(status) && location !== "" && URL.canParse(location, from.href)
    ? new URL(location, from)
    : null;
}

/** What is wrong with an address or a key, so that nothing can be sent. */
export type SettingsFault = "no-address" | "address-with-password" | "no-key";

/** Why nothing can be sent to a base URL with a key; null: it can. */
export function findSettingsFault(baseUrl: string, key: string): SettingsFault | null {
  if (!URL.canParse(baseUrl)) return "no-address";
  const { protocol, username, password } = new URL(baseUrl);
  if (protocol !== "http:" && protocol !== "https:") return "no-address";
  if (username + password !== "") return "address-with-password";
  // A header takes these; what surrounds it is cut off.
  return /^[\x20-\x7e]*$/.test(key.trim()) ? null : "no-key";
}
