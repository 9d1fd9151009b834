import { isObject } from "../../json.ts";
import { nowhere, problem } from "../../problem.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { PdfPages } from "../media/pdf-cache.ts";
import { knownThinking } from "../known-thinking.ts";
import type { CountText, Owner, TextRun } from "../text-run.ts";
import { backingOf } from "./backing/backing.ts";
import type { Basis } from "./backing/basis.ts";
import { contentOf } from "./backing/content.ts";
import { widthsOf } from "./backing/widths.ts";
import { contentItems } from "./blocks/calls.ts";
import { citesSources } from "./blocks/documents.ts";
import { frameOf, type Frame } from "./frame.ts";
import type { Era } from "./measured/kinds.ts";
import { extras } from "./measured/sections.ts";
import { renderNewer } from "./newer.ts";
import { renderOlder } from "./older.ts";
import type { RenderContext } from "./render-context.ts";
import { readSettings } from "./settings.ts";
import { createWriter, type Doubt } from "./writer.ts";

/** A request as the model reads it: texts and numbers by owner. */
export interface Rendered {
  readonly textRuns: readonly TextRun[];
  /** How far each rule may be off, worked out when it is asked for: a recording makes it needless. */
  readonly doubts: () => readonly Doubt[];
  /** Nobody knows which tokenizer the model has. */
  readonly assumesTokenizer: boolean;
  /** Counts a text by the model's tokenizer. */
  readonly count: CountText;
}

/**
 * Writes a request out by its model's rules. `textsOf` gives the counter of the model's tokenizer.
 */
export function renderRequest(
  prompt: Prompt,
  textsOf: (frame: Frame) => CountText,
  { pdfs, basis }: { readonly pdfs: PdfPages; readonly basis: Basis },
): Rendered {
  const frame = frameOf(prompt.model);
  const { backing, sizeOf } = basis;
  const count = textsOf(frame);
  const context = contextFor(prompt, { frame, pdfs, writer: createWriter(sizeOf), count });
  renderers[frame.kind.era](context, prompt, count);
  addGeneralDoubts(context, prompt);
  const { writer, settings, cites } = context;
  return {
    textRuns: writer.textRuns(),
    doubts: doubtsOf(writer.doubts(), prompt, { frame, settings, cites, backing }),
    assumesTokenizer: !frame.known,
    count,
  };
}

/** Apart from the writer: who keeps the doubts does not keep the texts that were written. */
function doubtsOf(
  stated: readonly Doubt[],
  prompt: Prompt,
  {
    backing,
    ...context
  }: Pick<RenderContext, "frame" | "settings" | "cites"> & Pick<Basis, "backing">,
): Rendered["doubts"] {
  return () =>
    backing === null ? stated : [...stated, ...widthsOf(contentOf(prompt, context), backing)];
}

/** Keys of the recordings that back a request, by kind of content, the most particular first. */
export function backingKeys(prompt: Prompt): readonly string[] {
  const content = contentOf(prompt, {
    frame: frameOf(prompt.model),
    settings: readSettings(prompt.request.body, prompt.betas),
    cites: citesAnything(prompt),
  });
  return backingOf(content).map(({ key }) => key);
}

const renderers = { older: renderOlder, newer: renderNewer } as const satisfies Record<
  Era,
  unknown
>;

function contextFor(
  prompt: Prompt,
  given: Pick<RenderContext, "frame" | "pdfs" | "writer" | "count">,
): RenderContext {
  return {
    ...given,
    settings: readSettings(prompt.request.body, prompt.betas),
    cites: citesAnything(prompt),
    callNames: callNamesOf(prompt),
    known: knownThinking(prompt, given.frame, given.count),
    redacted: new Set((prompt.request.redacted ?? []).map((path) => path.split(".").at(-1) ?? "")),
  };
}

function citesAnything(prompt: Prompt): boolean {
  return prompt.blocks.some(
    ({ content }) =>
      citesSources(content) ||
      (isObject(content) && contentItems(content["content"]).some(citesSources)),
  );
}

function callNamesOf(prompt: Prompt): ReadonlyMap<string, string> {
  return new Map(
    prompt.blocks.flatMap(({ content }) =>
      isObject(content) && typeof content["id"] === "string" && typeof content["name"] === "string"
        ? [[content["id"], content["name"]]]
        : [],
    ),
  );
}

/** What the API may add to a request while it answers, tokens: an assumption, stated where made. */
export const completedInput = 20_000;

function addGeneralDoubts(context: RenderContext, prompt: Prompt): void {
  const { frame, settings, writer } = context;
  const owner: Owner = { block: Math.max(0, prompt.blocks.length - 1), part: "messages" };
  if (!frame.known)
    writer.doubt(10, 10, problem("tokenizer-assumed", nowhere, { model: prompt.model }));
  else if (frame.inferred)
    writer.doubt(5, 5, problem("frame-inferred", nowhere, { model: frame.model }));
  if (settings.taskBudget) writer.add(owner, extras.taskBudget);
  if (settings.completedBy.length > 0) {
    writer.doubt(
      0,
      completedInput,
      problem("server-completes-input", nowhere, { what: settings.completedBy.join(", ") }),
    );
  }
}
