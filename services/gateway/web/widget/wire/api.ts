import { readEvents } from "./events";
import { Cut, problemOf } from "./problem";
import type { BotConfig, Conversation, HandoffAccepted, HandoffRequest, Message, Page, Ticket, WireEvent } from "./types";

const SILENCE = 40_000;

export interface Credentials {
  conversation_id: string;
  token: string;
}

export interface Question {
  text: string;
  client_message_id: string;
  page_url: string;
}

export interface Opening {
  page_url: string;
  locale: string;
  attributes: Record<string, string>;
  contact_token: string | null;
}

/** The customer's half of the public API. Every call rejects with Problem, TypeError (network) or Cut. */
export class Api {
  constructor(
    private readonly base: string,
    private readonly publicKey: string,
  ) {}

  config(signal: AbortSignal): Promise<BotConfig> {
    return this.json("GET", `/widget/${encodeURIComponent(this.publicKey)}/config`, { signal });
  }

  start(opening: Opening, signal: AbortSignal): Promise<Conversation> {
    const path = `/widget/${encodeURIComponent(this.publicKey)}/conversations`;
    const attributes = { ...opening.attributes, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    return this.json("POST", path, { body: { ...opening, attributes }, signal });
  }

  send(by: Credentials, body: Question, signal: AbortSignal): AsyncGenerator<WireEvent> {
    return this.stream("POST", this.path(by, "messages"), { by, body, signal });
  }

  events(by: Credentials, lastEventId: string | null, signal: AbortSignal): AsyncGenerator<WireEvent> {
    const headers: Record<string, string> = lastEventId ? { "Last-Event-ID": lastEventId } : {};
    return this.stream("GET", this.path(by, "events"), { by, headers, signal });
  }

  async history(by: Credentials, signal: AbortSignal): Promise<Message[]> {
    const messages: Message[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor ? `?limit=100&cursor=${encodeURIComponent(cursor)}` : "?limit=100";
      const page: Page<Message> = await this.json("GET", this.path(by, "messages") + query, { by, signal });
      messages.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor && messages.length < 2_000);
    return messages;
  }

  handoff(by: Credentials, body: HandoffRequest, signal: AbortSignal): Promise<Ticket | HandoffAccepted> {
    return this.json("POST", this.path(by, "handoff"), { by, body, signal });
  }

  async feedback(by: Credentials, rating: number, comment: string | undefined, signal: AbortSignal): Promise<void> {
    const body = comment ? { rating, comment } : { rating };
    await this.call("POST", this.path(by, "feedback"), { by, body, signal });
  }

  private path(by: Credentials, tail: string): string {
    return `/conversations/${encodeURIComponent(by.conversation_id)}/${tail}`;
  }

  private async *stream(method: string, path: string, options: Options): AsyncGenerator<WireEvent> {
    const headers = { ...options.headers, Accept: "text/event-stream" };
    const response = await this.call(method, path, { ...options, headers });
    if (!response.body) throw new Cut("the answer has no body");
    yield* readEvents(response.body, SILENCE);
  }

  private async json<T>(method: string, path: string, options: Options): Promise<T> {
    return (await this.call(method, path, options)).json() as Promise<T>;
  }

  private async call(method: string, path: string, options: Options): Promise<Response> {
    const headers = new Headers(options.headers);
    if (options.by) headers.set("Authorization", `Bearer ${options.by.token}`);
    const init: RequestInit = { method, headers, credentials: "omit", signal: options.signal };
    if (options.body !== undefined) {
      headers.set("Content-Type", "application/json");
      init.body = JSON.stringify(options.body);
    }
    const response = await fetch(`${this.base}/v1${path}`, init);
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}

interface Options {
  signal: AbortSignal;
  by?: Credentials;
  body?: unknown;
  headers?: Record<string, string>;
}
