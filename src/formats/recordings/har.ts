import { isObject, valueAt, type Json, type JsonObject, type Path } from "../../json.ts";
import type { Format } from "../format.ts";
import type { Body } from "../http/body.ts";
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
  return {
    path,
    method: textOf(request["method"]),
    url,
    request: bodyOf(request["postData"], [...path, "request", "postData"], mayBePieces),
    requestHeaders: request["headers"],
    response: isObject(response)
      ? bodyOf(response["content"], [...path, "response", "content"], mayBePieces)
      : null,
    responseHeaders: valueAt(item, ["response", "headers"]),
    status: isObject(response) ? statusOf(response["status"]) : null,
    at,
    id: null,
  };
}

/** A body where HAR has it; Playwright can keep it in a file beside, `_file`. */
function bodyOf(holder: Json | undefined, path: Path, mayBePieces: boolean): Body {
  const { text, encoding, _file: file } = isObject(holder) ? holder : {};
  if (text === undefined && typeof file === "string")
    return { value: undefined, path: [...path, "_file"], files: [file] };
  return { value: text, path: [...path, "text"], isBase64: encoding === "base64", mayBePieces };
}
