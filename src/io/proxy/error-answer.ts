/** Answers of our own, in the API's shape. */
import type { ServerResponse } from "node:http";

/** The types the API gives to the statuses we answer with. */
const errorTypes = {
  400: "invalid_request_error",
  403: "permission_error",
  404: "not_found_error",
  502: "api_error",
} as const;

/** Tells a client of an error as the API would. */
export function refuse(
  response: ServerResponse,
  status: keyof typeof errorTypes,
  message: string,
): void {
  const error = { type: errorTypes[status], message };
  reply(response, status, { type: "error", error });
}

/** Answers with a document. */
export function reply(response: ServerResponse, status: number, document: object): void {
  const body = Buffer.from(JSON.stringify(document), "utf8");
  response.writeHead(status, { "content-type": "application/json", "content-length": body.length });
  response.end(body);
}
