import { Problem } from "./problem";

const CEILING = 15_000;

/** Milliseconds before the next attempt (from 1): the server's own wish, else exponential with jitter. */
export function delayBefore(attempt: number, error: unknown, random: () => number = Math.random): number {
  if (error instanceof Problem && error.retryAfter !== null) return Math.min(error.retryAfter * 1000, 60_000);
  const steady = Math.min(CEILING, 400 * 2 ** (attempt - 1));
  return steady * (0.75 + random() / 2);
}

/** Waits, but no longer than until the browser is back online; rejects when aborted. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    const settle = (act: () => void) => () => {
      clearTimeout(timer);
      stop.abort();
      act();
    };
    const timer = setTimeout(settle(resolve), milliseconds);
    addEventListener("online", settle(resolve), { signal: stop.signal });
    signal.addEventListener("abort", settle(() => reject(signal.reason)), { signal: stop.signal });
    if (signal.aborted) settle(() => reject(signal.reason))();
  });
}
