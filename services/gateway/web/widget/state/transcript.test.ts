import { describe, expect, it } from "vitest";
import type { Message, WireEvent } from "../wire/types";
import { accept, apply, ask, EMPTY, open, restore, type Transcript, wait } from "./transcript";

const message = (id: string, role: Message["role"], turn_id: string | null, text = id): Message => ({
  id, role, turn_id, text, conversation_id: "c", created_at: "2026-01-01T00:00:00Z",
});
const delta = (offset: number, text: string, attempt = 1): WireEvent => ({
  name: "reply.delta", data: { turn_id: "t", attempt, offset, text },
});
const completed: WireEvent = { name: "reply.completed", data: { turn_id: "t", message: message("m2", "bot", "t", "Stored") } };
const asking = (): Transcript => accept(wait(ask(EMPTY, "client", "Hi", "now"), null), "client", "t", "m1");
const run = (from: Transcript, ...events: WireEvent[]): Transcript => events.reduce(apply, from);

describe("a reply that streams", () => {
  it("grows by each delta", () => {
    expect(run(asking(), delta(0, "Hel"), delta(3, "lo")).live?.text).toBe("Hello");
  });
  it("takes doubled and overlapping deltas once", () => {
    expect(run(asking(), delta(0, "Hel"), delta(0, "Hel"), delta(2, "llo")).live?.text).toBe("Hello");
  });
  it("counts characters, not UTF-16 units", () => {
    expect(run(asking(), delta(0, "📦a"), delta(2, "b")).live?.text).toBe("📦ab");
  });
  it("holds what it has after a gap", () => {
    expect(run(asking(), delta(0, "Hel"), delta(9, "x"), delta(3, "y")).live?.text).toBe("Hel");
  });
  it("starts over with a new attempt and ignores the old one", () => {
    const reset: WireEvent = { name: "reply.reset", data: { turn_id: "t", attempt: 2 } };
    expect(run(asking(), delta(0, "Wrong"), reset, delta(5, "!", 1), delta(0, "Right", 2)).live?.text).toBe("Right");
  });
  it("ends in the stored message and ignores late deltas", () => {
    const now = run(asking(), delta(0, "Sto"), completed, completed, delta(3, "red"));
    expect(now.live).toBeNull();
    expect(now.entries.map((entry) => entry.key)).toEqual(["client", "m2"]);
  });
});

describe("what the server stored", () => {
  it("takes the place of what was shown before it was stored", () => {
    const now = restore(asking(), [message("m1", "contact", "t"), message("m2", "bot", "t")], []);
    expect(now.entries.map((entry) => entry.key)).toEqual(["client", "m2"]);
  });
  it("shows a question once when its acceptance comes after it was read", () => {
    const shown = ask(restore(EMPTY, [message("m1", "contact", "t")], []), "client", "Hi", "now");
    expect(accept(shown, "client", "t", undefined).entries.map((entry) => entry.key)).toEqual(["client"]);
  });
  it("puts a ticket back where it was opened", () => {
    const ticket = { id: "k", number: "T-1042", status: "open" };
    const history = [message("m1", "contact", "t"), message("m2", "bot", "t"), message("m3", "contact", "u")];
    expect(restore(EMPTY, history, [{ ticket, after: "m2" }]).entries.map((entry) => entry.key)).toEqual(["m1", "m2", "k", "m3"]);
  });
  it("asks no more how to reach a customer who said so in the chat", () => {
    const ticket = { type: "ticket", id: "k", number: "T-1042", status: "open", contact_known: false };
    const opened = { ...message("m1", "system", null), blocks: [ticket] };
    const thanks = { ...message("m3", "bot", "t"), blocks: [{ type: "contact_known" }] };
    const known = (now: Transcript): unknown[] => now.entries.map((entry) => entry.kind === "ticket" && entry.ticket.contact_known);
    expect(known(restore(EMPTY, [opened, message("m2", "contact", "t"), thanks], []))).toEqual([true, false, false]);
    const second = run(restore(EMPTY, [opened], []), { name: "reply.completed", data: { turn_id: "t", message: thanks } });
    expect(known(second)).toEqual([true, false]);
  });
  it("asks no more how to reach the customer of a ticket that is done, and says so", () => {
    const opened = (id: string): Message => {
      const ticket = { type: "ticket", id, number: `T-${id}`, status: "open", contact_known: false };
      return { ...message(`m${id}`, "system", null), blocks: [ticket] };
    };
    const done = { ...message("m3", "system", null), blocks: [{ type: "ticket_done", id: "1", number: "T-1" }] };
    const { entries } = restore(EMPTY, [opened("1"), opened("2"), done], []);
    expect(entries.map((entry) => (entry.kind === "ticket" ? entry.ticket.contact_known : entry.kind))).toEqual([true, false, "message"]);
  });
  it("knows who spoke last", () => {
    const agent = restore(EMPTY, [message("m1", "bot", "t"), message("m2", "agent", null)], []);
    expect(agent.human).toBe(true);
    expect(run(agent, { name: "reply.completed", data: { turn_id: "u", message: message("m3", "bot", "u") } }).human).toBe(false);
  });
});

describe("an offer of a person", () => {
  const offered: WireEvent = { name: "handoff.offered", data: { turn_id: "t" } };
  it("stands until the next question", () => {
    const now = run(asking(), completed, offered);
    expect(now.offered).toBe(true);
    expect(run(ask(now, "next", "Else?", "now"), offered).offered).toBe(false);
  });
});

describe("a ticket", () => {
  it("comes back from the transcript as a card", () => {
    const told = { ...message("m9", "system", null), blocks: [{ type: "ticket", id: "k", number: "T-7", status: "open" }] };
    const now = restore(EMPTY, [told], [{ ticket: { id: "k", number: "T-7", status: "open" }, after: null }]);
    expect(now.entries.map((entry) => [entry.kind, entry.key])).toEqual([["ticket", "k"]]);
  });
  it("is shown once, with its latest state", () => {
    const ticket = { id: "k", number: "T-1042", status: "open" };
    const now = open(open(EMPTY, ticket), { ...ticket, status: "in_progress" });
    expect(now.entries).toEqual([{ kind: "ticket", key: "k", ticket: { ...ticket, status: "in_progress" } }]);
  });
});
