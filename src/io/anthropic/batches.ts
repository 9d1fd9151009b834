/** The Message Batches API through the SDK. */
import type Anthropic from "@anthropic-ai/sdk";
import * as z from "zod/mini";
import type { BatchApi, BatchItem, BatchRequest, ListedBatch } from "../../replay/ports.ts";
import type { ApiRefusal } from "../../tokens/token-api.ts";
import { copyDocument, isSendable } from "./bodies.ts";
import {
  apiRefusalOf,
  errorMessageOf,
  errorTypeOf,
  failureOf,
  unsendable,
  type Sdk,
} from "./errors.ts";
import { watchSilence, type Patience, type Watch } from "./patience.ts";

type BatchParams = Anthropic.Messages.BatchCreateParams.Request &
  Anthropic.Beta.Messages.BatchCreateParams.Request;

const Listed = z.object({
  id: z.string(),
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

const ResultItem = z.object({ custom_id: z.string(), result: z.object({ type: z.string() }) });

const unreadable: ApiRefusal = { status: null, kind: "no batch" };

/** A page of the list of batches, the largest there is. */
const pageSize = 1000;

/** How long a silent API is waited for; `stopped` ends what is free at once. */
interface Limits {
  readonly patience: Patience;
  readonly stopped: AbortSignal | undefined;
}

export function connectBatches(
  sdk: Sdk,
  client: Anthropic,
  { patience, stopped }: Limits,
): BatchApi {
  const watchQuestion = (): Watch => watchSilence(patience.questionMs, stopped);
  return {
    create: async (requests, betas) => {
      const items = requests.map(itemFor).filter((item) => item !== null);
      if (items.length < requests.length) return { failure: unsendable };
      const watch = watchSilence(patience.batchMs);
      try {
        const options = { maxRetries: 0, timeout: patience.batchMs, signal: watch.signal };
        const made =
          betas.length === 0
            ? await client.messages.batches.create({ requests: items }, options)
            : await client.beta.messages.batches.create(
                { requests: items, betas: [...betas] },
                options,
              );
        const { id }: { readonly id: unknown } = made;
        return typeof id === "string"
          ? { id }
          : { failure: { ...unsendable, status: null, type: null } };
      } catch (error) {
        return { failure: failureOf(sdk, error, false) };
      } finally {
        watch.end();
      }
    },
    retrieve: async (id) => {
      const watch = watchQuestion();
      try {
        const { signal } = watch;
        return listedOf(await client.messages.batches.retrieve(id, {}, { signal })) ?? unreadable;
      } catch (error) {
        return apiRefusalOf(sdk, error);
      } finally {
        watch.end();
      }
    },
    list: async (sinceMs) => {
      const found: ListedBatch[] = [];
      const watch = watchQuestion();
      try {
        const { signal } = watch;
        for await (const batch of client.messages.batches.list({ limit: pageSize }, { signal })) {
          watch.renew();
          const listed = listedOf(batch);
          if (listed === null) return unreadable;
          // The newest come first.
          if (Date.parse(listed.createdAt) < sinceMs) break;
          found.push(listed);
        }
        return found;
      } catch (error) {
        return apiRefusalOf(sdk, error);
      } finally {
        watch.end();
      }
    },
    results: async (id, each) => {
      const watch = watchQuestion();
      try {
        const { signal } = watch;
        for await (const result of await client.messages.batches.results(id, {}, { signal })) {
          watch.renew();
          const item = itemOf(result);
          if (item !== null) each(item);
        }
        return null;
      } catch (error) {
        return apiRefusalOf(sdk, error);
      } finally {
        watch.end();
      }
    },
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

function itemOf(item: Anthropic.Messages.MessageBatchIndividualResponse): BatchItem | null {
  if (!ResultItem.safeParse(item).success) return null;
  const { custom_id: customId, result } = item;
  switch (result.type) {
    case "succeeded": {
      const response = copyDocument(result.message);
      return {
        customId,
        result: response === null ? { kind: "unreadable" } : { kind: "succeeded", response },
      };
    }
    case "errored":
      return {
        customId,
        result: {
          kind: "errored",
          type: errorTypeOf(result.error),
          message: errorMessageOf(result.error),
        },
      };
    case "canceled":
    case "expired":
      return { customId, result: { kind: result.type } };
    default:
      return { customId, result: { kind: "unreadable" } };
  }
}
