/** What `pdf.ts` runs in a thread: a PDF in base64 is answered by its pages. */
import { parentPort } from "node:worker_threads";
import { readPdfPages } from "./pages.ts";

parentPort?.on("message", (data: string) => {
  void readPdfPages(data).then((pages) => parentPort?.postMessage(pages, []));
});
