import { createParser } from "eventsource-parser";
import { withTimeout } from "./patience";
import type { WireEvent } from "./types";

const NAMES = new Set<string>([
  "turn.accepted",
  "reply.delta",
  "reply.reset",
  "reply.completed",
  "handoff.offered",
  "ticket.opened",
  "agent.joined",
  "agent.message",
  "problem",
]);

function decode(name: string | undefined, data: string, id: string | undefined): WireEvent | null {
  if (!name || !NAMES.has(name)) return null;
  try {
    const event = { name, data: JSON.parse(data) };
    return (id ? { ...event, id } : event) as WireEvent;
  } catch {
    return null;
  }
}

/** Yields what the server says until the stream ends; throws Cut after `silence` milliseconds without a byte. */
export async function* readEvents(body: ReadableStream<Uint8Array>, silence: number): AsyncGenerator<WireEvent> {
  const ready: WireEvent[] = [];
  const parser = createParser({
    onEvent(event) {
      const known = decode(event.event, event.data, event.id);
      if (known) ready.push(known);
    },
  });
  const reader = body.getReader();
  const text = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await withTimeout(reader.read(), silence);
      if (done) return;
      parser.feed(text.decode(value, { stream: true }));
      while (ready.length) yield ready.shift()!;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
