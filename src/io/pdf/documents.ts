/**
 * PDFs are read in a thread that can be ended: a file of a kilobyte whose forms draw each other
 * keeps the library busy for days, and nothing else of a process runs meanwhile.
 */
import { Worker } from "node:worker_threads";
import type { PdfPage } from "../../tokens/media/pdf.ts";
import type { PdfCache } from "../../tokens/media/pdf-cache.ts";

/** How long PDFs are read, in milliseconds: one, and all of a command. */
interface PdfPatience {
  readonly eachMs: number;
  readonly allMs: number;
}

/** 600 pages of text, the most a request takes, are read in some seconds. */
const usual: PdfPatience = { eachMs: 20_000, allMs: 60_000 };

/** Megabytes; the library has a hundred. */
const mostMemory = 1_000;

type Pages = readonly PdfPage[] | null;

interface Reader {
  /** Null where it cannot be read, or takes longer. */
  readonly read: (data: string, mostMs: number) => Promise<Pages>;
  readonly stop: () => Promise<void>;
}

/**
 * Reads the PDFs that counting asked for and whose pages nobody had read. What takes longer counts
 * as one that cannot be read: it is estimated, and that is said.
 */
export async function fillPdfCache(pdfs: PdfCache, patience = usual): Promise<void> {
  const reader = createReader();
  const end = performance.now() + patience.allMs;
  try {
    for (const data of pdfs.wanted()) {
      const left = Math.min(patience.eachMs, end - performance.now());
      pdfs.put(data, left > 0 ? await reader.read(data, left) : null);
    }
  } finally {
    await reader.stop();
  }
}

/** Starts a thread when the first PDF is read, and another one where that had to be ended. */
function createReader(): Reader {
  let worker: Worker | null = null;
  const stop = async (): Promise<void> => {
    await worker?.terminate();
    worker = null;
  };
  return {
    read: async (data, mostMs) => {
      worker ??= startWorker();
      const pages = await ask(worker, data, mostMs);
      if (pages === "no-answer") await stop();
      return pages === "no-answer" ? null : pages;
    },
    stop,
  };
}

function ask(worker: Worker, data: string, mostMs: number): Promise<Pages | "no-answer"> {
  return new Promise((resolve) => {
    const end = (pages: Pages | "no-answer"): void => {
      clearTimeout(timer);
      worker.off("message", end);
      worker.off("error", fail);
      worker.off("exit", fail);
      resolve(pages);
    };
    const fail = (): void => end("no-answer");
    const timer = setTimeout(fail, mostMs);
    worker.on("message", end);
    worker.on("error", fail);
    worker.on("exit", fail);
    worker.postMessage(data, []);
  });
}

function startWorker(): Worker {
  const here = import.meta.url;
  const file = here.endsWith(".ts") ? "worker.ts" : "pdf-worker.js";
  const worker = new Worker(new URL(file, here), {
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  });
  // One that fails while nobody waits for it, or while it is ended, has nothing to say.
  worker.on("error", () => undefined);
  return worker;
}
