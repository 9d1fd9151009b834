import type { Digest } from "../../digest.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import { declaredTexts, hashInput } from "../../fixture/input-hash.ts";
import { outputConfigOf } from "../../api/request.ts";
import { modelOf } from "../../api/model.ts";
import type { JsonObject } from "../../json.ts";
import { effortLevels } from "../../models/effort.ts";
import { isSameRecording } from "../witness/evidence.ts";

/**
 * The body whose settings earned an exchange's recorded answer, as far as it can be told. Where the
 * other tree shows the same recording, that is the other's: a change falsifies no recording of
 * main's. But for the head's own hash, which says that it is the head's; stop sequences and
 * `max_tokens` are not in it.
 */
export function earnedBody(exchange: Exchange, other: Exchange | null, digest: Digest): JsonObject {
  if (other === null || !isSameRecording(exchange, other)) return earnedAlone(exchange, digest);
  const earned = earnedAlone(other, digest);
  if (!isOwnHash(exchange) || isOwnHash(other)) return earned;
  const { stop_sequences: _stop, max_tokens: _most, ...hashed } = exchange.request.body;
  const { stop_sequences: stop, max_tokens: most } = earned;
  return {
    ...hashed,
    ...(stop === undefined ? {} : { stop_sequences: stop }),
    ...(most === undefined ? {} : { max_tokens: most }),
  };
}

function isOwnHash({ recorded, inputHash }: Exchange): boolean {
  return recorded !== null && recorded.inputHash === inputHash;
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
  const isIt = (candidate: JsonObject): boolean =>
    hashInput({ body: candidate, betas, declared }, digest) === recorded.inputHash;
  return candidatesFor(body, modelOf(recorded.response)).find(isIt) ?? body;
}

/** The body with one of the settings that its hash holds as it may have been. */
function candidatesFor(body: JsonObject, answered: string | null): readonly JsonObject[] {
  const config = outputConfigOf(body);
  const bare = without(config, "effort");
  return [
    ...effortLevels.map((effort) => ({ ...body, output_config: { ...config, effort } })),
    ...(Object.keys(bare).length === 0
      ? [without(body, "output_config")]
      : [{ ...body, output_config: bare }]),
    without(body, "thinking"),
    { ...body, thinking: { type: "adaptive" } },
    { ...body, thinking: { type: "disabled" } },
    ...(answered === null ? [] : [{ ...body, model: answered }]),
  ];
}

function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}
