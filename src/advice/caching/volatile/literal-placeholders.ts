import { placeInBody } from "../../../fixture/body-places.ts";
import type { Placeholder, Request } from "../../../fixture/fixture.ts";
import { readPath } from "../../../json.ts";
import type { MeasuredExchange } from "../../../projection/projection.ts";
import type { Block, Prompt } from "../../../prompt/prompt.ts";
import type { LiteralKind, Literals } from "./literal-texts.ts";

/** The names of literal values as placeholders: no `{{name}}` could have one of them. */
const literalNames: Readonly<Record<LiteralKind, string>> = {
  time: "the time",
  id: "the id",
  number: "the number",
};

/** The prompt as if what changes between recordings were declared to change. */
export function withLiterals({ exchange, prompt }: MeasuredExchange, literals: Literals): Prompt {
  if (literals.size === 0) return prompt;
  const come: Placeholder[] = [];
  const blocks = prompt.blocks.map((block): Block => {
    const own = block.level === "system" ? (literals.get(block.key) ?? []) : [];
    if (own.length === 0) return block;
    const path = [...readPath(block.path), ...(block.path === "system" ? [] : ["text"])];
    const placeholders = own.map(({ kind, offset, width, isOfRequest }): Placeholder => ({
      path,
      name: literalNames[kind],
      changes: isOfRequest ? "request" : "run",
      tokens: null,
      undeclared: false,
      kind: "text",
      offset,
      width,
      inherited: false,
      place: placeInBody(exchange, block.path),
    }));
    come.push(...placeholders);
    return { ...block, placeholders };
  });
  const { request } = prompt;
  const placeholders = [...request.placeholders, ...come];
  return { ...prompt, blocks, request: { ...request, placeholders } };
}

/** Whether a placeholder is a value that stands in the text as it was recorded. */
export function isLiteral({ name }: Pick<Placeholder, "name">): boolean {
  return Object.values<string>(literalNames).includes(name);
}

/** The request with those values as the text that they are. */
export function withoutLiterals(request: Request): Request {
  return {
    ...request,
    placeholders: request.placeholders.filter((placeholder) => !isLiteral(placeholder)),
  };
}
