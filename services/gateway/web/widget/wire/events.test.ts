import { describe, expect, it } from "vitest";
import { delayBefore } from "./backoff";
import { readEvents } from "./events";
import { Cut, passes, Problem, problemOf } from "./problem";
import type { WireEvent } from "./types";

function stream(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const bytes = chunks.map((chunk) => (typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk));
  return new ReadableStream({ start: (to) => (bytes.forEach((each) => to.enqueue(each)), to.close()) });
}

async function all(body: ReadableStream<Uint8Array>): Promise<WireEvent[]> {
  const events: WireEvent[] = [];
  for await (const event of readEvents(body, 1_000)) events.push(event);
  return events;
}

describe("a stream of events", () => {
  it("is read across any chunk borders", async () => {
    const bytes = new TextEncoder().encode('id: 7\nevent: problem\ndata: {"detail":"Zu spät 📦"}\n\n');
    const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(await all(stream(...single))).toEqual([{ name: "problem", id: "7", data: { detail: "Zu spät 📦" } }]);
  });
  it("is read whatever ends its lines, and joins lines of data", async () => {
    const text = 'event:problem\r\ndata: {"detail":\r\ndata: "x: y"}\r\nid: 3:a\r\n\r\n';
    expect(await all(stream(text.slice(0, -1), "\n", "event: problem\ndata: {}"))).toEqual([
      { name: "problem", id: "3:a", data: { detail: "x: y" } },
    ]);
  });
  it("passes over what it does not know and what does not parse", async () => {
    const text = 'event: weather\ndata: {}\n\nevent: problem\ndata: {broken\n\n: beat\n\nevent: problem\ndata: {}\n\n';
    expect(await all(stream(text))).toHaveLength(1);
  });
  it("is cut when it falls silent", async () => {
    const silent = new ReadableStream<Uint8Array>();
    await expect(readEvents(silent, 10).next()).rejects.toBeInstanceOf(Cut);
  });
});

describe("problems", () => {
  it("carry the sentence and the wait", async () => {
    const response = new Response('{"title":"Away","detail":"The bus is away."}', { status: 503, headers: { "Retry-After": "2" } });
    const problem = await problemOf(response);
    expect([problem.status, problem.message, problem.retryAfter]).toEqual([503, "The bus is away.", 2]);
  });
  it("without a readable body have no sentence", async () => {
    expect((await problemOf(new Response("<html>", { status: 500 }))).message).toBe("");
  });
  it("pass when they are the network's or the moment's", () => {
    expect([new TypeError("network"), new Cut(), new Problem(503, "")].every(passes)).toBe(true);
    expect([new Problem(422, ""), new Problem(429, ""), new DOMException("", "AbortError")].some(passes)).toBe(false);
  });
  it("are asked again later and later, unless the server says when", () => {
    const waits = [1, 2, 3, 20].map((attempt) => delayBefore(attempt, null, () => 0.5));
    expect(waits).toEqual([400, 800, 1600, 15_000]);
    expect(delayBefore(1, new Problem(503, "", 3))).toBe(3_000);
  });
});
