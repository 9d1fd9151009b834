/** Interrupts, and Ctrl-C, while a replay runs. */
import type { Interrupts } from "../../replay/ports.ts";
import { sleep } from "../clock.ts";

/**
 * The first Ctrl-C stops sending and waits for what is under way; the second ends the process at
 * once. The journal knows what was sent. `onStop`: called at the first.
 */
export function watchInterrupts(onStop: () => void): Interrupts & { readonly end: () => void } {
  let isStopped = false;
  const endWaits = new Set<() => void>();
  const onSignal = (): void => {
    if (isStopped) process.exit(130);
    isStopped = true;
    onStop();
    for (const endWait of endWaits) endWait();
  };
  process.on("SIGINT", onSignal);
  return {
    isStopped: () => isStopped,
    sleep,
    wait: (ms) =>
      isStopped
        ? Promise.resolve()
        : new Promise((resolve) => {
            const endWait = (): void => {
              clearTimeout(timer);
              endWaits.delete(endWait);
              resolve();
            };
            const timer = setTimeout(endWait, ms);
            endWaits.add(endWait);
          }),
    end: () => void process.off("SIGINT", onSignal),
  };
}
