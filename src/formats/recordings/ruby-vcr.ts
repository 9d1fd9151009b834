import { isObject, valueAt, type JsonObject, type Path } from "../../json.ts";
import type { Format } from "../format.ts";
import type { Interaction } from "../http/interaction.ts";
import { readEach, readList, statusOf, textOf, vcrBody } from "./shape.ts";

/**
 * Cassettes of VCR for Ruby and of vcr for R, YAML or JSON (imports.md §1: vcr/structs.rb@66dbbaf).
 * R writes a status as a number, a time without its zone, and of an upload its `fields`.
 */
export const rubyVcr: Format = {
  title: "a cassette of VCR (Ruby, R)",
  sees: (document) => isObject(document) && document["http_interactions"] !== undefined,
  runs: "run",
  open: readEach((reading) => readList(reading, ["http_interactions"], interactionOf)),
};

function interactionOf(item: JsonObject, path: Path): Interaction | null {
  const { request, response, recorded_at: at } = item;
  if (!isObject(request)) return null;
  const uri = textOf(request["uri"]);
  if (uri === null) return null;
  return {
    path,
    method: textOf(request["method"]),
    url: uri,
    request: vcrBody(request["body"], [...path, "request", "body"]),
    requestHeaders: request["headers"],
    response: isObject(response) ? vcrBody(response["body"], [...path, "response", "body"]) : null,
    responseHeaders: valueAt(item, ["response", "headers"]),
    status: isObject(response) ? statusOf(response["status"]) : null,
    at,
    id: null,
  };
}
