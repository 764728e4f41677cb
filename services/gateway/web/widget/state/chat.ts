import { computed, effect, signal } from "@preact/signals";
import { delayBefore, pause } from "../wire/backoff";
import { newId } from "../wire/ids";
import { conversationGone, passes } from "../wire/problem";
import type { HandoffRequest } from "../wire/types";
import { Delivery } from "./delivery";
import { Follower } from "./follower";
import { Room, type Surroundings } from "./room";
import { ask, lastMessage, refuse, restore, tellsContact } from "./transcript";

const HANDOFF_ATTEMPTS = 5;

/** One visitor's chat: what the views show and what they can ask for. */
export class Chat {
  readonly room: Room;
  readonly opened = signal(false);
  readonly draft;
  readonly form = signal<{ description: string; request_id: string } | null>(null);
  readonly unread = signal(0);
  readonly rated;
  private readonly delivery: Delivery;
  private readonly busy = signal(true);
  private readonly visible = signal(document.visibilityState === "visible");
  private readonly undo: (() => void)[] = [];

  constructor(readonly around: Surroundings) {
    this.room = new Room(around);
    this.delivery = new Delivery(this.room);
    this.draft = signal(around.session.now.draft);
    this.rated = signal<readonly string[]>(around.session.now.rated);
    this.watch();
  }

  get transcript(): Room["transcript"] {
    return this.room.transcript;
  }

  /** Reads the stored conversation again and brings what was on its way to its end. */
  async resume(): Promise<void> {
    const first = this.around.session.now.outbox[0];
    if (first?.turn_id) this.around.session.update({ last_event_id: first.event_id ?? null });
    await this.readHistory();
    for (const { client_message_id, text, turn_id, problem } of this.around.session.now.outbox) {
      if (!turn_id) this.transcript.value = ask(this.transcript.peek(), client_message_id, text, new Date().toISOString());
      if (problem) this.transcript.value = refuse(this.transcript.peek(), client_message_id, problem);
    }
    await this.deliver();
  }

  setOpen(open: boolean): void {
    if (open === this.opened.peek()) return;
    this.opened.value = open;
    if (open) this.unread.value = 0;
    this.around.session.update({ open });
    this.around.tell(open ? "open" : "close");
  }

  setDraft(draft: string): void {
    this.draft.value = draft;
    this.around.session.update({ draft });
  }

  send(text: string): void {
    const words = text.trim();
    if (!words) return;
    const client_message_id = newId();
    const outbox = [...this.around.session.now.outbox, { client_message_id, text: words }];
    this.around.session.update({ outbox });
    this.transcript.value = ask(this.transcript.peek(), client_message_id, words, new Date().toISOString());
    this.around.tell("sent", { text: words });
    void this.deliver();
  }

  retry(clientId: string): void {
    const item = this.around.session.now.outbox.find((each) => each.client_message_id === clientId);
    if (!item) return;
    const { client_message_id, text } = item;
    const others = this.around.session.now.outbox.filter((each) => each !== item);
    this.around.session.update({ outbox: [...others, { client_message_id, text }] });
    this.transcript.value = ask(this.transcript.peek(), client_message_id, text, new Date().toISOString());
    void this.deliver();
  }

  offerForm(): void {
    const asked = this.transcript
      .peek()
      .entries.findLast((entry) => entry.kind === "message" && entry.message.role === "contact");
    const description = asked?.kind === "message" ? asked.message.text : "";
    this.form.value ??= { description, request_id: newId() };
  }

  /** Resolves when the ticket stands; rejects with the server's Problem or the last network error. */
  async handOff(request: HandoffRequest): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const by = await this.room.credentials().catch((error: unknown) => error as Error);
      try {
        if (by instanceof Error) throw by;
        this.room.keepHandoff(await this.room.api.handoff(by, request, this.around.signal));
        this.form.value = null;
        return;
      } catch (error) {
        if (conversationGone(error) && !(by instanceof Error) && attempt === 1) this.room.leave(by);
        else if (!passes(error) || attempt === HANDOFF_ATTEMPTS) throw error;
        else await pause(delayBefore(attempt, error), this.around.signal);
      }
    }
  }

  async rate(messageId: string, rating: number, comment?: string): Promise<void> {
    if (this.rated.peek().includes(messageId)) return;
    this.rated.value = [...this.rated.peek(), messageId];
    this.around.session.update({ rated: [...this.rated.peek()] });
    this.around.tell("feedback", { rating, comment });
    await this.room.api.feedback(await this.room.credentials(), rating, comment, this.around.signal).catch(() => {
      this.rated.value = this.rated.peek().filter((id) => id !== messageId);
    });
  }

  close(): void {
    for (const undo of this.undo) undo();
  }

  private async readHistory(): Promise<void> {
    for (let attempt = 1, by = this.room.known(); by; attempt++, by = this.room.known()) {
      try {
        const history = await this.room.api.history(by, this.around.signal);
        this.transcript.value = restore(this.transcript.peek(), history, this.around.session.now.opened);
        break;
      } catch (error) {
        if (conversationGone(error)) this.room.leave(by);
        else if (!passes(error)) break;
        else await pause(delayBefore(attempt, error), this.around.signal);
      }
    }
  }

  private async deliver(): Promise<void> {
    this.busy.value = true;
    await this.delivery.drain().catch(() => undefined);
    this.busy.value = false;
  }

  private watch(): void {
    const look = (): void => void (this.visible.value = document.visibilityState === "visible");
    const follower = new Follower(this.room);
    const listening = computed(() => {
      const waits = this.transcript.value.human || this.transcript.value.entries.some((entry) => entry.kind === "ticket");
      return Boolean(this.room.conversing.value) && this.visible.value && !this.busy.value && (this.opened.value || waits);
    });
    document.addEventListener("visibilitychange", look);
    this.undo.push(() => document.removeEventListener("visibilitychange", look));
    this.undo.push(effect(() => follower.set(listening.value)));
    this.undo.push(effect(() => void (tellsContact(lastMessage(this.transcript.value)) && (this.form.value = null))));
  }
}
