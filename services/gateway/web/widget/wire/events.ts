import { withTimeout } from "./patience";
import type { WireEvent } from "./types";

const NAMES = new Set<string>([
  "turn.accepted",
  "reply.delta",
  "reply.reset",
  "reply.delayed",
  "reply.completed",
  "handoff.offered",
  "ticket.opened",
  "agent.joined",
  "agent.message",
  "appointment.changed",
  "typing",
  "problem",
]);

function decode(lines: string): WireEvent | null {
  const fields: Record<string, string> = {};
  for (const [, field, value] of lines.matchAll(/^(event|data|id): ?(.*?)\r?$/gm)) {
    fields[field!] = field === "data" && fields.data ? `${fields.data}\n${value}` : value!;
  }
  const { event: name, id } = fields;
  if (!name || !NAMES.has(name)) return null;
  try {
    const event = { name, data: JSON.parse(fields.data!) };
    return (id ? { ...event, id } : event) as WireEvent;
  } catch {
    return null;
  }
}

/** Yields what the server says until the stream ends; throws Cut after `silence` milliseconds without a byte. */
export async function* readEvents(body: ReadableStream<Uint8Array>, silence: number): AsyncGenerator<WireEvent> {
  const reader = body.getReader();
  const text = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await withTimeout(reader.read(), silence);
      if (done) return;
      const whole = (rest + text.decode(value, { stream: true })).split(/\r?\n\r?\n/);
      rest = whole.pop()!;
      for (const lines of whole) {
        const known = decode(lines);
        if (known) yield known;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
