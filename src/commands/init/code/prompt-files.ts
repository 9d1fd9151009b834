/** Files that hold prompts, by where they stand and what they are called. */

const textFile = /\.(?:md|mdx|txt|prompt|prompty|j2|jinja2?|hbs|mustache|liquid|tmpl|erb|xml)$/i;
const promptFolder =
  /(?:^|[-_])(?:prompts?|system[-_]?prompts?|prompt[-_]?templates?|instructions)$/i;
const promptName = /prompt/i;
const notPrompts =
  /(?:^|\/)(?:readme|changelog|contributing|licen[cs]e|security|agents|claude|requirements[\w-]*|robots)\.\w+$/i;
const manual = /(?:^|\/)docs?\//i;

/** Whether a path is, by all that a path can say, a file with a prompt. */
export function isPromptFile(path: string): boolean {
  if (!textFile.test(path) || notPrompts.test(path) || manual.test(path)) return false;
  const steps = path.split("/");
  const name = steps.pop() ?? "";
  if (steps.some((step) => promptFolder.test(step))) return true;
  return promptName.test(name);
}

/** Globs of prompt files, as people read them: one for each folder and ending. */
export function promptGlobs(files: readonly string[]): readonly string[] {
  const globs = new Map<string, string[]>();
  for (const file of files) {
    const folder = file.slice(0, file.lastIndexOf("/") + 1);
    const glob = `${folder}*${file.slice(file.lastIndexOf("."))}`;
    globs.set(glob, [...(globs.get(glob) ?? []), file]);
  }
  return [...globs].map(([glob, of]) => (of.length === 1 ? (of[0] ?? glob) : glob));
}
