/** A run as its snapshot says it. */
import { isArray, isObject, writeJson, type JsonObject } from "../../json.ts";
import { wholeNumber } from "../../api/number.ts";
import type { Exchange, Request } from "../../fixture/fixture.ts";
import type { Resolver } from "../../fixture/references/resolver.ts";
import type { LiveExchange } from "../runs/live-run.ts";
import { createOffsets } from "./offsets.ts";
import type { Snapshot } from "./read-snapshots.ts";
import {
  isAsRecorded,
  oldExchange,
  rawExchanges,
  type OldExchange,
  type RunToWrite,
} from "./run-to-write.ts";
import { requestForms } from "./request-forms.ts";
import { bareExchange, hashRequest, isSameBody, openTrials } from "./resolve-request.ts";
import {
  takesAnswers,
  writeExpected,
  writeRecorded,
  type RecordingContext,
} from "./write-recorded.ts";

interface WritingTools {
  readonly resolver: Resolver;
  readonly context: RecordingContext;
  /** What `count_tokens` said, by the hash of the input; each that is used is noted. */
  readonly counts: CountedInputs;
}

/** Counts of `count_tokens`, by input hash. */
export interface CountedInputs {
  readonly take: (inputHash: string) => number | null;
}

export interface WrittenRun {
  /** The whole document. */
  readonly value: JsonObject;
  /** The requests as the file will say them, references in place. */
  readonly requests: readonly Request[];
  /** The document is the one that the snapshot holds. */
  readonly isUnchanged: boolean;
}

/**
 * Writes a run; null where a fixture has no words for it. A snapshot that still says what was sent
 * keeps all it has; answers are taken anew where one is missing or of another request. In one that
 * changed, unchanged requests stay as they are written, and paid answers take the place of old ones;
 * without one an exchange keeps its old recording, with the hash of the body that earned it.
 */
export function writeRun(run: RunToWrite, tools: WritingTools): WrittenRun | null {
  const { snapshot, live, file, name } = run;
  const isUnchanged = isAsRecorded(run);
  const isFresh = takesAnswers(run, tools.context.digest);
  const trials = openTrials(name, file, tools.resolver);
  const offsets = createOffsets(run);
  const requests: Request[] = [];
  const exchanges: JsonObject[] = [];
  for (const [index, exchange] of live.exchanges.entries()) {
    const old = oldExchange(run, index);
    const keepsOld = isUnchanged && !isFresh && old !== null;
    const sent = { body: exchange.body, written: run.requests[index]?.request ?? exchange.body };
    const before = beforeOf(run, index);
    const found: readonly [JsonObject, Request] | null = keepsOld
      ? [requestOf(old.value), old.exchange.request]
      : chooseForm({ sent, before, old, isKnown: isKnownWithPrevious(run, index) });
    if (found === null) return null;
    const [written, request] = found;
    const betas = exchange.call.betas;
    const inputHash = hashRequest(request, betas, tools.context.digest);
    const bare = bareExchange(request, {
      id: `${name}#${String(index)}`,
      index,
      betas,
      inputHash,
      file,
    });
    const kept = old?.value["recorded"];
    const recorded =
      (isFresh || kept === undefined
        ? writeRecorded(bare, { live: exchange, body: literal(exchange) }, tools.context)
        : null) ?? (isObject(kept) ? kept : null);
    const counted = writeCounted(bare, tools.counts) ?? stillCounted(old, inputHash);
    const time = offsets.next(index, exchange);
    exchanges.push(
      keepsOld
        ? withCounted(old.value, counted)
        : writeExchange({ recorded, written, exchange, old, counted }, time),
    );
    const expected = wholeNumber(memberOf(exchanges.at(-1), "expect", "output_tokens"));
    const response = recorded?.["response"];
    trials.settle(request, { response: isObject(response) ? response : null, expected });
    requests.push(request);
  }
  const value = { ...headOf(snapshot), exchanges };
  if (snapshot !== null && isSameDocument(snapshot, value))
    return { value: snapshot.value, requests, isUnchanged: true };
  return { value, requests, isUnchanged: false };

  /** What was sent, names of models that the config explains among it. */
  function literal({ body }: LiveExchange): JsonObject {
    return trials.read(body)?.body ?? body;
  }

  function chooseForm(given: {
    readonly sent: { readonly body: JsonObject; readonly written: JsonObject };
    readonly before: { readonly body: JsonObject; readonly written: JsonObject } | null;
    readonly old: OldExchange | null;
    readonly isKnown: boolean;
  }): readonly [JsonObject, Request] | null {
    const { sent, before, old, isKnown } = given;
    const target = trials.read(sent.written);
    if (target === null) return null;
    const forms = [
      ...(isKnown && old !== null ? [requestOf(old.value)] : []),
      ...requestForms(sent, before, trials.answer()),
    ];
    for (const form of forms) {
      const request = trials.read(form);
      if (request !== null && isSameBody(request.body, target.body)) return [form, request];
    }
    return null;
  }
}

