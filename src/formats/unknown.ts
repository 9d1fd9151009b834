/** What a document of no known format looks like, for the problem that says so. */
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { counted, listQuoted } from "../words.ts";
import { isForeignRequest } from "./http/foreign.ts";

/** A kind of file that people have and that holds no requests, or none that can be read. */
interface Lookalike<Value> {
  readonly looks: string;
  readonly is: (value: Value) => boolean;
}

/** In the order in which they are looked for. */
const objects: readonly Lookalike<JsonObject>[] = [
  { looks: "a request for OpenAI's API", is: isForeignRequest },
  { looks: "an answer of OpenAI's API", is: (value) => isArray(value["choices"]) },
  { looks: "a request for Gemini's API", is: (value) => isArray(value["contents"]) },
  {
    looks: "an answer of the API without its usage",
    is: (value) => value["type"] === "message" && value["role"] === "assistant",
  },
  {
    looks: "an error of the API",
    is: (value) => value["type"] === "error" && isObject(value["error"]),
  },
  {
    looks: "a cassette whose `interactions` hold no request with its address",
    is: (value) => value["interactions"] !== undefined,
  },
  {
    // Its text reads as YAML, whose keys stand more than once.
    looks: "a stream of events without its request",
    is: (value) =>
      "data" in value && Object.keys(value).every((key) => key === "event" || key === "data"),
  },
  { looks: "an OpenAPI description", is: (value) => "openapi" in value || "swagger" in value },
  {
    looks: "a JSON Schema",
    is: (value) => typeof value["$schema"] === "string" && "properties" in value,
  },
  {
    looks: "a `package.json`",
    is: (value) => "name" in value && ("dependencies" in value || "devDependencies" in value),
  },
  { looks: "a lock file of packages", is: (value) => "lockfileVersion" in value },
  { looks: "a TypeScript configuration", is: (value) => isObject(value["compilerOptions"]) },
  {
    looks: "a workflow of GitHub Actions",
    is: (value) => isObject(value["jobs"]) && ("on" in value || "name" in value),
  },
  { looks: "a `docker-compose.yml`", is: (value) => isObject(value["services"]) },
  { looks: "a promptcost configuration", is: (value) => isObject(value["scenarios"]) },
  {
    looks: "a report of promptcost",
    is: (value) => isArray(value["scenarios"]) && "verdict" in value,
  },
  {
    looks: "a Postman collection",
    is: (value) => isObject(value["info"]) && isArray(value["item"]),
  },
  { looks: "a Jupyter notebook", is: (value) => isArray(value["cells"]) && "nbformat" in value },
  {
    looks: "messages without a model: a part of a request",
    is: (value) => isArray(value["messages"]),
  },
  { looks: "the definition of a tool", is: (value) => "input_schema" in value },
  { looks: "a message of a conversation", is: (value) => "role" in value && "content" in value },
];

const texts: readonly Lookalike<string>[] = [
  { looks: "an HTML page", is: (text) => /^\s*<(?:!doctype html|html)\b/i.test(text) },
  { looks: "XML", is: (text) => /^\s*<\?xml|^\s*<[\w:-]+[\s>]/.test(text) },
  {
    looks: "a stream of events without its request",
    is: (text) => /^\s*(?:event|data):/.test(text),
  },
  {
    looks: "a program",
    is: (text) =>
      /^(?:#!|import\s|from\s+\S+\s+import\s|package\s|const\s)/m.test(text.slice(0, 2_000)),
  },
  { looks: "JSON that is cut off or damaged", is: (text) => /^\s*[{[]/.test(text) },
  { looks: "a Markdown page", is: (text) => /^#{1,6} \S/m.test(text.slice(0, 2_000)) },
  {
    // Sums of a day, not exchanges.
    looks: "an export of the Console, which `promptcost reconcile` reads",
    is: (text) => text.slice(0, 2_000).split("\n", 1)[0]?.includes("usage_date_utc") === true,
  },
  { looks: "a table of separated values (CSV)", is: isTable },
  { looks: "binary data", is: (text) => text.slice(0, 1_000).includes("\u0000") },
];

/** What a document of no known format looks like. Names its kind, or its keys; never its text. */
export function describeUnknown(document: Json): string {
  if (typeof document === "string")
    return texts.find(({ is }) => is(document))?.looks ?? "plain text";
  if (isArray(document)) return "a list";
  if (!isObject(document)) return `a single ${document === null ? "null" : typeof document}`;
  const known = objects.find(({ is }) => is(document));
  if (known !== undefined) return known.looks;
  const keys = Object.keys(document);
  // A key that does not look like one may be text of a prompt.
  const named = keys.filter((key) => /^[A-Za-z_$][\w.$-]{0,40}$/.test(key)).slice(0, 4);
  const more = keys.length - named.length;
  if (named.length === 0) return `an object with ${counted(keys.length, "key")}`;
  return `an object with ${listQuoted(named).replace(/ or (?=`[^`]*`$)/, " and ")}${
    more > 0 ? ` and ${counted(more, "other key")}` : ""
  }`;
}

/** Whether the first lines have equally many commas, semicolons or tabs. */
function isTable(text: string): boolean {
  const lines = text.split("\n", 4).filter((line) => line.trim() !== "");
  return [",", ";", "\t"].some((separator) => {
    const counts = lines.map((line) => line.split(separator).length);
    return lines.length > 1 && (counts[0] ?? 0) > 1 && new Set(counts).size === 1;
  });
}
