/* oxlint-disable no-control-regex -- control characters are what is looked for */

/**
 * The text as the model's tokenizer sees it: tokenizer.md §3, steps 2 to 9. What is done at the
 * ends of a message is the frame's business.
 */
export function normalize(text: string, foldsQuotes: boolean): string {
  if (plain.test(text)) return text;
  const composed = text.toWellFormed().normalize("NFC");
  if (!rare.test(composed)) return composed;
  // The order matters: what stands between two characters may go before or after they are joined.
  const folded = composed
    .replaceAll(controls, "")
    .replaceAll("\u0e4d\u0e32", "\u0e33")
    .replaceAll(privateUse, "")
    .replaceAll(spaces, " ");
  return foldsQuotes
    ? folded.replaceAll(/[\u2018\u2019]/g, "'").replaceAll(/[\u201c\u201d]/g, '"')
    : folded;
}

const plain = /^[\t\n\u0020-\u007e]*$/u;
const rare = new RegExp(
  String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u1680\u2000-\u200a` +
    String.raw`\u2018\u2019\u201c\u201d\u2028\u2029\u202f\u205f\ue000-\uf8ff]|\u0e4d\u0e32`,
);
const controls = /[\u0001-\u0008\u000b-\u001f\u007f-\u009f]+/g;
const privateUse = /[\ue000-\uf8ff]+/g;
const spaces = /[\u0000\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]/g;
