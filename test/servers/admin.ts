import { startLoopback, type LoopbackServer } from "./loopback.ts";

/** How a request of a report is answered: JSON with a status, a text as it is, or cut off. */
export type AdminReply =
  | {
      readonly status?: number;
      readonly json: object;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | {
      readonly status?: number;
      readonly text: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly cut: string };

/** A request of a report, as it came in. */
export interface AdminRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The admin reports on loopback, with every request that was made. */
export interface AdminServer extends LoopbackServer {
  readonly requests: readonly AdminRequest[];
}

/** `reply` is given each request, and how many came before it. */
export async function startAdmin(
  reply: (request: AdminRequest, before: number) => AdminReply,
): Promise<AdminServer> {
  const requests: AdminRequest[] = [];
  const server = await startLoopback((incoming, response) => {
    const url = new URL(incoming.url ?? "/", "http://localhost");
    const request = { path: url.pathname, query: url.searchParams, headers: incoming.headers };
    const answer = reply(request, requests.length);
    requests.push(request);
    if ("cut" in answer) {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100000" });
      response.write(answer.cut, () => response.destroy());
      return;
    }
    const [type, body] =
      "json" in answer
        ? ["application/json", JSON.stringify(answer.json)]
        : ["text/html", answer.text];
    response.writeHead(answer.status ?? 200, { "content-type": type, ...answer.headers });
    response.end(body);
  });
  return Object.assign(server, { requests });
}

/** An error as the API writes it. */
export function refused(status: number, type: string, headers = {}): AdminReply {
  return { status, json: { type: "error", error: { type, message: "a canary message" } }, headers };
}

/** A page of an analytics report. */
export function page(
  data: readonly object[],
  {
    next = null,
    refreshed = "2026-11-20T07:00:00Z",
  }: { next?: string | null; refreshed?: string | null } = {},
): AdminReply {
  const more = { has_more: next !== null, next_page: next, data_refreshed_at: refreshed };
  return { json: { data, ...more } };
}

/** A row of analytics usage. */
export function usageRow(
  day: string,
  over: { readonly group?: object; readonly usage?: object } = {},
) {
  return {
    starting_at: `${day}T00:00:00Z`,
    group: {
      model: "claude-sonnet-5",
      service_tier: "standard",
      context_window: "0-200k",
      inference_geo: null,
      speed: "standard",
      ...over.group,
    },
    usage: {
      uncached_input_tokens: 1_000,
      cache_read_input_tokens: 40_000,
      cache_creation: { ephemeral_5m_input_tokens: 500, ephemeral_1h_input_tokens: 0 },
      output_tokens: 30_000,
      total_tokens: 71_500,
      server_tool_use: { web_search_requests: 0 },
      requests: 100,
      ...over.usage,
    },
  };
}

/** A row of analytics cost; amounts are cents. */
export function costRow(
  day: string,
  [amount, list]: readonly [string, string],
  group: object = {},
) {
  return {
    starting_at: `${day}T00:00:00Z`,
    group: { model: "claude-sonnet-5", service_tier: "standard", cost_type: "tokens", ...group },
    cost: { amount, list_amount: list, currency: "USD", requests: null },
  };
}
