/**
 * How much is read at most. Real repositories have a hundredth of it; what has more is a mistake or
 * an attack, and is named in place of a command that takes minutes or all of a machine's memory.
 */
import { groupDigits } from "./words.ts";

interface Limit {
  readonly most: number;
  /** What is too much of it, with `most` in words put in. */
  readonly says: (most: string) => string;
  readonly fix: string;
}

/** UTF-16 units of a document in YAML. */
export const longestYaml = 16_000_000;

export const limits = {
  file: {
    most: 128_000_000,
    says: (most) => `This file is larger than ${most} bytes, and is not read.`,
    fix: "Divide it, or keep only what is counted.",
  },
  yaml: {
    most: 1_500_000,
    says: (most) =>
      `This YAML has more than ${most} words, signs and line ends, or more than ` +
      `${groupDigits(longestYaml)} characters, and is not read.`,
    fix: "Divide the file, or write it as JSON.",
  },
  // The API's own limit (billing.md §4: 413, request_too_large).
  inserted: {
    most: 32_000_000,
    says: (most) =>
      `\`$file\` and \`$json\` put more than ${most} characters into this request: the API takes 32 MB.`,
    fix: "Refer to what is sent, and to each file as often as it is sent.",
  },
  "inserted in all": {
    most: 256_000_000,
    says: (most) => `\`$file\` and \`$json\` put more than ${most} characters into all requests.`,
    fix: "Name fewer fixtures: runs that differ in nothing but their order are one with a `weight`.",
  },
  path: {
    most: 4_096,
    says: (most) => `This reference is longer than ${most} characters.`,
    fix: "Refer to a file by its shortest path, and to a value that is not so deep in it.",
  },
  references: {
    most: 2_000,
    says: (most) => `This request refers to files more than ${most} times.`,
    fix: "Put what belongs together into one file, and refer to that.",
  },
  placeholders: {
    most: 10_000,
    says: (most) => `This text has more than ${most} placeholders.`,
    fix: 'Declare the text by its size (`{ "$tokens": 20000, "name": "list" }`).',
  },
  parts: {
    most: 10_000,
    says: (most) => `This request has more than ${most} tools, messages and blocks.`,
    fix: "Take out what is not sent; no model's window holds so many.",
  },
  "parts of a run": {
    most: 1_000_000,
    says: (most) =>
      `The requests of this run have more than ${most} tools, messages and blocks in all.`,
    fix: "Divide the run.",
  },
  runs: {
    most: 50_000,
    says: (most) => `This file has more than ${most} runs.`,
    fix: "Keep a sample of them: one that stands for many has a `weight`.",
  },
  fixtures: {
    most: 10_000,
    says: (most) => `This scenario names more than ${most} files.`,
    fix: "Name fewer: a sample of the runs, each with its `weight`, costs the same a run.",
  },
  values: {
    most: 50_000,
    says: (most) => `This configuration has more than ${most} keys and values.`,
    fix: "Divide the file into several, each with a job of its own.",
  },
  scenarios: {
    most: 1_000,
    says: (most) => `There are more than ${most} scenarios.`,
    fix: "Divide the file into several, each with a job of its own.",
  },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof limits;

/** What is said where there is more than a limit allows. */
export function overLimit(name: LimitName): string {
  const { most, says } = limits[name];
  return says(groupDigits(most));
}