/** Whether a document says what a snapshot says, a run of one exchange in its short form too. */
function isSameDocument(snapshot: Snapshot, value: JsonObject): boolean {
  const known = { ...headOf(snapshot), exchanges: rawExchanges(snapshot) };
  return writeJson(known) === writeJson(value);
}

function requestOf(value: JsonObject): JsonObject {
  const { request } = value;
  return isObject(request) ? request : {};
}

/** What a document says of its run; of a new one nothing. */
function headOf(snapshot: Snapshot | null): JsonObject {
  if (snapshot === null) return {};
  const { $schema, id, weight } = snapshot.value;
  const isRun = isArray(snapshot.value["exchanges"]);
  return Object.fromEntries(
    Object.entries({ $schema, id: isRun ? id : undefined, weight }).flatMap(([key, member]) =>
      member === undefined ? [] : [[key, member] as const],
    ),
  );
}

/** Whether a request and the one in front of it stand in the snapshot one behind the other. */
function isKnownWithPrevious({ aligned, requests }: RunToWrite, index: number): boolean {
  const at = aligned[index] ?? null;
  if (at === null || requests[index]?.isKnown !== true) return false;
  return index === 0 ? at === 0 : aligned[index - 1] === at - 1;
}

function beforeOf({ live, requests }: RunToWrite, index: number) {
  const [exchange, request] = [live.exchanges[index - 1], requests[index - 1]];
  if (exchange === undefined || request === undefined) return null;
  return { body: exchange.body, written: request.request };
}

function writeCounted({ inputHash }: Exchange, counts: CountedInputs): JsonObject | null {
  const tokens = counts.take(inputHash);
  return tokens === null ? null : { inputHash, tokens };
}

/** A snapshot's count, while it is of this input. */
function stillCounted(old: OldExchange | null, inputHash: string): JsonObject | null {
  const counted = old?.value["counted"];
  return isObject(counted) && counted["inputHash"] === inputHash ? counted : null;
}

/** An exchange of a snapshot with a count; the same object where it has that one. */
function withCounted(value: JsonObject, counted: JsonObject | null): JsonObject {
  const known = value["counted"];
  if (counted === null || (known !== undefined && writeJson(known) === writeJson(counted)))
    return value;
  return { ...value, counted };
}

/** An exchange's members in the order fixtures have them. */
function writeExchange(
  {
    recorded,
    written,
    exchange,
    old,
    counted,
  }: {
    readonly recorded: JsonObject | null;
    readonly written: JsonObject;
    readonly exchange: LiveExchange;
    readonly old: OldExchange | null;
    readonly counted: JsonObject | null;
  },
  time: JsonObject,
): JsonObject {
  const { betas } = exchange.call;
  const members = {
    id: old?.value["id"] ?? null,
    ...time,
    betas: betas.length === 0 ? null : [...betas],
    request: written,
    recorded,
    counted,
    // The length of an answer that the stub made up is nobody's: then none is said.
    expect:
      recorded === null
        ? (old?.value["expect"] ??
          (exchange.call.isMadeUp === true ? null : writeExpected(exchange)))
        : null,
  };
  return Object.fromEntries(
    Object.entries(members).flatMap(([key, member]) => (member === null ? [] : [[key, member]])),
  );
}

function memberOf(value: JsonObject | undefined, key: string, inner: string) {
  const member = value?.[key];
  return isObject(member) ? member[inner] : undefined;
}
