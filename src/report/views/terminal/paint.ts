import type { Report } from "../../report.ts";

const codes = { bold: "1", dim: "2", green: "32", red: "31", yellow: "33" } as const;

type Style = keyof typeof codes;

/** A text in a style, where there is colour. */
export type Paint = (style: Style, text: string) => string;

export const verdictStyles: Readonly<Record<Report["verdict"], Style>> = {
  pass: "green",
  warn: "yellow",
  fail: "red",
  error: "red",
};

export function painter(colour: boolean): Paint {
  return (style, text) =>
    colour && text !== "" ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
}
