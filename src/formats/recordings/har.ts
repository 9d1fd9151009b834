import { isObject, valueAt, type Json, type JsonObject, type Path } from "../../json.ts";
import type { Format } from "../format.ts";
import type { Interaction } from "../http/interaction.ts";
import { readEach, readList, statusOf, textOf } from "./shape.ts";

/** HTTP archives, HAR 1.2: of a browser's network panel, of mitmproxy, Charles, Proxyman. */
export const har: Format = {
  title: "an HTTP archive (HAR)",
  sees: (document) => isHar(document) && !isPolly(document),
  runs: "log",
  open: readEach((reading) =>
    readList(reading, ["log", "entries"], (item, path) => interactionOf(item, path, false)),
  ),
};

/**
 * Recordings of Polly.JS: HAR with marks of its own. A compressed body is the JSON of a list of
 * pieces, in base64, in hexadecimal in old ones (imports.md §1:
 * adapter-node-http/src/index.js:281@d031861).
 */
export const polly: Format = {
  title: "a recording of Polly.JS",
  sees: isPolly,
  runs: "run",
  open: readEach((reading) =>
    readList(reading, ["log", "entries"], (item, path) => interactionOf(item, path, true)),
  ),
};

function isHar(document: Json): boolean {
  return (
    isObject(document) && isObject(document["log"]) && document["log"]["entries"] !== undefined
  );
}

function isPolly(document: Json): boolean {
  return (
    isHar(document) &&
    (valueAt(document, ["log", "_recordingName"]) !== undefined ||
      valueAt(document, ["log", "creator", "name"]) === "Polly.JS")
  );
}

function interactionOf(item: JsonObject, path: Path, mayBePieces: boolean): Interaction | null {
  const { request, response, startedDateTime: at } = item;
  if (!isObject(request)) return null;
  const url = textOf(request["url"]);
  if (url === null) return null;
  const at64 = (holder: Path): boolean => valueAt(item, [...holder, "encoding"]) === "base64";
  const answer = valueAt(item, ["response", "content", "text"]);
  return {
    path,
    method: textOf(request["method"]),
    url,
    request: {
      value: valueAt(request, ["postData", "text"]),
      path: [...path, "request", "postData", "text"],
      isBase64: at64(["request", "postData"]),
      mayBePieces,
    },
    requestHeaders: request["headers"],
    response: isObject(response)
      ? {
          value: answer,
          path: [...path, "response", "content", "text"],
          isBase64: at64(["response", "content"]),
          mayBePieces,
        }
      : null,
    responseHeaders: valueAt(item, ["response", "headers"]),
    status: isObject(response) ? statusOf(response["status"]) : null,
    at,
    id: null,
  };
}
