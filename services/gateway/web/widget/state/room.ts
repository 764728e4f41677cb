import { signal } from "@preact/signals";
import type { Api, Credentials } from "../wire/api";
import type { HandoffAccepted, Message, Ticket, WireEvent } from "../wire/types";
import type { Phrases } from "../strings";
import { newId } from "../wire/ids";
import type { SessionStore } from "./session";
import { apply, EMPTY, isContactOf, lastMessage, note, open, restore } from "./transcript";

const TYPING_SECONDS = 8;

export interface Surroundings {
  api: Api;
  session: SessionStore;
  phrases: Phrases;
  /** Where the visitor is now: pages change without a reload. */
  page(): string;
  locale: string;
  attributes: Record<string, string>;
  signal: AbortSignal;
  tell(event: string, detail?: unknown): void;
}

/** What all parts of one chat share: the transcript, the session and the way to the server. */
export class Room {
  readonly transcript = signal(EMPTY);
  readonly reconnecting = signal(false);
  readonly conversing: ReturnType<typeof signal<boolean>>;
  private starting: Promise<Credentials> | null = null;
  private forgetting: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly around: Surroundings) {
    this.conversing = signal(around.session.now.conversation_id !== null);
  }

  get session(): SessionStore {
    return this.around.session;
  }

  get api(): Api {
    return this.around.api;
  }

  get signal(): AbortSignal {
    return this.around.signal;
  }

  /** Those of the stored conversation, else of a new one. */
  credentials(): Promise<Credentials> {
    const known = this.known();
    if (known) return Promise.resolve(known);
    this.starting ??= this.start().finally(() => (this.starting = null));
    return this.starting;
  }

  /** Those of the stored conversation, until its time is over. */
  known(): Credentials | null {
    const { conversation_id, token, expires_at } = this.session.now;
    if (!conversation_id || !token) return null;
    if (Date.now() < expires_at) return { conversation_id, token };
    for (const each of this.session.now.outbox) if (each.turn_id) this.session.settle(each.client_message_id);
    this.leave({ conversation_id, token });
    return null;
  }

  leave(gone: Credentials): void {
    if (this.session.now.conversation_id === gone.conversation_id) this.session.leaveConversation();
    this.conversing.value = this.session.now.conversation_id !== null;
  }

  receive(event: WireEvent): void {
    if (event.id) this.session.update({ last_event_id: event.id });
    const before = this.transcript.peek();
    this.transcript.value = apply(before, event);
    if (event.name === "typing") this.forgetTypist();
    if (event.name === "problem") this.showProblem(event.data.detail ?? event.data.title, event.data.turn_id);
    if (event.name === "agent.joined" && !event.data.message && !before.human) this.showAgent(event.data.agent?.name, event.id);
    if (event.name === "ticket.opened" && event.data.ticket) this.keepTicket(event.data.ticket);
    if (event.name === "reply.completed" || event.name === "agent.message") this.announce(event.data.message, before.entries);
  }

  /** Reads again what is stored when another tab of this visitor has asked, before its answer is shown. */
  async catchUp(event: WireEvent, by: Credentials, signal: AbortSignal): Promise<void> {
    if (event.name !== "turn.accepted" && event.name !== "reply.completed") return;
    const known = this.transcript.peek().entries.some((entry) => isContactOf(entry, event.data.turn_id));
    if (!known) this.transcript.value = restore(this.transcript.peek(), await this.api.history(by, signal), this.session.now.opened);
  }

  keepHandoff(taken: Ticket | HandoffAccepted): void {
    if ("number" in taken) return this.keepTicket({ ...taken, contact_known: true });
    this.transcript.value = note({ ...this.transcript.peek(), offered: false }, taken.handoff_id, taken.detail, "quiet");
  }

  keepTicket(ticket: Ticket): void {
    const opened = this.session.now.opened;
    this.transcript.value = open(this.transcript.peek(), ticket);
    if (opened.some((each) => each.ticket.id === ticket.id)) return;
    const after = lastMessage(this.transcript.peek())?.id ?? null;
    this.session.update({ opened: [...opened, { ticket, after }] });
    this.around.tell("ticket", ticket);
  }

  showProblem(detail: string | undefined, key: string = newId()): void {
    const text = detail || this.around.phrases.failed;
    this.transcript.value = note(this.transcript.peek(), `problem:${key}`, text, "problem");
    this.around.tell("problem", { detail: text });
  }

  /** Who stops without saying so, or is cut off, is not shown for ever. */
  private forgetTypist(): void {
    clearTimeout(this.forgetting);
    this.forgetting = setTimeout(() => (this.transcript.value = { ...this.transcript.peek(), typist: null }), TYPING_SECONDS * 1000);
  }

  private showAgent(name: string | undefined, key: string = newId()): void {
    const text = this.around.phrases.agentJoined(name ?? this.around.phrases.aPerson);
    this.transcript.value = note(this.transcript.peek(), `joined:${key}`, text, "quiet");
  }

  private announce(message: Message, before: readonly { key: string }[]): void {
    if (!before.some((entry) => entry.key === message.id)) this.around.tell("message", message);
  }

  /** Shows what another tab has said in the conversation that is now this tab's too, before what waits here. */
  private async join(by: Credentials): Promise<Credentials> {
    const history = await this.api.history(by, this.signal).catch(() => []);
    const told = restore(EMPTY, history, []);
    this.transcript.value = { ...told, entries: [...told.entries, ...this.transcript.peek().entries] };
    this.conversing.value = true;
    return by;
  }

  private async start(): Promise<Credentials> {
    this.session.adopt();
    const adopted = this.known();
    if (adopted) return this.join(adopted);
    const { locale, attributes, signal } = this.around;
    const mine = this.session.now.contact_token;
    const opening = { page_url: this.around.page(), locale, attributes, contact_token: mine };
    const { conversation_id, token, expires_in, contact_token } = await this.api.start(opening, signal);
    const expires_at = Date.now() + expires_in * 1000;
    this.session.update({ conversation_id, token, expires_at, contact_token: contact_token ?? mine, opened: [] });
    this.conversing.value = true;
    return { conversation_id, token };
  }
}
