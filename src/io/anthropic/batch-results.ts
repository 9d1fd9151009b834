/**
 * The results of a batch, read line by line. A line that is blank or no JSON, that names no request
 * or says nothing of it, holds up none after it: the SDK's reader stops at the first.
 */
import type Anthropic from "@anthropic-ai/sdk";
import * as z from "zod/mini";
import type { BatchItem, ResultsEnd } from "../../replay/ports.ts";
import type { ApiRefusal } from "../../tokens/token-api.ts";
import { cleanAnswer, copyDocument } from "./bodies.ts";
import { apiRefusalOf, elsewhereRefusal, errorMessageOf, errorTypeOf, type Sdk } from "./errors.ts";
import { withinSilence, type Watch } from "./patience.ts";

const ResultLine = z.object({ custom_id: z.string(), result: z.optional(z.unknown()) });

const Result = z.object({
  type: z.string(),
  message: z.optional(z.unknown()),
  error: z.optional(z.unknown()),
});

/** An archived batch has no results any more; the API keeps them 29 days (billing.md §3). */
const noResults: ApiRefusal = { status: 410, kind: "no results" };

/** Whose results are read, and by whom. */
interface ResultsToRead {
  /** The batch's. */
  readonly id: string;
  readonly each: (item: BatchItem) => boolean;
  /** How long they may stay silent: they can be asked for again. */
  readonly silence: Parameters<typeof withinSilence>[0];
}

/** Hands over results one by one as long as `each` gives true. */
export async function readResults(
  sdk: Sdk,
  client: Anthropic,
  { id, each, silence }: ResultsToRead,
): Promise<ResultsEnd | ApiRefusal> {
  let unreadable = 0;
  try {
    return await withinSilence(silence, async (watch) => {
      const opened = await openResults({ sdk, client }, id, watch.signal);
      if (!(opened instanceof Response)) return opened;
      for await (const line of linesOf(opened, watch)) {
        if (line.trim() === "") continue;
        const item = readItem(cleanAnswer(client, parse(line)));
        if (item === null) unreadable += 1;
        else if (!each(item)) break;
      }
      return { unreadable };
    });
  } catch (error) {
    return apiRefusalOf(sdk, error);
  }
}

/**
 * Asks for the results of a batch: at its `results_url` where that is of the API's own origin, else
 * below the address the key is for.
 */
async function openResults(
  { sdk, client }: { readonly sdk: Sdk; readonly client: Anthropic },
  id: string,
  signal: AbortSignal,
): Promise<Response | ApiRefusal> {
  const { results_url: url }: { readonly results_url: unknown } =
    await client.messages.batches.retrieve(id, {}, { signal });
  if (typeof url !== "string" || url === "") return noResults;
  const own = `/v1/messages/batches/${encodeURIComponent(id)}/results`;
  const isOwn = isOfOrigin(url, client.baseURL);
  try {
    return await client
      .get(isOwn ? url : own, {
        headers: { Accept: "application/binary" },
        __binaryResponse: true,
        signal,
      })
      .asResponse();
  } catch (error) {
    if (isOwn || !(error instanceof sdk.NotFoundError)) throw error;
    // They are not gone, but lie where nobody may take the key.
    return elsewhereRefusal;
  }
}

function isOfOrigin(url: string, base: string): boolean {
  return URL.canParse(url) && new URL(url).origin === new URL(base).origin;
}

/** The lines of an answer, without their breaks. Throws where it is cut off or falls silent. */
async function* linesOf({ body }: Response, watch: Watch): AsyncGenerator<string> {
  if (body === null) return;
  const reader = body.getReader();
  const { signal } = watch;
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", cancel);
  const decoder = new TextDecoder();
  let parts: string[] = [];
  try {
    for (;;) {
      const chunk = await reader.read();
      // A reader that is cancelled ends as if it had read it all.
      signal.throwIfAborted();
      watch.renew();
      const text = decoder.decode(chunk.value, { stream: !chunk.done });
      const [first = "", ...others] = text.split("\n");
      parts.push(first);
      for (const next of others) {
        yield parts.join("");
        parts = [next];
      }
      if (chunk.done) break;
    }
    yield parts.join("");
  } finally {
    signal.removeEventListener("abort", cancel);
    cancel();
  }
}

/** Null: the line does not say of which request it is. */
function readItem(line: unknown): BatchItem | null {
  const { success, data } = ResultLine.safeParse(line);
  if (!success) return null;
  const { custom_id: customId } = data;
  const result = Result.safeParse(data.result);
  return { customId, result: result.success ? readResult(result.data) : { kind: "unreadable" } };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function readResult({ type, message, error }: z.infer<typeof Result>): BatchItem["result"] {
  switch (type) {
    case "succeeded": {
      const response = message === undefined ? null : copyDocument(message);
      return response === null ? { kind: "unreadable" } : { kind: "succeeded", response };
    }
    case "errored":
      return { kind: "errored", type: errorTypeOf(error), message: errorMessageOf(error) };
    case "canceled":
    case "expired":
      return { kind: type };
    default:
      return { kind: "unreadable" };
  }
}
