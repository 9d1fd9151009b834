// Ends its own process, as a kill does, at one step of replacing a fixture: `KILL_AT` is the step
// and which of them, `rename:2`.
const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");

const [step, count] = (process.env.KILL_AT ?? ":0").split(":");
let left = Number(count);

function reached(now, path, before = () => undefined) {
  if (now !== step || !/\/f\/[^/]+$/.test(String(path))) return;
  left -= 1;
  if (left !== 0) return;
  before();
  process.kill(process.pid, "SIGKILL");
}

const { openSync, renameSync, writeFileSync } = fs;
let draft = null;
fs.openSync = (path, ...rest) => {
  const file = openSync(path, ...rest);
  if (String(path).endsWith(".tmp")) {
    draft = { file, path };
    reached("draft", path);
  }
  return file;
};
fs.writeFileSync = (file, data, ...rest) => {
  if (draft !== null && file === draft.file)
    reached("half", draft.path, () => writeFileSync(file, String(data).slice(0, 100), ...rest));
  return writeFileSync(file, data, ...rest);
};
fs.renameSync = (from, to) => {
  reached("rename", to);
  renameSync(from, to);
  reached("renamed", to);
};
syncBuiltinESMExports();
