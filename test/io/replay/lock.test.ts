import { readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lock } from "../../../src/io/replay/lock.ts";
import { scratchFolder } from "../../repositories/scratch-repository.ts";

/** No process has this number: it is above what Linux and macOS give. */
const gone = "999999999";

test("a lock that is not there, or whose process is gone, is taken; nothing else is left", () => {
  for (const left of [null, gone, "", "nonsense", String(process.pid)]) {
    const folder = scratchFolder();
    if (left !== null) writeFileSync(join(folder, "lock"), left);
    expect(lock(join(folder, "lock"))).toBe(true);
    const [holder] = readFileSync(join(folder, "lock"), "utf8").split(" ");
    expect(holder).toBe(String(process.pid));
    expect(readdirSync(folder)).toEqual(["lock"]);
  }
});

test("a living process keeps its lock", () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, "lock"), String(process.ppid));
  expect(lock(join(folder, "lock"))).toBe(false);
  expect(readFileSync(join(folder, "lock"), "utf8")).toBe(String(process.ppid));
  expect(readdirSync(folder)).toEqual(["lock"]);
});

test.runIf(process.platform === "linux")(
  "a number that another process has by now is no lock",
  () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, "lock"), `${String(process.ppid)} 1`);
    expect(lock(join(folder, "lock"))).toBe(true);
    expect(readdirSync(folder)).toEqual(["lock"]);
  },
);

test("what a killed process left on its way is taken away, a living one's stays", () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, "lock.gate"), gone);
  writeFileSync(join(folder, `lock.${gone}`), gone);
  writeFileSync(join(folder, `lock.${String(process.ppid)}`), "");
  expect(lock(join(folder, "lock"))).toBe(true);
  expect(readdirSync(folder).toSorted()).toEqual(["lock", `lock.${String(process.ppid)}`]);
});

test("a gate that somebody stays in, or that is a link, is not passed", () => {
  for (const shut of ["process", "link"]) {
    const folder = scratchFolder();
    const gate = join(folder, "lock.gate");
    if (shut === "process") writeFileSync(gate, String(process.ppid));
    else symlinkSync("/nowhere", gate);
    expect([shut, lock(join(folder, "lock"))]).toEqual([shut, false]);
    expect(readdirSync(folder)).toEqual(["lock.gate"]);
  }
});
