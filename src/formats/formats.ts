import { messagesOf } from "../api/request.ts";
import { modelOf } from "../api/model.ts";
import { isObject, type Json } from "../json.ts";
import type { Format } from "./format.ts";

/** The formats there are, in the order in which they are looked for. */
export const formats = {
  request: {
    title: "a request body",
    sees: (document) =>
      isObject(document) && modelOf(document) !== null && messagesOf(document) !== null,
    runs: "log",
    open: () => ({
      read: ({ value }) =>
        isObject(value)
          ? [
              {
                path: [],
                bodyPath: [],
                endpoint: "messages",
                request: value,
                betas: null,
                response: null,
                at: null,
                batch: false,
                customId: null,
                run: null,
                id: null,
              },
            ]
          : [],
      end: () => [],
    }),
  },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

/** The format of a document; null: none is known that it could be. */
export function findFormat(document: Json): FormatName | null {
  return formats.request.sees(document) ? "request" : null;
}

/** What a document of no known format looks like. */
export function describeUnknown(document: Json): string {
  return isObject(document) ? "a JSON object" : "a text";
}

/** What the formats are called. */
export const formatTitles: readonly string[] = Object.values(formats).map(({ title }) => title);
