export type Outcome = "answered" | "clarified" | "handoff_offered" | "handed_off" | "declined" | "failed";
export type Priority = "low" | "medium" | "high" | "urgent";

export interface Citation {
  document_id: string;
  revision: number;
  title: string;
  url: string | null;
  page: number | null;
  quote: string;
  /** A page that a search of the web named, not the company's knowledge. */
  web?: boolean;
}

/** A page of the company's knowledge that the answer rests on. */
export interface Card {
  type: "card";
  title: string;
  text: string;
  url: string;
  host: string;
}

export interface SuggestedAction {
  label: string;
  text: string;
}

/** Times by the customer's clock, such as `2026-03-27T09:00`; choosing one says `say` with it. */
export interface Slots {
  type: "slots";
  timezone: string;
  slots: string[];
  say: string;
  ask_email: boolean;
  language: string;
  labels: { day: string; time: string; email: string; book: string };
}

export interface Appointment {
  type: "appointment";
  number: string;
  status: "booked" | "cancelled";
  timezone: string;
  when: string;
  agent: string;
}

export interface Message {
  id: string;
  conversation_id: string;
  turn_id: string | null;
  role: "contact" | "bot" | "agent" | "system";
  text: string;
  blocks?: { type?: string; [field: string]: unknown }[];
  citations?: Citation[];
  suggested_actions?: SuggestedAction[];
  created_at: string;
  outcome?: Outcome | null;
}

export interface Ticket {
  id: string;
  number: string;
  status: string;
  contact_known?: boolean;
}

export interface BotConfig {
  bot_id: string;
  name: string;
  company: string;
  greeting: string;
  color: string;
  locale: string;
  suggested_questions: string[];
}

export interface Conversation {
  conversation_id: string;
  token: string;
  expires_in: number;
  contact_token?: string | null;
}

export interface HandoffRequest {
  name: string;
  email: string;
  phone?: string;
  description: string;
  priority: Priority;
  request_id: string;
}

/** The handoff is taken, its ticket comes later as an event. */
export interface HandoffAccepted {
  handoff_id: string;
  detail: string;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** One event of a stream. `id` is what `Last-Event-ID` resumes from; glimpses may have none. */
export type WireEvent = { id?: string } & (
  | { name: "turn.accepted"; data: { turn_id: string; message_id?: string; message?: Message } }
  | { name: "reply.delta"; data: { turn_id: string; attempt: number; offset: number; text: string } }
  | { name: "reply.delayed"; data: { turn_id: string; text: string } }
  | { name: "reply.reset"; data: { turn_id: string; attempt: number } }
  | { name: "reply.completed"; data: { turn_id: string; message: Message } }
  | { name: "handoff.offered"; data: { turn_id: string } }
  | { name: "appointment.changed"; data: { message: Message } }
  | { name: "ticket.opened"; data: { ticket?: Ticket; message?: Message } }
  | { name: "agent.joined"; data: { agent?: { name?: string }; message?: Message } }
  | { name: "agent.message"; data: { message: Message } }
  | { name: "typing"; data: { role: "contact" | "agent"; typing: boolean; name?: string } }
  | { name: "problem"; data: { title?: string; status?: number; detail?: string; turn_id?: string } }
);
