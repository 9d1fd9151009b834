/** One side of a recorded interaction: its body, taken from a file beside where it stands there. */
import { problem } from "../../problem.ts";
import { readBody, type Body, type BodyContent } from "./body.ts";
import type { BodyFault } from "./bytes.ts";
import type { Reading } from "./reading.ts";

/** What a side holds; null: nothing. */
export type SideContent = Exclude<BodyContent, { readonly fault: unknown }>;

/** Which side, and the header that names what its body is compressed with. */
interface Side {
  readonly side: "request" | "answer";
  readonly contentEncoding: string | null;
}

/**
 * The body of a side; undefined where it cannot be read, which is said. A request in a file that is
 * not there is none: what it cost is known all the same.
 */
export function readSide(
  body: Body,
  { side, contentEncoding }: Side,
  reading: Reading,
): SideContent | undefined {
  const { files } = body;
  if (files === undefined) {
    const content = readBody(body, {
      encoding: contentEncoding,
      unpacking: reading.unpacking,
    });
    if (content === null || !("fault" in content)) return content;
    reportFault(body, { side, fault: content.fault }, reading);
    return undefined;
  }
  const { document, context } = reading;
  for (const file of files) {
    const value = context.beside(file);
    if (value !== null)
      return readSide({ value, path: body.path }, { side, contentEncoding }, reading);
  }
  const [file = ""] = files;
  const code = side === "request" ? "recording-request-file" : "recording-body-file";
  context.report(problem(code, document.place(body.path), { file }));
  return side === "request" ? null : undefined;
}

/** Says that a body cannot be read, and why. */
export function reportFault(
  body: Body,
  { side, fault }: { readonly side: Side["side"]; readonly fault: BodyFault },
  { document, context }: Pick<Reading, "document" | "context">,
): void {
  const place = document.place(body.path);
  context.report(
    fault.kind === "compressed"
      ? problem("recording-body-compressed", place, { side, by: fault.by })
      : problem("recording-body-damaged", place, { side, fault: fault.kind }),
  );
}
