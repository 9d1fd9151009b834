/** What nobody may see, and a server that says it all the same. */
import { encodings } from "../../replay/sending/encodings.ts";

export const key = "sk-ant-api03-Zebra7Quagga8Okapi9Tapir0";
export const prompt =
  'Purple elephants guard señor Quixote\'s vault & never <sleep> on "Tuesdays"/Fridays';
export const ways = Object.values(encodings);

/** What a server says in place of what it was asked: prompt and key, in one way or another. */
export function quote(index: number): string {
  return (ways[index % ways.length] ?? String)(`${prompt} ${key}`);
}

/** The same as a message of the API's. */
export function say(index: number): string {
  return `messages.0.content: "${quote(index)}" is not valid for the key ${quote(index + 1)}`;
}

/** A text in one line, whatever breaks it, and every eight characters in a row of it. */
function windowsOf(text: string): readonly string[] {
  const line = text.replaceAll(/\s+/g, " ").toLowerCase();
  return Array.from({ length: Math.max(0, line.length - 7) }, (_, at) => line.slice(at, at + 8));
}

/** Eight characters in a row of what nobody may see, in any way that a server wrote it. */
const pieces: ReadonlySet<string> = new Set(
  [prompt, key].flatMap((text) => [text, ...ways.map((way) => way(text))]).flatMap(windowsOf),
);

export const keyPieces: ReadonlySet<string> = new Set(windowsOf(key.slice(6)));

export function leaksOf(text: string, secrets = pieces): readonly string[] {
  return [...new Set(windowsOf(text).filter((each) => secrets.has(each)))];
}
