import { text } from "./text.ts";

/** What keeps a command from being run at all, and what it could not write at its end. */
export const commandLineProblems = {
  "command-line": text(
    "error",
    ({ said }: { said: string; help: string }) => `${said}.`,
    ({ help }) => `\`${help}\` says what there is.`,
  ),
  "config-elsewhere": text(
    "error",
    () => "The config lies outside this repository.",
    () => "Name one inside of it, or call the command in the repository that the config is of.",
  ),
  "folder-gone": text(
    "error",
    () => "The folder that the command runs in is there no more.",
    () => "Change to one that is.",
  ),
  "file-not-written": text(
    "error",
    ({ file, why }: { file: string; why: string }) => `\`${file}\` could not be written: ${why}.`,
    () => "Let it be written, or name another place.",
  ),
  "demo-missing": text(
    "error",
    () => "The bundled example is not where it should be, beside dist: fixtures/demo.",
    () => "Install promptcost anew.",
  ),
  "not-foreseen": text(
    "error",
    ({ name }: { name: string }) => `This should not have happened (${name}).`,
    () => "Please report it, with what the standard error says.",
  ),
  "api-settings": text<{ readonly fault: "no-address" | "address-with-password" | "no-key" }>(
    "error",
    ({ fault }) =>
      fault === "no-key"
        ? "The API key has characters that no key has, so nothing can be sent with it."
        : `ANTHROPIC_BASE_URL ${
            fault === "no-address"
              ? "is no address of a server"
              : "has a user name or a password in it, which no request can be sent with"
          }. Nothing was sent.`,
    ({ fault }) =>
      fault === "no-key"
        ? "Set ANTHROPIC_API_KEY to the key alone, as the Console shows it."
        : fault === "no-address"
          ? "Give it as `https://api.anthropic.com`, or unset it."
          : "Take them out; what a gateway asks for goes into ANTHROPIC_CUSTOM_HEADERS.",
  ),
} as const;
