import { isArray, isObject, valueAt, type Json, type JsonObject, type Path } from "../../json.ts";
import type { Format } from "../format.ts";
import type { Body } from "../http/body.ts";
import type { Interaction } from "../http/interaction.ts";
import { readEach, readList, statusOf, textOf } from "./shape.ts";

/**
 * Cassettes of Braintrust's end-to-end tests: `entries` with bodies `{ kind, … }`: `json` with a
 * `value`, `sse` with `chunks`, an event each, `text`, and `binary` with the `path` of a file
 * beside.
 */
export const entries: Format = {
  title: "a cassette with `entries` (Braintrust)",
  sees: (document) =>
    isObject(document) &&
    isArray(document["entries"]) &&
    document["entries"].some(
      (entry) =>
        typeof valueAt(entry, ["request", "url"]) === "string" &&
        ["request", "response"].some(
          (side) => typeof valueAt(entry, [side, "body", "kind"]) === "string",
        ),
    ),
  runs: "run",
  open: readEach((reading) => readList(reading, ["entries"], interactionOf)),
};

function interactionOf(item: JsonObject, path: Path): Interaction | null {
  const { request, response, recordedAt: at, id } = item;
  if (!isObject(request)) return null;
  const url = textOf(request["url"]);
  if (url === null) return null;
  return {
    path,
    method: textOf(request["method"]),
    url,
    request: bodyOf(request["body"], [...path, "request", "body"]),
    requestHeaders: request["headers"],
    response: isObject(response) ? bodyOf(response["body"], [...path, "response", "body"]) : null,
    responseHeaders: valueAt(item, ["response", "headers"]),
    status: isObject(response) ? statusOf(response["status"]) : null,
    at,
    id: textOf(id),
  };
}

function bodyOf(body: Json | undefined, path: Path): Body {
  if (!isObject(body)) return { value: body, path };
  const { kind, chunks, path: file } = body;
  if (kind === "sse" || isArray(chunks)) {
    const events = (isArray(chunks) ? chunks : []).filter((chunk) => typeof chunk === "string");
    return { value: events.join("\n\n"), path: [...path, "chunks"] };
  }
  if (kind === "binary" && typeof file === "string")
    return { value: undefined, path: [...path, "path"], files: [file] };
  const name = ["value", "text", "data", "base64"].find((key) => body[key] !== undefined);
  if (name === undefined) return { value: undefined, path };
  return {
    value: body[name],
    path: [...path, name],
    isBase64: name === "base64" || (name === "data" && kind === "base64"),
  };
}
