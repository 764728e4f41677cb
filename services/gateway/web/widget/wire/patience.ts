import { Cut } from "./problem";

/** Passes events on; throws Cut when the next one takes longer than `milliseconds`. */
export async function* patiently<T>(events: AsyncGenerator<T>, milliseconds: number): AsyncGenerator<T> {
  try {
    for (;;) {
      const next = await withTimeout(events.next(), milliseconds);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    events.return(undefined).catch(() => undefined);
  }
}

export function withTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Cut("nothing came in time")), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
