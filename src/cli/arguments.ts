/** Words of the command line against what a command takes. */
import { parseArgs } from "node:util";
import type { CommandSpec } from "./usage.ts";

export interface Arguments {
  readonly flag: (name: string) => boolean;
  readonly value: (name: string) => string | null;
  readonly rest: readonly string[];
}

/** The arguments, or what is wrong with them in a sentence. */
export function readArguments(spec: CommandSpec, words: readonly string[]): Arguments | string {
  const options = Object.fromEntries(
    [...spec.options, { name: "help", value: null }].map((one) => [
      one.name,
      { type: one.value === null ? "boolean" : "string" } as const,
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true,
    });
    const wants = spec.arguments !== "";
    const optional = spec.arguments.startsWith("[");
    if (!wants && positionals.length > 0)
      return `\`${spec.name}\` takes no arguments, but was given ${positionals.length}`;
    if (wants && !optional && positionals.length === 0 && values["help"] !== true)
      return `\`${spec.name}\` needs ${spec.arguments.replace("…", "")}`;
    if (wants && !spec.arguments.includes("…") && positionals.length > 1)
      return `\`${spec.name}\` takes one ${spec.arguments}`;
    const asOf = values["as-of"];
    if (typeof asOf === "string" && !isDay(asOf))
      return `\`--as-of\` takes a day such as 2026-11-24`;
    return {
      flag: (name) => values[name] === true,
      value: (name) => {
        const value = values[name];
        return typeof value === "string" ? value : null;
      },
      rest: positionals,
    };
  } catch (error) {
    return error instanceof Error
      ? (error.message.split(". ")[0] ?? "wrong arguments")
      : "wrong arguments";
  }
}

function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
    new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)
  );
}
