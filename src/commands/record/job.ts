import type { Config } from "../../config/config.ts";
import type { EvaluationContext } from "../../evaluation/context.ts";
import type { RecordPorts } from "../../record/ports.ts";
import type { Redactor } from "../../record/redact/redactor.ts";
import type { RecordedRun } from "../../record/recordings.ts";
import type { NewAnswers } from "../../record/stub/stub.ts";
import type { Tree } from "../../tree.ts";

/** What one `record` is asked to do, and what it works on. */
export interface RecordJob {
  /** The command, word by word. */
  readonly words: readonly string[];
  /** `--scenario`: of all that says none itself. */
  readonly scenario: string | null;
  readonly stub: boolean;
  readonly check: boolean;
  readonly once: boolean;
  /** What becomes of requests that the stub does not know. */
  readonly newAnswers: Exclude<NewAnswers, "pass">;
  readonly literal: boolean;
  readonly timeoutSeconds: number | null;
  /** 0: any that is free. */
  readonly port: number;
  /** Where the command's own output goes. */
  readonly output: "stdout" | "stderr";
  readonly tree: Tree;
  /** Null: there is none yet; one is written. */
  readonly config: Config | null;
  /** Its path from the root: where it is, or will be. */
  readonly configFile: string;
  /** Fixtures that the first config takes the place of. */
  readonly draft: readonly string[];
  readonly context: EvaluationContext;
  readonly redact: Redactor;
  /** What is recorded already. */
  readonly recorded: readonly RecordedRun[];
}

/** What `record` asks of the world, beside the proxy. */
export interface RecordWorld extends RecordPorts {
  /** Runs work that counts; it may run a second time, knowing what PDFs say. */
  readonly withContext: <Result>(work: (context: EvaluationContext) => Result) => Promise<Result>;
  /** Now, ISO with the machine's zone. */
  readonly now: () => string;
  /** What keeps files from being written into a folder, from the root; null: nothing. */
  readonly findWriteObstacle: (folder: string) => WriteObstacle | null;
  /** Replaces files, all or none; a text of null takes one away. */
  readonly replaceFiles: (
    changes: readonly { readonly path: string; readonly text: string | null }[],
  ) => WriteObstacle | null;
}

/** A file, and the system's code for what is in its way. */
export interface WriteObstacle {
  readonly path: string;
  readonly why: string;
}
