import type { Digest } from "../../digest.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import { declaredTexts, hashBodies } from "../../fixture/input-hash.ts";
import { outputConfigOf } from "../../api/request.ts";
import { modelOf } from "../../api/model.ts";
import type { Json, JsonObject } from "../../json.ts";
import { effortLevels } from "../../models/model.ts";
import { isSameRecording } from "../witness/evidence.ts";

/** Finds the body that earned an exchange's recorded answer. */
export type FindEarnedBody = (exchange: Exchange, other: Exchange | null) => JsonObject;

/**
 * Finds the body whose settings earned a recorded answer, as far as it can be told. Where the other
 * tree shows the same recording, that is the other's: a change falsifies no recording of main's. But
 * for the head's own hash, which says that it is the head's; stop sequences and `max_tokens` are
 * not in it. What an exchange says by itself is worked out once.
 */
export function createEarnedBodies(digest: Digest): FindEarnedBody {
  const known = new WeakMap<Exchange, JsonObject>();
  const alone = (exchange: Exchange): JsonObject => {
    const found = known.get(exchange) ?? earnedAlone(exchange, digest);
    known.set(exchange, found);
    return found;
  };
  return (exchange, other) => {
    if (other === null || !isSameRecording(exchange, other)) return alone(exchange);
    const earned = alone(other);
    if (!isOwnHash(exchange) || isOwnHash(other)) return earned;
    const { stop_sequences: _stop, max_tokens: _most, ...hashed } = exchange.request.body;
    const { stop_sequences: stop, max_tokens: most } = earned;
    return {
      ...hashed,
      ...(stop === undefined ? {} : { stop_sequences: stop }),
      ...(most === undefined ? {} : { max_tokens: most }),
    };
  };
}

function isOwnHash(exchange: Exchange): boolean {
  const { recorded } = exchange;
  return recorded !== null && recorded.inputHash === exchange.inputHash;
}

/**
 * The body that earned a recording by what the exchange itself says: its own; where the recording's
 * hash is another's, its own with another effort, thinking or model, if that is what the hash is
 * of. What else was edited, such as a text, moves no answer's length.
 */
function earnedAlone(exchange: Exchange, digest: Digest): JsonObject {
  const { recorded, request, betas } = exchange;
  const { body } = request;
  if (recorded === null || recorded.inputHash === null || isOwnHash(exchange)) return body;
  const declared = declaredTexts(request.placeholders);
  const hash = hashBodies({ body, betas, declared }, digest);
  const { inputHash } = recorded;
  const over = candidatesFor(body, modelOf(recorded.response)).find(
    (candidate) => hash(candidate) === inputHash,
  );
  return over === undefined ? body : withMembers(body, over);
}

/** Members in place of a body's own; undefined: left out. */
type Members = Readonly<Record<string, Json | undefined>>;

/** The settings that the hash holds, one at a time as it may have been. */
function candidatesFor(body: JsonObject, answered: string | null): readonly Members[] {
  const config = outputConfigOf(body);
  const { effort: _effort, ...bare } = config;
  return [
    ...effortLevels.map((effort) => ({ output_config: { ...config, effort } })),
    { output_config: Object.keys(bare).length === 0 ? undefined : bare },
    { thinking: undefined },
    { thinking: { type: "adaptive" } },
    { thinking: { type: "disabled" } },
    ...(answered === null ? [] : [{ model: answered }]),
  ];
}

function withMembers(body: JsonObject, over: Members): JsonObject {
  const changed: Record<string, Json> = {};
  for (const [key, value] of Object.entries({ ...body, ...over }))
    if (value !== undefined) changed[key] = value;
  return changed;
}
