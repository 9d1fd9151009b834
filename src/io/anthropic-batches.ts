/** The Message Batches API through the SDK. */
import type Anthropic from "@anthropic-ai/sdk";
import type { ListedBatch } from "../capture/batch.ts";
import type { BatchApi, BatchItem, BatchRequest } from "../commands/replay-desk.ts";
import { copyDocument, failureOf, isSendable, messageOf, refusalOf, unsendable, type Sdk } from "./anthropic-wire.ts";

type BatchParams = Anthropic.Messages.BatchCreateParams.Request & Anthropic.Beta.Messages.BatchCreateParams.Request;

const isBatchItem = (item: { readonly custom_id: string; readonly params: unknown }): item is BatchParams => isSendable(item.params);

const itemFor = ({ customId, body: { stream: _stream, ...params } }: BatchRequest): BatchParams | null => {
  const item = { custom_id: customId, params };
  return isBatchItem(item) ? item : null;
};

const listedOf = (batch: Anthropic.Messages.MessageBatch): ListedBatch => ({
  id: batch.id,
  createdAt: batch.created_at,
  ended: batch.processing_status === "ended",
  counts: batch.request_counts,
});

const itemOf = ({ custom_id: customId, result }: Anthropic.Messages.MessageBatchIndividualResponse): BatchItem => {
  if (result.type === "succeeded") {
    const response = copyDocument(result.message);
    return { customId, result: response === null ? { kind: "errored", type: "error", message: null } : { kind: "succeeded", response } };
  }
  if (result.type !== "errored") return { customId, result: { kind: result.type } };
  return { customId, result: { kind: "errored", type: result.error.error.type, message: messageOf(result.error) } };
};

/** A page of the list of batches, the largest there is. */
const pageSize = 1000;

export const connectBatches = (sdk: Sdk, client: Anthropic): BatchApi => ({
  create: async (requests, betas) => {
    const items = requests.map(itemFor).filter((item) => item !== null);
    if (items.length < requests.length) return { failure: unsendable };
    try {
      const options = { maxRetries: 0 };
      const made =
        betas.length === 0
          ? await client.messages.batches.create({ requests: items }, options)
          : await client.beta.messages.batches.create({ requests: items, betas: [...betas] }, options);
      return { id: made.id };
    } catch (error) {
      return { failure: failureOf(sdk, error, false) };
    }
  },
  retrieve: async (id) => {
    try {
      return listedOf(await client.messages.batches.retrieve(id));
    } catch (error) {
      return refusalOf(sdk, error);
    }
  },
  list: async (sinceMs) => {
    const found: ListedBatch[] = [];
    try {
      for await (const batch of client.messages.batches.list({ limit: pageSize })) {
        // The newest come first.
        if (Date.parse(batch.created_at) < sinceMs) break;
        found.push(listedOf(batch));
      }
      return found;
    } catch (error) {
      return refusalOf(sdk, error);
    }
  },
  results: async (id, each) => {
    try {
      for await (const one of await client.messages.batches.results(id)) each(itemOf(one));
      return null;
    } catch (error) {
      return refusalOf(sdk, error);
    }
  },
});
