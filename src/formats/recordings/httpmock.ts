import { isArray, isObject, type Json, type JsonObject, type Path } from "../../json.ts";
import type { Format } from "../format.ts";
import type { Body } from "../http/body.ts";
import { readInteraction } from "../http/interaction.ts";
import { readElements, statusOf, textOf } from "./shape.ts";

/**
 * Recordings of httpmock (Rust): a YAML document for each exchange, `when` and `then`. They name no
 * host as a rule; bodies are texts, base64, JSON, or stand in a file beside.
 */
export const httpmock: Format = {
  title: "a recording of httpmock (Rust)",
  sees,
  runs: "run",
  open: readElements(sees, ({ when, then }, reading) => {
    if (!isObject(when) || !isObject(then)) return [];
    const path = textOf(when["path"]) ?? textOf(firstOf(when["path_prefix"])) ?? "";
    const host = textOf(when["host"]);
    return readInteraction(
      {
        path: [],
        method: textOf(when["method"]),
        url: host === null ? path : `https://${host}${path}`,
        request: bodyOf(when, ["when"]),
        requestHeaders: when["header"],
        response: bodyOf(then, ["then"]),
        responseHeaders: then["header"],
        status: statusOf(then["status"]) ?? 200,
        at: undefined,
        id: null,
      },
      reading,
    );
  }),
};

function sees(document: Json): boolean {
  return (
    isObject(document) &&
    isObject(document["when"]) &&
    isObject(document["then"]) &&
    (document["when"]["path"] !== undefined || document["when"]["method"] !== undefined)
  );
}

function firstOf(value: Json | undefined): Json | undefined {
  return isArray(value) ? value[0] : value;
}

function bodyOf(side: JsonObject, path: Path): Body {
  const file = textOf(side["body_from_file"]);
  if (file !== null) return { value: undefined, path: [...path, "body_from_file"], files: [file] };
  const name = ["body", "body_base64", "json_body"].find((key) => side[key] !== undefined);
  return name === undefined
    ? { value: undefined, path }
    : { value: side[name], path: [...path, name], isBase64: name === "body_base64" };
}
