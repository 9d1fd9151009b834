import { counted } from "../../words.ts";
import { text } from "../text.ts";

/** Why a recorded body is not what was sent, as a sentence goes on about it. */
const bodyFaults = {
  base64: "is marked as base64 and is none",
  hex: "is a list of pieces that are neither hexadecimal nor base64",
  gzip: "is compressed data that is cut off or damaged",
  large:
    "unpacks to more than 64 MB, to 250 times its size, or with others of its file to more than 512 MB",
  lost: "was compressed and was kept as text, which lost some of its bytes",
  binary: "is binary: neither JSON nor a stream of events",
  json: "is no JSON: it was cut, masked or edited",
} as const;

export type BodyFaultKind = keyof typeof bodyFaults;

/** Which of the two a body is. */
type Side = "request" | "answer";

/** What can be wrong inside recordings of HTTP. Names, sizes and counts only. */
export const formatProblems = {
  "recording-shape": text(
    "error",
    (details: { key: string; expected: string }) =>
      `\`${details.key}\` should be ${details.expected}.`,
    () => "Record it again, or take this out: nothing of it can be read.",
  ),
  "recording-version": text(
    "warning",
    (details: { what: string; version: string; known: string }) =>
      `This is version ${details.version} of ${details.what}; known here: ${details.known}. It is ` +
      "read as the newest of these.",
    () =>
      "Compare the number of exchanges with what you recorded. This program may need an update.",
  ),
  "recording-body-compressed": text(
    "error",
    (details: { side: Side; by: string }) =>
      `The ${details.side}'s body is compressed with ${details.by}, which is not read here.`,
    () =>
      "Record it again with bodies as text (vcrpy: `decode_compressed_response=True`), or let the " +
      "client ask for gzip: `Accept-Encoding: gzip`.",
  ),
  "recording-body-damaged": text(
    "error",
    (details: { side: Side; fault: BodyFaultKind }) =>
      `The ${details.side}'s body ${bodyFaults[details.fault]}.`,
    () => "Record it again, or take this interaction out of the file.",
  ),
  "recording-body-file": text(
    "error",
    ({ file }: { file: string }) =>
      `The answer's body stands in \`${file}\`, and there is no such file beside this one.`,
    () => "Put the file there, or record both again.",
  ),
  "recording-request-file": text(
    "warning",
    ({ file }: { file: string }) =>
      `The request's body stands in \`${file}\`, and there is no such file beside this one: its ` +
      "usage counts, its prompt is not known.",
    () => "Put the file there, or record both again.",
  ),
  "recording-answer-empty": text(
    "warning",
    () => "The answer was recorded without its body: its request counts, its usage is not known.",
    () => "Record it again with a recorder that keeps streamed answers.",
  ),
  "recording-stream-damaged": text(
    "warning",
    ({ events }: { events: number }) =>
      `${counted(events, "event")} of this streamed answer ${events === 1 ? "is" : "are"} no JSON: ` +
      "the answer may lack pieces. Its usage counts as it stands.",
    () => "Record it again, or keep masks out of the events.",
  ),
  "recording-cut": text(
    "error",
    (details: { declared: number; left: number }) =>
      `A recorded exchange should have ${counted(details.declared, "byte")}, and ` +
      `${counted(details.left, "byte")} follow: the file was cut or edited.`,
    () => "Record it again: the lengths in such a file are those of its bytes.",
  ),
} as const;
