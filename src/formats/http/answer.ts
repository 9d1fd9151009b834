/** A recorded answer: whole, a stream folded, an error that came with status 200, or none. */
import { isObject, type JsonObject } from "../../json.ts";
import { problem } from "../../problem.ts";
import { jsonOf, type Body } from "./body.ts";
import { isEventText } from "./events.ts";
import type { Reading } from "./reading.ts";
import { reportFault, type SideContent } from "./side.ts";
import { errorType, foldStream } from "./stream.ts";

/**
 * The answer of a request that was accepted. `response` is null where the recorder kept none: then
 * the request alone counts. Null: it was refused after all, or cannot be read; said or counted.
 */
export function readAnswer(
  content: SideContent,
  reading: Reading & {
    readonly endpoint: "messages" | "count_tokens";
    readonly body: Body;
  },
): { readonly response: JsonObject | null } | null {
  const { document, context, endpoint, body } = reading;
  const place = document.place(body.path);
  if (content === null) {
    context.report(problem("recording-answer-empty", place, {}));
    return { response: null };
  }
  if ("text" in content && isEventText(content.text)) return readStream(content.text, reading);
  const answer = jsonOf(content);
  if (!isObject(answer)) {
    reportFault(body, { side: "answer", fault: { kind: "json" } }, reading);
    return null;
  }
  const refusal = errorType(answer);
  if (refusal !== null) {
    context.leaveOut({ why: "refused", name: refusal });
    return null;
  }
  if (endpoint === "messages" && !isObject(answer["usage"])) {
    context.leaveOut({ why: "no-usage", name: "" });
    return { response: null };
  }
  return { response: answer };
}

/**
 * A stream that was cut after its first moment keeps the usage it has: its input was billed, its
 * output is at least that, which its missing stop reason says.
 */
function readStream(
  text: string,
  { document, context, body }: Reading & { readonly body: Body },
): { readonly response: JsonObject | null } | null {
  const { message, isFinal, error, damaged } = foldStream(text);
  if (message === null && error !== null) {
    context.leaveOut({ why: "refused", name: error });
    return null;
  }
  const place = document.place(body.path);
  if (message === null) {
    if (damaged > 0)
      reportFault(body, { side: "answer", fault: { kind: "json" } }, { document, context });
    else context.leaveOut({ why: "cut", name: "" });
    return null;
  }
  if (isFinal && damaged > 0)
    context.report(problem("recording-stream-damaged", place, { events: damaged }));
  if (!isObject(message["usage"])) {
    context.leaveOut({ why: "no-usage", name: "" });
    return { response: null };
  }
  return { response: message };
}
