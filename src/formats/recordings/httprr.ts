import { strFromU8, strToU8 } from "fflate";
import type { Json } from "../../json.ts";
import { problem } from "../../problem.ts";
import type { Call, Format } from "../format.ts";
import { headerOf } from "../http/headers.ts";
import { readInteraction } from "../http/interaction.ts";
import type { Reading } from "../http/reading.ts";
import { readEach, textOf } from "./shape.ts";

const firstLine = /^httprr trace v(\d+)\r?\n/;

/**
 * Traces of Go's httprr: after its first line, for each exchange `n m`, n bytes of request and m of
 * answer, as on the wire. Lengths are bytes of the file, so a changed line end breaks them.
 */
export const httprr: Format = {
  title: "a trace of httprr",
  sees: (document) => typeof document === "string" && firstLine.test(document),
  runs: "run",
  open: readEach(readTrace),
};

/** One side of an exchange as it went over the wire. */
interface Message {
  /** The request line, or the status line, in its parts. */
  readonly start: readonly string[];
  readonly headers: readonly Json[];
  readonly body: string;
}

function readTrace(reading: Reading): readonly Call[] {
  const { document, context } = reading;
  const trace = textOf(document.value) ?? "";
  const [line = "", version = ""] = firstLine.exec(trace) ?? [];
  const place = document.place([]);
  if (version !== "1")
    context.report(
      problem("recording-version", place, { what: "httprr's files", version, known: "1" }),
    );
  const bytes = strToU8(trace.slice(line.length));
  const calls: Call[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const head = strFromU8(bytes.subarray(offset, offset + 60));
    const [lengths, sent, answered] = /^\s*(\d{1,12}) (\d{1,12})\r?\n/.exec(head) ?? [];
    if (lengths === undefined && head.trim() === "") break;
    const from = offset + (lengths?.length ?? 0);
    const [until, end] = [
      from + Number(sent ?? 0),
      from + Number(sent ?? 0) + Number(answered ?? 0),
    ];
    if (lengths === undefined || end > bytes.length) {
      const details = { declared: end - from, left: bytes.length - from };
      context.report(problem("recording-cut", place, details));
      break;
    }
    const request = readMessage(bytes.subarray(from, until));
    const response = readMessage(bytes.subarray(until, end));
    const [method = null, target = ""] = request.start;
    const host = target.startsWith("/") ? headerOf(request.headers, "host") : null;
    const status = Number(response.start[1]);
    calls.push(
      ...readInteraction(
        {
          path: [],
          method,
          url: host === null ? target : `https://${host}${target}`,
          request: { value: request.body, path: [] },
          requestHeaders: request.headers,
          response: { value: response.body, path: [] },
          responseHeaders: response.headers,
          status: Number.isInteger(status) ? status : 0,
          at: undefined,
          id: null,
        },
        reading,
      ),
    );
    offset = end;
  }
  return calls;
}

function readMessage(bytes: Uint8Array): Message {
  const text = strFromU8(bytes);
  const [head = text, gap = ""] = /^[\s\S]*?(\r?\n\r?\n)/.exec(text) ?? [];
  const [start = "", ...lines] = head.slice(0, head.length - gap.length).split(/\r?\n/);
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const isChunked = headers.some(
    ([name = "", value]) => name.toLowerCase() === "transfer-encoding" && value === "chunked",
  );
  const body = text.slice(head.length);
  return { start: start.split(" "), headers, body: isChunked ? joinChunks(body) : body };
}

/** The body of a chunked message; as it stands where it is none. */
function joinChunks(text: string): string {
  const bytes = strToU8(text);
  const joined = new Uint8Array(bytes.length);
  let [offset, length] = [0, 0];
  for (;;) {
    const line = strFromU8(bytes.subarray(offset, offset + 80));
    const [head, size] = /^([\da-f]{1,8})[^\n]*\n/i.exec(line) ?? [];
    if (head === undefined || size === undefined) return text;
    const from = offset + head.length;
    const chunk = bytes.subarray(from, from + Number.parseInt(size, 16));
    if (chunk.length === 0) return strFromU8(joined.subarray(0, length));
    joined.set(chunk, length);
    length += chunk.length;
    // A line end stands behind each chunk.
    offset = from + chunk.length + 2;
  }
}
