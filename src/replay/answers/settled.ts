/**
 * Answers that were paid for: written down at once, and read again where they are needed. Nobody
 * holds a response longer than the step that uses it.
 */
import type { JsonObject } from "../../json.ts";
import { parseLine, readAnswer, type JournaledAnswer, type JournalKey } from "../journal/entry.ts";
import type { SettledAnswer } from "../journal/journal.ts";
import { recordResponse } from "./recording.ts";
import { stopUnwritten, type Session, type SessionPorts } from "../session.ts";

/**
 * Writes an answer to the journal: as much of it as its fixture will hold. Where that does not take
 * it nothing more is sent, and the answer goes into its fixture all the same.
 */
export function writeAnswer(
  session: Session,
  key: JournalKey,
  settled: Omit<JournaledAnswer, "fast">,
): SettledAnswer {
  const { options, ports } = session;
  const response = recordResponse(settled.response, options);
  const answered = { ...settled, response, fast: options.fast };
  const place = ports.append({ kind: "answered", key, answered });
  if (place === null) stopUnwritten(session);
  return { ...answered, response: place ?? { unwritten: response } };
}

/**
 * The response of an answer, read again; null where the journal does not hold it any more, as when
 * somebody changed its file meanwhile.
 */
export function readResponse(
  { response }: Pick<SettledAnswer, "response">,
  { readLine }: Pick<SessionPorts, "readLine">,
): JsonObject | null {
  if ("unwritten" in response) return response.unwritten;
  const line = readLine(response);
  return line === null ? null : (readAnswer(parseLine(line)?.["answered"])?.response ?? null);
}
