import type { IncomingMessage, ServerResponse } from "node:http";

/** The Message Batches API on loopback: what the SDK asks of it, and no more. */
export interface BatchBehaviour {
  /** What becomes of one request, by its id and its params. */
  readonly item: (customId: string, params: Readonly<Record<string, unknown>>) => object;
  /**
   * How a create is answered, by how many were asked for before: taken; taken, but the line is cut,
   * or what comes back is somebody's page, or names no batch; cut before it is taken; refused.
   */
  readonly create?: (
    before: number,
  ) =>
    | "take"
    | "take-and-cut"
    | "take-and-page"
    | "take-and-no-id"
    | "cut"
    | { readonly status: number; readonly type: string };
  /** What a batch that has not ended is said to be; else `in_progress`. */
  readonly status?: () => string;
  /** How often a batch is asked after before it ends. */
  readonly polls?: number;
  /** Whether a batch of requests with these ids has ended, however often it was asked after. */
  readonly hasEnded?: (customIds: readonly string[]) => boolean;
  /**
   * How questions after one are answered, by how many were put before; undefined: as they should
   * be.
   */
  readonly question?: (before: number) => number | undefined;
  /** The body of a batch's results, by the lines it should have. */
  readonly resultsBody?: (lines: readonly string[]) => string;
  /** Whether the line is cut in the middle of a batch's results, by how often they were asked for. */
  readonly cutResults?: (before: number) => boolean;
  /** What its counts say a batch holds; else as many requests as it does. */
  readonly counted?: () => number;
  /** What becomes of the results of a batch that has ended: archived, or no more there. */
  readonly gone?: (id: string) => "archived" | "results" | "batch" | undefined;
  /** The API's clock, milliseconds since 1970: `created_at`, and the `date` of its answers. */
  readonly clock?: () => { readonly created?: number; readonly date?: number | null };
  /** Batches of others in the list, each of so many requests, by when they were created. */
  readonly foreign?: readonly { readonly created: string; readonly size: number }[];
  /** How the list is answered, in place of its page. */
  readonly list?: () => string | undefined;
}

interface Batch {
  readonly id: string;
  readonly created: string;
  readonly results: readonly {
    readonly custom_id: string;
    readonly result: { readonly type?: string };
  }[];
  asked: number;
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "request-id": "req_43" });
  response.end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, type: string): void {
  return reply(response, status, { type: "error", error: { type, message: "no" } });
}

/**
 * `url` is asked for once the server listens. Gives a handler that says whether the path was its
 * own, and everything it was sent.
 */
