import { isArray, isObject, valueAt, type Json, type JsonObject, type Path } from "../../json.ts";
import { problem } from "../../problem.ts";
import type { Call, Format } from "../format.ts";
import type { Body } from "../http/body.ts";
import { readInteraction } from "../http/interaction.ts";
import type { Reading } from "../http/reading.ts";
import { readElements, statusOf, textOf } from "./shape.ts";

/** How a stub says which address it is for: as it is, or as a pattern of it. */
const addresses = ["url", "urlPath", "urlPathTemplate", "urlPathPattern", "urlPattern"];
const bodyMatchers = ["equalToJson", "equalTo", "binaryEqualTo"];
const answerBodies = ["bodyFileName", "jsonBody", "base64Body", "proxyBaseUrl", "fault"];

/**
 * Stub mappings of WireMock, one a file or `mappings: []`. They name no host: what asks for
 * `/v1/messages` counts. Bodies may stand in files of `__files/`, beside `mappings/`.
 */
export const wiremock: Format = {
  title: "a stub mapping of WireMock",
  sees,
  runs: "log",
  open: readElements(sees, (value, reading) => {
    const { mappings } = value;
    if (!isArray(mappings)) return readMapping(value, [], reading);
    return mappings.flatMap((mapping, index) => {
      const path = ["mappings", index];
      if (isObject(mapping) && isObject(mapping["request"]))
        return readMapping(mapping, path, reading);
      const details = { key: path.join("."), expected: "a stub with a `request` and a `response`" };
      reading.context.report(problem("recording-shape", reading.document.place(path), details));
      return [];
    });
  }),
};

function sees(document: Json): boolean {
  if (!isObject(document)) return false;
  const { mappings } = document;
  return isArray(mappings) ? mappings.some(isMapping) : isMapping(document);
}

function isMapping(value: Json): boolean {
  if (!isObject(value) || !isObject(value["request"]) || !isObject(value["response"])) return false;
  const { request, response } = value;
  return (
    request["bodyPatterns"] !== undefined ||
    addresses.slice(1).some((name) => request[name] !== undefined) ||
    answerBodies.some((name) => response[name] !== undefined) ||
    (request["url"] !== undefined &&
      ["uuid", "persistent", "insertionIndex"].some((name) => value[name] !== undefined))
  );
}

function readMapping(mapping: JsonObject, path: Path, reading: Reading): readonly Call[] {
  const { request, response } = mapping;
  if (!isObject(request)) return [];
  const answer = isObject(response) ? response : {};
  const isAnswered = answer["proxyBaseUrl"] === undefined && answer["fault"] === undefined;
  return readInteraction(
    {
      path,
      method: methodOf(request["method"]),
      url: addressOf(request),
      request: requestBody(request, [...path, "request"]),
      requestHeaders: request["headers"],
      response: isAnswered ? answerBody(answer, [...path, "response"]) : null,
      responseHeaders: answer["headers"],
      status: statusOf(answer["status"]) ?? 200,
      at: undefined,
      id: textOf(mapping["id"]) ?? textOf(mapping["uuid"]),
    },
    reading,
  );
}

/** `ANY` matches every method. */
function methodOf(value: Json | undefined): string | null {
  return value === "ANY" ? null : textOf(value);
}

/**
 * The address; of a pattern the API's path in it, else what stands before its first sign that means
 * more than itself.
 */
function addressOf(request: JsonObject): string {
  const name = addresses.find((key) => typeof request[key] === "string");
  const written = name === undefined ? "" : (textOf(request[name]) ?? "");
  if (name === undefined || !name.endsWith("Pattern")) return written;
  const plain = written.replaceAll("\\", "").replace(/^\^/, "");
  const [path] =
    /\/v1\/messages(?:\/count_tokens|\/batches(?:\/.*results)?)?/.exec(plain) ??
    /^(?:[\w./-](?![*+?{]))*/.exec(plain) ??
    [];
  return path ?? "";
}

function requestBody(request: JsonObject, path: Path): Body {
  const { bodyPatterns: patterns } = request;
  for (const [index, pattern] of isArray(patterns) ? patterns.entries() : []) {
    const matcher = bodyMatchers.find((name) => valueAt(pattern, [name]) !== undefined);
    if (matcher !== undefined)
      return {
        value: valueAt(pattern, [matcher]),
        path: [...path, "bodyPatterns", index, matcher],
        isBase64: matcher === "binaryEqualTo",
      };
  }
  return { value: undefined, path };
}

/** Mappings may lie in folders below `mappings/`, beside which `__files/` is. */
function answerBody(answer: JsonObject, path: Path): Body {
  const file = textOf(answer["bodyFileName"]);
  if (file !== null) {
    const files = ["../", "", "../../", "../../../"].map((up) => `${up}__files/${file}`);
    return { value: undefined, path: [...path, "bodyFileName"], files };
  }
  const name = ["jsonBody", "base64Body", "body"].find((key) => answer[key] !== undefined);
  return name === undefined
    ? { value: undefined, path }
    : { value: answer[name], path: [...path, name], isBase64: name === "base64Body" };
}
