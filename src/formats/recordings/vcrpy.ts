import { isArray, isObject, valueAt, type JsonObject, type Path } from "../../json.ts";
import type { Format } from "../format.ts";
import type { Body } from "../http/body.ts";
import type { Interaction } from "../http/interaction.ts";
import { checkVersion, readEach, readList, someHave, statusOf, textOf, vcrBody } from "./shape.ts";

/**
 * Cassettes of vcrpy and pytest-recording, YAML or JSON (imports.md §1: vcr/serialize.py@b1fb62b).
 * pydantic-ai writes `parsed_body` on both sides; vcrpy's httpx stub before version 6 wrote
 * `content` and `status_code`.
 */
export const vcrpy: Format = {
  title: "a cassette of vcrpy or pytest-recording",
  sees: (document) => {
    if (!isObject(document)) return false;
    const { interactions, version } = document;
    const isEmpty = isArray(interactions) && interactions.length === 0 && version === 1;
    return isEmpty || someHave(interactions, ["request", "uri"]);
  },
  runs: "run",
  open: readEach((reading) => {
    checkVersion(reading, { what: "vcrpy's files", known: [1] });
    return readList(reading, ["interactions"], interactionOf);
  }),
};

function interactionOf(item: JsonObject, path: Path): Interaction | null {
  const { request, response } = item;
  if (!isObject(request)) return null;
  const uri = textOf(request["uri"]);
  if (uri === null) return null;
  return {
    path,
    method: textOf(request["method"]),
    url: uri,
    request: bodyOf(request, [...path, "request"]),
    requestHeaders: request["headers"],
    response: isObject(response) ? bodyOf(response, [...path, "response"]) : null,
    responseHeaders: valueAt(item, ["response", "headers"]),
    status: isObject(response) ? statusOf(response["status"] ?? response["status_code"]) : null,
    at: item["recorded_at"] ?? item["recorded"],
    id: null,
  };
}

function bodyOf(side: JsonObject, path: Path): Body {
  if (side["parsed_body"] !== undefined)
    return { value: side["parsed_body"], path: [...path, "parsed_body"] };
  if (side["body"] === undefined && side["content"] !== undefined)
    return { value: side["content"], path: [...path, "content"] };
  const { body } = side;
  const isWrapped = isObject(body) && ("string" in body || "base64_string" in body);
  return isWrapped ? vcrBody(body, [...path, "body"]) : { value: body, path: [...path, "body"] };
}
