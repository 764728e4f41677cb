import type { Credentials } from "../wire/api";
import { delayBefore, pause } from "../wire/backoff";
import { patiently } from "../wire/patience";
import { conversationGone, Cut, passes, Problem } from "../wire/problem";
import type { WireEvent } from "../wire/types";
import type { Room } from "./room";
import type { Outgoing } from "./session";
import { accept, isAnswered, refuse, restore, wait } from "./transcript";

const TURN_PATIENCE = 30_000;
const RENEWALS = 2;

interface Progress {
  by?: Credentials;
  moved: boolean;
}

/** Brings the questions of the outbox to the server, in order, each until it has its answer. */
export class Delivery {
  private running = false;

  constructor(private readonly room: Room) {}

  async drain(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (let next = this.next(); next; next = this.next()) await this.deliver(next.client_message_id);
    } finally {
      this.running = false;
      this.room.reconnecting.value = false;
    }
  }

  private next(): Outgoing | undefined {
    return this.room.session.now.outbox.find((each) => each.problem === undefined);
  }

  private item(clientId: string): Outgoing | undefined {
    return this.room.session.now.outbox.find((each) => each.client_message_id === clientId);
  }

  private async deliver(clientId: string): Promise<void> {
    let renewals = 0;
    for (let attempt = 1; this.item(clientId); attempt++) {
      const progress: Progress = { moved: false };
      try {
        await this.attempt(clientId, progress);
      } catch (error) {
        this.room.signal.throwIfAborted();
        if (progress.moved) attempt = 1;
        if (conversationGone(error) && progress.by && renewals++ < RENEWALS) this.renew(clientId, progress.by);
        else if (!passes(error)) return this.refuse(clientId, error);
        else await this.waitOut(attempt, error);
      }
    }
  }

  private async attempt(clientId: string, progress: Progress): Promise<void> {
    const { api, session, signal, transcript } = this.room;
    const by = (progress.by = await this.room.credentials());
    const item = this.item(clientId)!;
    if (item.turn_id && (await this.alreadyAnswered(item, by))) return;
    transcript.value = wait(transcript.peek(), item.turn_id ?? null);
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    const events = item.turn_id
      ? api.events(by, session.now.last_event_id, either)
      : api.send(by, { text: item.text, client_message_id: clientId, page_url: this.room.around.page() }, either);
    try {
      for await (const event of patiently(events, TURN_PATIENCE)) {
        progress.moved = true;
        this.room.reconnecting.value = false;
        if (this.item(clientId)?.turn_id) await this.room.catchUp(event, by, either);
        if (this.take(clientId, event)) return session.settle(clientId);
      }
    } finally {
      stop.abort();
    }
    throw new Cut("the stream ended before the answer");
  }

  /** True when the event ends the turn. */
  private take(clientId: string, event: WireEvent): boolean {
    const { session, transcript } = this.room;
    const known = this.item(clientId)?.turn_id;
    if (event.name === "turn.accepted" && !known) {
      const event_id = event.id ?? session.now.last_event_id ?? undefined;
      session.amend(clientId, { turn_id: event.data.turn_id, event_id });
      transcript.value = accept(transcript.peek(), clientId, event.data.turn_id, event.data.message_id ?? event.data.message?.id);
    }
    this.room.receive(event);
    const turn = this.item(clientId)?.turn_id;
    if (!turn) return event.name === "problem";
    if (event.name === "problem") return !event.data.turn_id || event.data.turn_id === turn;
    return transcript.peek().human || isAnswered(transcript.peek(), turn);
  }

  private async alreadyAnswered(item: Outgoing, by: Credentials): Promise<boolean> {
    const { api, session, signal, transcript } = this.room;
    const history = await api.history(by, signal);
    transcript.value = restore(transcript.peek(), history, session.now.opened);
    const done = transcript.peek().human || isAnswered(transcript.peek(), item.turn_id!);
    if (done) session.settle(item.client_message_id);
    return done;
  }

  private renew(clientId: string, by: Credentials): void {
    this.room.leave(by);
    const { client_message_id, text } = this.item(clientId)!;
    const outbox = this.room.session.now.outbox.map((each) =>
      each.client_message_id === clientId ? { client_message_id, text } : each,
    );
    this.room.session.update({ outbox });
  }

  private refuse(clientId: string, error: unknown): void {
    const problem = error instanceof Problem && error.message ? error.message : this.room.around.phrases.failed;
    this.room.session.amend(clientId, { problem });
    this.room.transcript.value = refuse(this.room.transcript.peek(), clientId, problem);
  }

  private async waitOut(attempt: number, error: unknown): Promise<void> {
    this.room.reconnecting.value = true;
    await pause(delayBefore(attempt, error), this.room.signal);
  }
}
