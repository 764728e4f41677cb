type Listener = (detail: unknown) => void;
type Command = (...call: unknown[]) => unknown;
type Global = Command & { q?: ArrayLike<unknown>[] };

export interface Handlers {
  open(): void;
  close(): void;
  remove(): void;
}

/** The global `Answerbus(...)`: replays what the page called before the script was there. */
export class Commands {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly before: unknown;

  constructor(
    private readonly scope: { Answerbus?: unknown },
    private readonly handlers: Handlers,
  ) {
    this.before = scope.Answerbus;
    scope.Answerbus = (...call: unknown[]) => this.run(call);
  }

  replay(): void {
    const queue = typeof this.before === "function" ? ((this.before as Global).q ?? []) : [];
    for (const call of queue) this.run(Array.from(call));
  }

  tell(event: string, detail?: unknown): void {
    for (const listener of this.listeners.get(event) ?? []) {
      try {
        listener(detail);
      } catch (error) {
        console.error(`Answerbus: the page's listener for "${event}" failed.`, error);
      }
    }
  }

  withdraw(): void {
    this.listeners.clear();
    delete this.scope.Answerbus;
  }

  private run([name, event, listener]: unknown[]): void {
    if (name === "open") this.handlers.open();
    else if (name === "close") this.handlers.close();
    else if (name === "remove") this.handlers.remove();
    else if (name === "on" && typeof event === "string" && typeof listener === "function") {
      const known = this.listeners.get(event) ?? new Set();
      this.listeners.set(event, known.add(listener as Listener));
    } else {
      console.error(`Answerbus: no such command: ${String(name)}. Known are open, close, on and remove.`);
    }
  }
}
