import { isArray, isObject, type Json } from "../../json.ts";
import type { Format } from "../format.ts";
import { isForeignRequest } from "../http/foreign.ts";
import { readElements } from "./shape.ts";

/**
 * The body of a request as it is sent, nothing around it; of JSONL a line each, those of a
 * conversation one after the other.
 */
export const request: Format = {
  title: "a request's body",
  sees,
  runs: "log",
  open: readElements(sees, (body) => [
    {
      path: [],
      bodyPath: [],
      endpoint: "messages",
      request: body,
      betas: null,
      response: null,
      at: null,
      batch: false,
      customId: null,
      run: null,
      id: null,
    },
  ]),
};

function sees(document: Json): boolean {
  return (
    isObject(document) &&
    typeof document["model"] === "string" &&
    isArray(document["messages"]) &&
    document["usage"] === undefined &&
    !isForeignRequest(document)
  );
}
