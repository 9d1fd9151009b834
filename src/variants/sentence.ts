/** A problem's message as the end of a sentence; what is done about it, behind a `;`, is left out. */
export function inSentence(message: string): string {
  const [said = ""] = message.split(";");
  return `${said.charAt(0).toLowerCase()}${said.slice(1).replace(/\.$/, "")}`;
}
