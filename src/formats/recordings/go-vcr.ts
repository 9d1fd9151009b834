import { isArray, isObject, valueAt, type JsonObject, type Path } from "../../json.ts";
import type { Format } from "../format.ts";
import type { Interaction } from "../http/interaction.ts";
import { checkVersion, readEach, readList, someHave, statusOf, textOf } from "./shape.ts";

/** Versions of the file: the library's 1 and 2 write 1, its 3 and 4 write 2 (imports.md §1). */
const versions = [1, 2];

/** Cassettes of go-vcr. */
export const goVcr: Format = {
  title: "a cassette of go-vcr",
  sees: (document) => {
    if (!isObject(document)) return false;
    const { interactions, version } = document;
    const isEmpty = isArray(interactions) && interactions.length === 0 && version === 2;
    return isEmpty || someHave(interactions, ["request", "url"]);
  },
  runs: "run",
  open: readEach((reading) => {
    checkVersion(reading, { what: "go-vcr's files", known: versions });
    return readList(reading, ["interactions"], interactionOf);
  }),
};

function interactionOf(item: JsonObject, path: Path): Interaction | null {
  const { request, response } = item;
  if (!isObject(request)) return null;
  const url = textOf(request["url"]);
  if (url === null) return null;
  const status = isObject(response) ? (response["code"] ?? response["status"]) : undefined;
  return {
    path,
    method: textOf(request["method"]),
    url,
    request: { value: request["body"], path: [...path, "request", "body"] },
    requestHeaders: request["headers"],
    response: isObject(response)
      ? { value: response["body"], path: [...path, "response", "body"] }
      : null,
    responseHeaders: valueAt(item, ["response", "headers"]),
    status: statusOf(status),
    at: undefined,
    id: null,
  };
}
