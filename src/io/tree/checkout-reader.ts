/** Files of the working tree as text: what stands there already is a checkout's form. */
import type { ContentFault } from "../../content-fault.ts";
import { limits } from "../../limits.ts";
import type { FileReader } from "../files.ts";
import { hasAttributes, readAttributes } from "../git/attributes.ts";
import { createFilterTest, faultOfUnknown, storedObject } from "./checkout.ts";
import { noAttributes, readContent, readPlainText, tooLarge } from "./content.ts";
import type { Content, PathAttributes } from "./content.ts";

/** Reads the texts of a working tree. */
interface CheckoutReader {
  readonly text: (path: string) => string | null;
  readonly fault: (path: string) => ContentFault | null;
  /** Says which files will be read next. */
  readonly prefetch: (paths: readonly string[]) => void;
}

/** `paths`: all of the tree. Attributes are asked for only where a file may say some. */
export function createCheckoutReader(
  root: string,
  { paths, reader }: { readonly paths: readonly string[]; readonly reader: FileReader },
): CheckoutReader {
  const attributes = new Map<string, PathAttributes>();
  const faults = new Map<string, ContentFault | null>();
  const isFilterKnown = createFilterTest(root);
  let may: boolean | null = null;
  const learn = (wanted: readonly string[]): void => {
    const unknown = wanted.filter((path) => !attributes.has(path));
    may ??= hasAttributes(root, paths);
    const found = may ? readAttributes(root, unknown, null) : attributes;
    for (const path of unknown) attributes.set(path, found.get(path) ?? noAttributes);
  };
  const attributesOf = (path: string): PathAttributes => {
    learn([path]);
    return attributes.get(path) ?? noAttributes;
  };
  const read = (path: string): Content => {
    if (reader.size(path) > limits.file.most) return tooLarge;
    const { filter, encoding } = attributesOf(path);
    const plain = encoding === null && filter === null ? readPlainText(path, reader) : null;
    if (plain !== null) return plain;
    const bytes = reader.bytes(path);
    const object = filter === null ? null : storedObject(root, bytes);
    const content = readContent(object ?? bytes, encoding);
    return content.fault !== null || filter === null || isFilterKnown(filter)
      ? content
      : { ...content, fault: faultOfUnknown(filter) };
  };
  /** A folder above may have become a link, or the file may be gone since it was listed. */
  const tryToRead = (path: string): Content => {
    try {
      return read(path);
    } catch {
      return { text: null, fault: { kind: "missing", name: "" } };
    }
  };
  const text = (path: string): string | null => {
    const content = tryToRead(path);
    faults.set(path, content.fault);
    return content.text;
  };
  return {
    text,
    fault: (path) => {
      if (!faults.has(path)) text(path);
      return faults.get(path) ?? null;
    },
    prefetch: learn,
  };
}
