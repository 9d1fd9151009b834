/** The events of a stream as its text holds them (server-sent events), cut into pieces anywhere. */

/** Takes a text in pieces, and gives the data of each event as its lines. */
export interface EventReader {
  readonly add: (text: string) => void;
  /** The text is over: what stands without a blank line behind it is an event too. */
  readonly end: () => void;
}

/**
 * A reader of server-sent events. Lines end with CRLF, LF or CR; comments, names and ids of events
 * are left out. Recorders trim texts and lose blank lines, so an `event:` line ends the event
 * before it, and so does the end of the text.
 */
export function createEventReader(take: (lines: readonly string[]) => void): EventReader {
  let pieces: string[] = [];
  let data: string[] = [];
  let endedInCr = false;
  const dispatch = (): void => {
    if (data.length === 0) return;
    const lines = data;
    data = [];
    take(lines);
  };
  const readLine = (line: string): void => {
    if (line.startsWith("data:")) data.push(line.slice(line[5] === " " ? 6 : 5));
    else if (line.trim() === "" || line.startsWith("event:")) dispatch();
  };
  return {
    add: (text) => {
      if (text === "") return;
      let from = endedInCr && text.startsWith("\n") ? 1 : 0;
      endedInCr = text.endsWith("\r");
      const lineEnd = /\r\n?|\n/g;
      lineEnd.lastIndex = from;
      for (let found = lineEnd.exec(text); found !== null; found = lineEnd.exec(text)) {
        pieces.push(text.slice(from, found.index));
        readLine(pieces.length === 1 ? (pieces[0] ?? "") : pieces.join(""));
        pieces = [];
        from = lineEnd.lastIndex;
      }
      if (from < text.length) pieces.push(text.slice(from));
    },
    end: () => {
      readLine(pieces.join(""));
      pieces = [];
      dispatch();
    },
  };
}

/** Whether a text is a stream of events: JSON begins with none of these. */
export function isEventText(text: string): boolean {
  return /^\s*(?:event|data|id|retry)?:/.test(text);
}
