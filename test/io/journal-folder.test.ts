import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openJournalFolder } from "../../src/io/journal-folder.ts";
import { scratchFolder } from "../repositories/scratch-repository.ts";

function open(folder: string) {
  const opened = openJournalFolder(folder, "replay", (lines) => [...lines]);
  if ("failed" in opened || "running" in opened) throw new Error("not opened");
  return opened;
}

test("a line is read again by its place, by the call that wrote it and by the next", () => {
  const folder = scratchFolder();
  const first = open(folder);
  const lines = ["{}", '{"a":"é€𝄞"}', ""];
  const places = lines.map((line) => first.append(`${line}\n`, false)!);
  expect(places.map(first.readLine)).toEqual(lines);
  first.end();
  first.release(false);
  // A kill cut off the last line.
  writeFileSync(first.path, "{half", { flag: "a" });
  const second = open(folder);
  const next = second.append("after\n", true)!;
  expect([...places, next].map(second.readLine)).toEqual([...lines, "after"]);
  expect(second.found.map(({ text }) => text)).toEqual([...lines, "{half"]);
  expect(second.found.map(({ place }) => second.readLine(place()))).toEqual([...lines, "{half"]);
  expect([...second.lines()].map(({ text }) => text)).toEqual([...lines, "{half", "after"]);
  second.abandon();
});

test("a line that somebody changed, or a file that is shorter, is nobody's line", () => {
  const folder = scratchFolder();
  const journal = open(folder);
  const [one, two] = ["one\n", "two\n"].map((line) => journal.append(line, false)!);
  writeFileSync(journal.path, readFileSync(journal.path, "utf8").replace("one", "0ne"));
  expect([journal.readLine(one!), journal.readLine(two!)]).toEqual([null, "two"]);
  writeFileSync(journal.path, "one\n");
  expect([journal.readLine(one!), journal.readLine(two!)]).toEqual(["one", null]);
  journal.abandon();
});
