import { text } from "./text.ts";

interface Details {
  readonly file: string;
  /** Of the filter or the encoding in `.gitattributes`; of what is missing, why. */
  readonly name: string;
}

/** Why a file of the repository has no text to count. Paths and names only. */
export const contentProblems = {
  "content-missing": text(
    "error",
    ({ file, name }: Details) =>
      `git cannot give the content of \`${file}\`` +
      `${name === "" ? "" : `: its blob is missing from this clone and could not be fetched (${name})`}.`,
    () =>
      "The clone lacks it (a partial or sparse one), or it went away meanwhile: give the job " +
      "`permissions: contents: read` and the workflow's token, or check out without `filter` and " +
      "without `sparse-checkout`; locally `git fetch --refetch --no-filter` brings all.",
  ),
  "content-lfs-pointer": text(
    "error",
    ({ file }: Details) =>
      `\`${file}\` is a pointer of Git LFS here, not the text it stands for: nothing is counted.`,
    () =>
      "Set `lfs: true` at `actions/checkout`, or run `git lfs pull`; for main's text of a file " +
      "that changes, `git lfs fetch origin <main's branch>` before this.",
  ),
  "content-annex-pointer": text(
    "error",
    ({ file }: Details) =>
      `\`${file}\` is a pointer of git-annex here, not the text it stands for: nothing is counted.`,
    () => "Run `git annex get` for the file first.",
  ),
  "content-encrypted": text(
    "error",
    ({ file }: Details) =>
      `\`${file}\` is encrypted by git-crypt here, and locked: there is no text to count.`,
    () => "Run `git-crypt unlock` before this.",
  ),
  "content-filter-failed": text(
    "error",
    ({ file, name }: Details) =>
      `The text of \`${file}\` cannot be had: its filter \`${name}\` failed.`,
    ({ name }) =>
      `See that the program of \`git config filter.${name}.smudge\` (or \`.process\`) is ` +
      "installed here and turns the file into its text.",
  ),
  "content-filter-unknown": text(
    "warning",
    ({ file, name }: Details) =>
      `\`${file}\` has the filter \`${name}\` in \`.gitattributes\`, and it is not set up here: ` +
      "the file counts as git has it. (No filter runs on a fork's files.)",
    ({ name }) =>
      `Set it up before the checkout (\`git config filter.${name}.smudge …\`), or take ` +
      "`filter` off the file.",
  ),
  "content-encoding": text(
    "error",
    ({ file, name }: Details) =>
      `\`${file}\` is not text in the encoding \`${name}\` that \`.gitattributes\` gives it, ` +
      "or nothing here reads that encoding.",
    () => "Save it as UTF-8 and take `working-tree-encoding` off it.",
  ),
} as const;
