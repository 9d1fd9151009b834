import { isObject, writeJson, type Json, type JsonObject } from "../../json.ts";
import { problem, type Place } from "../../problem.ts";
import type { Call, Format, FormatContext, FormatDocument, FormatReader } from "../format.ts";
import { isEventText } from "../http/events.ts";
import { createStreamFolder, type FoldedStream } from "../http/stream.ts";
import { callOf, isMessage, textOf } from "./entry.ts";
import { otherVendor } from "./other-vendor.ts";

/**
 * An answer of the Messages API with nothing around it, as tests keep it: the message, the text of
 * its stream, or the stream's events, one a line. The request is not there.
 */
export const answer = {
  title: "an answer of the API without its request",
  sees: (document) =>
    typeof document === "string"
      ? isEventText(document) && /"message_start"/.test(document)
      : isAnswer(document) || isStart(document),
  runs: "each",
  open,
} as const satisfies Format;

function isAnswer(document: Json): boolean {
  return isObject(document) && document["type"] === "message" && isMessage(document);
}

/** The first event of a stream. */
function isStart(document: Json): boolean {
  return (
    isObject(document) && document["type"] === "message_start" && isMessage(document["message"])
  );
}

/** Other events of streams. */
const eventTypes = /^(?:ping|error|message_(?:delta|stop)|content_block_(?:start|delta|stop))$/;

function open(context: FormatContext): FormatReader {
  let stream: { readonly add: (event: Json) => void; readonly end: () => readonly Call[] } | null =
    null;
  const endStream = (): readonly Call[] => {
    const calls = stream?.end() ?? [];
    stream = null;
    return calls;
  };
  return {
    read: (document) => {
      const { value, place } = document;
      if (typeof value === "string") return readText(value, place([]), context);
      if (isObject(value) && stream !== null && eventTypes.test(textOf(value["type"]) ?? "")) {
        stream.add(value);
        return [];
      }
      const before = endStream();
      if (isStart(value)) {
        stream = openStream(document, context);
        stream.add(value);
        return before;
      }
      if (isAnswer(value) && isObject(value)) return [...before, ...callsOf(value, context)];
      context.leaveOut({ why: "other", name: "" });
      return before;
    },
    end: endStream,
  };
}

/** A text may hold several streams, one after the other. */
function readText(text: string, place: Place, context: FormatContext): readonly Call[] {
  const starts = [
    ...text.matchAll(/^(?:event:\s*message_start\s*\r?\n)?data:\s*\{.*"message_start"/gm),
  ];
  return starts.flatMap(({ index }, number) => {
    const folder = createStreamFolder();
    folder.add(text.slice(index, starts[number + 1]?.index));
    return callsOfStream(folder.end(), place, context);
  });
}

function openStream(
  document: FormatDocument,
  context: FormatContext,
): { readonly add: (event: Json) => void; readonly end: () => readonly Call[] } {
  const folder = createStreamFolder();
  return {
    add: (event) => folder.add(`data: ${writeJson(event)}\n\n`),
    end: () =>
      callsOfStream(folder.end(), document.place([]), context).map((call) => ({
        ...call,
        document,
      })),
  };
}

function callsOfStream(
  { message, isFinal, damaged }: FoldedStream,
  place: Place,
  context: FormatContext,
): readonly Call[] {
  if (isFinal && damaged > 0)
    context.report(problem("recording-stream-damaged", place, { events: damaged }));
  return message === null ? [] : callsOf(message, context);
}

/** Platforms that bill at prices of their own, by how the ids of their answers begin. */
const platforms: Readonly<Record<string, string>> = {
  msg_bdrk_: "Amazon Bedrock",
  msg_vrtx_: "Google Vertex AI",
};

function callsOf(message: JsonObject, context: FormatContext): readonly Call[] {
  if (!isMessage(message)) {
    context.leaveOut({ why: "no-usage", name: "" });
    return [];
  }
  const id = textOf(message["id"]);
  const platform = Object.keys(platforms).find((start) => id?.startsWith(start));
  const other = platforms[platform ?? ""] ?? otherVendor(textOf(message["model"]), null);
  if (other !== null) {
    context.leaveOut({ why: "host", name: other });
    return [];
  }
  return [callOf({ path: [], response: message, id })];
}
