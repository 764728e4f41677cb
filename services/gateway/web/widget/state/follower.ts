import { delayBefore, pause } from "../wire/backoff";
import { conversationGone } from "../wire/problem";
import type { Room } from "./room";

/** Keeps listening between turns, so that an agent's words arrive without being asked for. */
export class Follower {
  private stop: AbortController | null = null;

  constructor(private readonly room: Room) {}

  set(wanted: boolean): void {
    if (wanted === (this.stop !== null)) return;
    this.stop?.abort();
    this.stop = wanted ? new AbortController() : null;
    if (this.stop) this.run(AbortSignal.any([this.stop.signal, this.room.signal])).catch(() => undefined);
  }

  private async run(signal: AbortSignal): Promise<void> {
    for (let attempt = 1; !signal.aborted; attempt++) {
      let heard = false;
      const by = this.room.known();
      if (!by) return;
      try {
        for await (const event of this.room.api.events(by, this.room.session.now.last_event_id, signal)) {
          heard = true;
          await this.room.catchUp(event, by, signal);
          this.room.receive(event);
        }
      } catch (error) {
        if (conversationGone(error)) return this.room.leave(by);
      }
      await pause(delayBefore(heard ? (attempt = 1) : attempt, null), signal);
    }
  }
}
