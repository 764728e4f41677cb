import type { Message, Ticket, WireEvent } from "../wire/types";

export type Delivery = "sending" | "sent" | "failed";

export type Entry =
  | { kind: "message"; key: string; message: Message; delivery: Delivery; problem?: string }
  | { kind: "ticket"; key: string; ticket: Ticket }
  | { kind: "notice"; key: string; tone: "quiet" | "problem"; text: string };

/** The reply that is being written. `length` counts code points; after a `gap` only the stored truth helps. */
export interface Live {
  turnId: string | null;
  attempt: number;
  text: string;
  length: number;
  gap: boolean;
  late?: string;
}

export interface Transcript {
  entries: readonly Entry[];
  live: Live | null;
  offered: boolean;
  human: boolean;
  /** The agent who is writing now, by name; empty for one without. */
  typist: string | null;
  problems: readonly string[];
}

export interface Opened {
  ticket: Ticket;
  after: string | null;
}

export const EMPTY: Transcript = { entries: [], live: null, offered: false, human: false, typist: null, problems: [] };

const WAITING: Live = { turnId: null, attempt: -1, text: "", length: 0, gap: false };

export function ask(was: Transcript, clientId: string, text: string, at: string): Transcript {
  const message: Message = { id: clientId, conversation_id: "", turn_id: null, role: "contact", text, created_at: at };
  const others = was.entries.filter((entry) => entry.key !== clientId);
  return { ...was, offered: false, entries: [...others, { kind: "message", key: clientId, message, delivery: "sending" }] };
}

export function wait(was: Transcript, turnId: string | null): Transcript {
  return was.human ? was : { ...was, live: was.live?.turnId === turnId && turnId ? was.live : { ...WAITING, turnId } };
}

export function accept(was: Transcript, clientId: string, turnId: string, messageId: string | undefined): Transcript {
  const entries = was.entries
    .filter((entry) => entry.key === clientId || !isContactOf(entry, turnId))
    .map((entry): Entry => {
      if (entry.key !== clientId || entry.kind !== "message") return entry;
      const message = { ...entry.message, turn_id: turnId, id: messageId ?? entry.message.id };
      return { kind: "message", key: clientId, message, delivery: "sent" };
    });
  return { ...was, entries, live: was.live && { ...was.live, turnId } };
}

export function refuse(was: Transcript, clientId: string, problem: string): Transcript {
  const entries = was.entries.map((entry): Entry =>
    entry.key === clientId && entry.kind === "message" ? { ...entry, delivery: "failed", problem } : entry,
  );
  return { ...was, entries, live: null };
}

export function note(was: Transcript, key: string, text: string, tone: "quiet" | "problem"): Transcript {
  if (was.entries.some((entry) => entry.key === key)) return was;
  return { ...was, entries: [...was.entries, { kind: "notice", key, tone, text }] };
}

export function open(was: Transcript, ticket: Ticket): Transcript {
  const rest = was.entries.filter((entry) => entry.kind !== "ticket" || entry.ticket.id !== ticket.id);
  const known = rest.length < was.entries.length;
  const card: Entry = { kind: "ticket", key: ticket.id, ticket };
  const entries = known ? was.entries.map((entry) => (entry.key === ticket.id ? card : entry)) : [...rest, card];
  return { ...was, entries, offered: false };
}

/** Lays what the server stored, oldest first, over what is shown. */
export function restore(was: Transcript, history: Message[], opened: Opened[]): Transcript {
  const now = history.reduce(store, was);
  const missing = opened.filter(({ ticket }) => !now.entries.some((entry) => entry.key === ticket.id));
  const entries = missing.reduce<readonly Entry[]>((all, { ticket, after }) => {
    const card: Entry = { kind: "ticket", key: ticket.id, ticket };
    const at = all.findIndex((entry) => entry.kind === "message" && entry.message.id === after);
    return at < 0 ? [...all, card] : [...all.slice(0, at + 1), card, ...all.slice(at + 1)];
  }, now.entries);
  return { ...now, entries };
}

