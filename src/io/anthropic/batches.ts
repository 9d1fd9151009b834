/** The Message Batches API through the SDK. */
import type Anthropic from "@anthropic-ai/sdk";
import * as z from "zod/mini";
import type { BatchApi, BatchList, BatchRequest, ListedBatch } from "../../replay/ports.ts";
import type { ApiRefusal } from "../../tokens/token-api.ts";
import { readResults } from "./batch-results.ts";
import { cleanAnswer, isSendable } from "./bodies.ts";
import { apiRefusalOf, failureOf, unsendable, type Sdk } from "./errors.ts";
import { withinSilence, type Patience, type Watch } from "./patience.ts";

type BatchParams = Anthropic.Messages.BatchCreateParams.Request &
  Anthropic.Beta.Messages.BatchCreateParams.Request;

/** Ids of the API are letters, digits and `_`: another text is an answer of somebody else. */
const BatchId = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/));

const Listed = z.object({
  id: BatchId,
  created_at: z.string(),
  processing_status: z.string(),
  request_counts: z.object({
    processing: z.int(),
    succeeded: z.int(),
    errored: z.int(),
    canceled: z.int(),
    expired: z.int(),
  }),
});

const Identified = z.object({ id: BatchId });

const Page = z.object({
  data: z.array(z.unknown()),
  has_more: z.boolean(),
  last_id: z.nullish(z.string()),
});

const unreadable: ApiRefusal = { status: null, kind: "no batch" };

/** A page of the list of batches, the largest there is; and how many are asked for at most. */
const pageSize = 1000;
const maxPages = 500;

/** How long a batch waits for what the list begins with before it is sent without, milliseconds. */
const markTimeoutMs = 10_000;

/** How long a silent API is waited for; `stopped` ends what is free at once. */
export interface Limits {
  readonly patience: Patience;
  readonly stopped: AbortSignal | undefined;
}

export function connectBatches(sdk: Sdk, client: Anthropic, limits: Limits): BatchApi {
  const { patience, stopped } = limits;
  const question = { ms: patience.questionMs, stopped };
  return {
    create: async (requests, betas) => {
      const items = requests.map(itemFor).filter((item) => item !== null);
      if (items.length < requests.length) return { failure: unsendable };
      try {
        const made = await withinSilence({ ms: patience.batchMs }, ({ signal }) => {
          const options = { maxRetries: 0, timeout: patience.batchMs, signal };
          return betas.length === 0
            ? client.messages.batches.create({ requests: items }, options)
            : client.beta.messages.batches.create({ requests: items, betas: [...betas] }, options);
        });
        const { success, data } = Identified.safeParse(cleanAnswer(client, made));
        return success ? { id: data.id } : { failure: { ...unsendable, status: null, type: null } };
      } catch (error) {
        return { failure: failureOf(sdk, error, false) };
      }
    },
    retrieve: async (id) => {
      try {
        // Whoever follows a batch asks again by itself.
        const batch = await withinSilence(question, ({ signal }) =>
          client.messages.batches.retrieve(id, {}, { signal, maxRetries: 0 }),
        );
        return listedOf(cleanAnswer(client, batch)) ?? unreadable;
      } catch (error) {
        return apiRefusalOf(sdk, error);
      }
    },
    mark: async () => {
      try {
        const { page, at } = await withinSilence({ ms: markTimeoutMs, stopped }, (watch) =>
          askForPage(client, { limit: 1 }, { watch, maxRetries: 0 }),
        );
        const [newest] = page?.data ?? [];
        const { success, data } = Identified.safeParse(newest);
        return { newest: success ? data.id : null, at };
      } catch {
        return { newest: null, at: null };
      }
    },
    list: async (until) => {
      try {
        return await withinSilence(question, (watch) => listBatches(client, until, watch));
      } catch (error) {
        return apiRefusalOf(sdk, error);
      }
    },
    results: (id, each) => readResults(sdk, client, { id, each, silence: question }),
  };
}

function itemFor({
  customId,
  body: { stream: _stream, ...params },
}: BatchRequest): BatchParams | null {
  const item = { custom_id: customId, params };
  return isBatchItem(item) ? item : null;
}

function isBatchItem(item: {
  readonly custom_id: string;
  readonly params: unknown;
}): item is BatchParams {
  return isSendable(item.params);
}

/** Lists batches down to one, without it; all where that is null or there no more. */
async function listBatches(
  client: Anthropic,
  until: string | null,
  watch: Watch,
): Promise<BatchList | ApiRefusal> {
  const batches = new Map<string, ListedBatch>();
  let whole = true;
  let after: string | null = null;
  for (let pages = 0; ; pages += 1) {
    const query: PageQuery = { limit: pageSize, ...(after === null ? {} : { after_id: after }) };
    const { page, at }: PageAnswer = await askForPage(client, query, { watch });
    watch.renew();
    if (page === null) return unreadable;
    const before = batches.size;
    for (const item of page.data) {
      const listed = listedOf(item);
      if (listed === null) whole = false;
      else if (listed.id === until) return { batches: [...batches.values()], whole, at };
      else batches.set(listed.id, listed);
    }
    after = page.last_id ?? null;
    if (!page.has_more) return { batches: [...batches.values()], whole, at };
    // A list that goes in circles has no end.
    if (after === null || batches.size === before || pages >= maxPages)
      return { batches: [...batches.values()], whole: false, at };
  }
}

interface PageQuery {
  readonly limit: number;
  readonly after_id?: string;
}

interface PageAnswer {
  /** Null: the answer is no page of a list, as where a proxy gave it. */
  readonly page: z.infer<typeof Page> | null;
  /** When it was given by the clock of who gave it, milliseconds since 1970; null: nobody says. */
  readonly at: number | null;
}

/** Asks for a page of the list. Throws what the SDK throws. */
async function askForPage(
  client: Anthropic,
  query: PageQuery,
  { watch, ...options }: { readonly watch: Watch; readonly maxRetries?: number },
): Promise<PageAnswer> {
  const { signal } = watch;
  const asked = client.get("/v1/messages/batches", { query: { ...query }, signal, ...options });
  const { data, response } = await asked.withResponse();
  const page = Page.safeParse(cleanAnswer(client, data));
  const at = Date.parse(response.headers.get("date") ?? "");
  return { page: page.success ? page.data : null, at: Number.isNaN(at) ? null : at };
}

/** A batch as the API describes it; null where it is no description: a proxy may answer too. */
function listedOf(batch: unknown): ListedBatch | null {
  const { success, data } = Listed.safeParse(batch);
  if (!success) return null;
  return {
    id: data.id,
    createdAt: data.created_at,
    ended: data.processing_status === "ended",
    counts: data.request_counts,
  };
}
