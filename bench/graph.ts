/** What a built entry loads: by the imports it states, and by what node says it loaded. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const stated = /(?:^|\n)(?:import|export)\b[^;"']*?(?:from\s*)?["'](\.[^"']+)["']/g;

/**
 * The files an entry imports before it runs, itself among them. `import()` is not followed: that is
 * called for.
 */
export function staticClosure(entry: string): readonly string[] {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, target = ""] of readFileSync(file, "utf8").matchAll(stated))
      visit(resolve(dirname(file), target));
  };
  visit(entry);
  return [...seen];
}

/** Packages whose code stands in some files, by the marks the bundler leaves. */
export function packagesIn(files: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const file of files)
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(
      /^\/\/ node_modules\/((?:@[^/\s]+\/)?[^/\s]+)/gm,
    ))
      found.add(name);
  return found;
}

const hook = `import { registerHooks } from "node:module";
import { appendFileSync } from "node:fs";
registerHooks({
  load(url, context, next) {
    if (url.startsWith("file:")) appendFileSync(process.env.BENCH_LOADED, url + "\\n");
    return next(url, context);
  },
});
`;

/** The files of `folder` that node loads when an entry is called with some words. */
export function loadedBy(
  entry: string,
  words: readonly string[],
  options: { readonly folder: string; readonly scratch: string; readonly env?: NodeJS.ProcessEnv },
): readonly string[] {
  const { folder, scratch } = options;
  const [script, answer] = [join(scratch, "loaded.mjs"), join(scratch, "loaded.txt")];
  writeFileSync(script, hook);
  writeFileSync(answer, "");
  const env = {
    ...process.env,
    ...options.env,
    BENCH_LOADED: answer,
    NODE_OPTIONS: `--import ${script}`,
  };
  spawnSync(process.execPath, [entry, ...words], { cwd: folder, env, stdio: "ignore" });
  const dist = dirname(entry);
  return readFileSync(answer, "utf8")
    .split("\n")
    .filter((url) => url !== "")
    .map((url) => relative(dist, new URL(url).pathname))
    .filter((name) => !name.startsWith(".."));
}