export function apply(was: Transcript, event: WireEvent): Transcript {
  switch (event.name) {
    case "turn.accepted":
      return event.data.message ? store(was, event.data.message) : was;
    case "reply.delta":
      return isAnswered(was, event.data.turn_id) ? was : { ...was, live: grow(was.live, event.data) };
    case "reply.delayed":
      return was.live && !was.live.text ? { ...was, live: { ...was.live, late: event.data.text } } : was;
    case "reply.reset":
      return isAnswered(was, event.data.turn_id) ? was : { ...was, live: reset(was.live, event.data) };
    case "typing":
      return event.data.role === "agent" ? { ...was, typist: event.data.typing ? (event.data.name ?? "") : null } : was;
    case "reply.completed":
    case "agent.message":
    case "appointment.changed":
      return store({ ...was, typist: null }, event.data.message);
    case "handoff.offered":
      return { ...was, offered: lastMessage(was)?.turn_id === event.data.turn_id };
    case "ticket.opened":
      if (event.data.ticket) return open(was, event.data.ticket);
      return event.data.message ? store(was, event.data.message) : was;
    case "agent.joined":
      return { ...(event.data.message ? store(was, event.data.message) : was), human: true, live: null };
    case "problem":
      return { ...was, live: null, problems: event.data.turn_id ? [...was.problems, event.data.turn_id] : was.problems };
  }
}

export function isAnswered(transcript: Transcript, turnId: string): boolean {
  return transcript.entries.some(
    (entry) => entry.kind === "message" && entry.message.role === "bot" && entry.message.turn_id === turnId,
  );
}

export function lastMessage(transcript: Transcript): Message | undefined {
  const entry = transcript.entries.findLast((each) => each.kind === "message");
  return entry?.kind === "message" ? entry.message : undefined;
}

/** Whether a message says that the customer told how to reach them, in the chat instead of the form. */
export function tellsContact(message: Message | undefined): boolean {
  return message?.blocks?.some((each) => each.type === "contact_known") ?? false;
}

/** Of this ticket, or of all, nobody asks any more how to reach the customer. */
function reachable(entry: Entry, id?: unknown): Entry {
  return entry.kind === "ticket" && (!id || entry.key === id) ? { ...entry, ticket: { ...entry.ticket, contact_known: true } } : entry;
}

function store(was: Transcript, message: Message): Transcript {
  const ticket = ticketIn(message);
  if (ticket) return open(was, ticket);
  const at = was.entries.findIndex((entry) => isSame(entry, message));
  const key = was.entries[at]?.key ?? message.id;
  const entry: Entry = { kind: "message", key, message, delivery: "sent" };
  const all = at < 0 ? [...was.entries, entry] : was.entries.with(at, entry);
  const done = message.blocks?.find((each) => each.type === "ticket_done");
  const entries = done || tellsContact(message) ? all.map((each) => reachable(each, done?.id)) : all;
  const ends = message.role === "bot" && (!was.live?.turnId || was.live.turnId === message.turn_id);
  const state = message.blocks?.find((each) => each.type === "agent")?.state;
  const human = state ? state !== "left" : at < 0 && message.role === "bot" ? false : was.human || message.role === "agent";
  return { ...was, entries, live: ends ? null : was.live, human };
}

function ticketIn(message: Message): Ticket | null {
  const block = message.blocks?.find((each) => each.type === "ticket");
  if (typeof block?.id !== "string" || typeof block.number !== "string") return null;
  return { id: block.id, number: block.number, status: String(block.status), contact_known: block.contact_known as boolean };
}

function isSame(entry: Entry, message: Message): boolean {
  if (entry.kind !== "message") return false;
  if (entry.message.id === message.id) return true;
  return message.role === "contact" && message.turn_id !== null && isContactOf(entry, message.turn_id);
}

export function isContactOf(entry: Entry, turnId: string): boolean {
  return entry.kind === "message" && entry.message.role === "contact" && entry.message.turn_id === turnId;
}

function grow(was: Live | null, delta: { turn_id: string; attempt: number; offset: number; text: string }): Live {
  const live = follow(was, delta);
  if (delta.attempt < live.attempt || live.gap) return live;
  if (delta.offset > live.length) return { ...live, gap: true };
  const fresh = Array.from(delta.text).slice(live.length - delta.offset);
  return { ...live, text: live.text + fresh.join(""), length: live.length + fresh.length };
}

function reset(was: Live | null, event: { turn_id: string; attempt: number }): Live {
  const live = follow(was, event);
  return event.attempt < live.attempt ? live : { ...WAITING, turnId: event.turn_id, attempt: event.attempt };
}

function follow(was: Live | null, event: { turn_id: string; attempt: number }): Live {
  const stays = was !== null && (was.turnId === null || was.turnId === event.turn_id) && event.attempt <= was.attempt;
  return stays ? { ...was, turnId: event.turn_id } : { ...WAITING, turnId: event.turn_id, attempt: event.attempt };
}
