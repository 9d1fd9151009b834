import { isObject, type Json } from "../../json.ts";
import type { Format } from "../format.ts";
import { readInteraction } from "../http/interaction.ts";
import { readElements, statusOf, textOf } from "./shape.ts";

/**
 * Definitions that nock's recorder and `nock.back` write, each an element of the file's list. A
 * compressed answer is a list of pieces in hexadecimal, whatever `responseIsBinary` says; a binary
 * one a text in hexadecimal (imports.md §1: nock 13.5.6 and 15.0.2, run).
 */
export const nock: Format = {
  title: "a recording of nock",
  sees,
  runs: "run",
  open: readElements(sees, (value, reading) => {
    const { scope, path, method, body, response } = value;
    return readInteraction(
      {
        path: [],
        method: textOf(method),
        url: `${textOf(scope) ?? ""}${textOf(path) ?? ""}`,
        request: { value: body, path: ["body"] },
        requestHeaders: value["reqheaders"],
        response: {
          value: value["responseIsBinary"] === true ? piecesOf(response) : response,
          path: ["response"],
        },
        responseHeaders: value["rawHeaders"] ?? value["headers"],
        status: statusOf(value["status"]),
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
    typeof document["scope"] === "string" &&
    typeof document["path"] === "string" &&
    (document["response"] !== undefined || document["status"] !== undefined)
  );
}

function piecesOf(response: Json | undefined): Json | undefined {
  return typeof response === "string" && response !== "" ? [response] : response;
}