export function createBatches(behaviour: BatchBehaviour, url: () => string) {
  const batches: Batch[] = (behaviour.foreign ?? []).map(({ created, size }, index) => ({
    id: `msgbatch_foreign_${String(index)}`,
    created,
    results: Array.from({ length: size }, (_, item) => ({
      custom_id: `foreign-${String(item)}`,
      result: { type: "canceled" },
    })),
    asked: 99,
  }));
  const own = (): readonly Batch[] => batches.slice(behaviour.foreign?.length ?? 0);
  const sent: { readonly customId: string; readonly params: unknown }[] = [];
  let [creates, questions, reads] = [0, 0, 0];

  const show = (batch: Batch) => {
    const ended =
      behaviour.hasEnded?.(batch.results.map(({ custom_id }) => custom_id)) ??
      batch.asked > (behaviour.polls ?? 1);
    const count = (type: string): number =>
      ended ? batch.results.filter(({ result }) => result.type === type).length : 0;
    return {
      id: batch.id,
      type: "message_batch",
      processing_status: ended ? "ended" : (behaviour.status?.() ?? "in_progress"),
      request_counts: {
        processing: ended ? 0 : (behaviour.counted?.() ?? batch.results.length),
        succeeded: count("succeeded"),
        errored: count("errored"),
        canceled: count("canceled"),
        expired: count("expired"),
      },
      created_at: batch.created,
      expires_at: batch.created,
      ended_at: ended ? batch.created : null,
      cancel_initiated_at: null,
      archived_at: null,
      results_url:
        ended && behaviour.gone?.(batch.id) !== "archived"
          ? `${url()}/v1/messages/batches/${batch.id}/results`
          : null,
    };
  };

  const create = (response: ServerResponse, body: string): void => {
    const how = behaviour.create?.(creates) ?? "take";
    creates += 1;
    if (how === "cut") {
      response.destroy();
      return;
    }
    if (typeof how === "object") {
      refuse(response, how.status, how.type);
      return;
    }
    const {
      requests,
    }: { requests: readonly { custom_id: string; params: Record<string, unknown> }[] } =
      JSON.parse(body);
    const results = requests.map(({ custom_id, params }) => {
      sent.push({ customId: custom_id, params });
      return { custom_id, result: behaviour.item(custom_id, params) };
    });
    const batch = {
      id: `msgbatch_${String(own().length + 1)}`,
      created: new Date(behaviour.clock?.().created ?? Date.now()).toISOString(),
      results,
      asked: 0,
    };
    batches.push(batch);
    if (how === "take-and-cut") response.destroy();
    else if (how === "take-and-page") {
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<html>Welcome</html>");
    } else if (how === "take-and-no-id") reply(response, 200, { ok: true });
    else reply(response, 200, show(batch));
  };

  const list = (response: ServerResponse, query: URLSearchParams): void => {
    const odd = behaviour.list?.();
    if (odd !== undefined) {
      response.writeHead(200, { "content-type": "text/html" });
      response.end(odd);
      return;
    }
    for (const batch of batches) batch.asked += 1;
    const newestFirst = batches.toReversed();
    const start = newestFirst.findIndex((batch) => batch.id === query.get("after_id")) + 1;
    const page = newestFirst.slice(start, start + Number(query.get("limit") ?? "20"));
    reply(response, 200, {
      data: page.map(show),
      has_more: start + page.length < newestFirst.length,
      first_id: page[0]?.id ?? null,
      last_id: page.at(-1)?.id ?? null,
    });
  };

  const handle = (request: IncomingMessage, response: ServerResponse, body: string): boolean => {
    const path = (request.url ?? "").replace(/\?.*/, "");
    const [, id, what] = /^\/v1\/messages\/batches(?:\/([^/]+))?(\/results)?$/.exec(path) ?? [null];
    if (!path.startsWith("/v1/messages/batches")) return false;
    if (request.method === "POST") {
      create(response, body);
      return true;
    }
    const status = behaviour.question?.(questions);
    questions += 1;
    if (status !== undefined) {
      refuse(response, status, "api_error");
      return true;
    }
    const date = behaviour.clock?.().date;
    if (date !== undefined) response.sendDate = false;
    if (typeof date === "number") response.setHeader("date", new Date(date).toUTCString());
    if (id === undefined || id === null) {
      list(response, new URL(request.url ?? "", url()).searchParams);
      return true;
    }
    const gone = behaviour.gone?.(id);
    const batch = gone === "batch" ? undefined : batches.find((batch) => batch.id === id);
    if (batch === undefined || (gone === "results" && what !== undefined))
      refuse(response, 404, "not_found_error");
    else if (what === undefined) {
      batch.asked += 1;
      reply(response, 200, show(batch));
    } else {
      // In any order.
      const lines = batch.results.toReversed().map((result) => JSON.stringify(result));
      const body = behaviour.resultsBody?.(lines) ?? lines.map((line) => `${line}\n`).join("");
      response.writeHead(200, { "content-type": "application/x-jsonl" });
      const isCut = behaviour.cutResults?.(reads) ?? false;
      reads += 1;
      if (!isCut) response.end(body);
      else response.write(body.slice(0, body.length / 2), () => response.destroy());
    }
    return true;
  };
  return { handle, sent, batches };
}
