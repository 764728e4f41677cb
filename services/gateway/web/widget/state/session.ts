import type { Opened } from "./transcript";

/** A question on its way. Once accepted it has its `turn_id`; `event_id` is where its whole answer is read from. */
export interface Outgoing {
  client_message_id: string;
  text: string;
  turn_id?: string;
  event_id?: string | undefined;
  problem?: string;
}

/** What survives a reload. `expires_at` in milliseconds since 1970; `contact_token` outlives conversations. */
export interface Session {
  contact_token: string | null;
  conversation_id: string | null;
  token: string | null;
  expires_at: number;
  last_event_id: string | null;
  draft: string;
  outbox: Outgoing[];
  opened: Opened[];
  rated: string[];
  open: boolean;
}

const FRESH: Session = {
  contact_token: null,
  conversation_id: null,
  token: null,
  expires_at: 0,
  last_event_id: null,
  draft: "",
  outbox: [],
  opened: [],
  rated: [],
  open: false,
};

/** The session of one public key in localStorage; kept in memory alone where the browser forbids storage. */
export class SessionStore {
  private readonly key: string;
  private memory: Session;

  constructor(
    publicKey: string,
    private readonly storage: Storage | null = usableStorage(),
  ) {
    this.key = `answerbus:${publicKey}`;
    this.memory = this.read();
  }

  get now(): Session {
    return this.memory;
  }

  /** Keeps what changed beside what other tabs of this visitor have stored meanwhile. */
  update(change: Partial<Session>): void {
    this.memory = { ...this.memory, ...change };
    try {
      this.storage?.setItem(this.key, JSON.stringify({ ...this.read(), ...change }));
    } catch {
      // A full or blocked storage costs the resume after a reload, never the conversation.
    }
  }

  amend(clientId: string, change: Partial<Outgoing>): void {
    const outbox = this.memory.outbox.map((each) => (each.client_message_id === clientId ? { ...each, ...change } : each));
    this.update({ outbox });
  }

  settle(clientId: string): void {
    this.update({ outbox: this.memory.outbox.filter((each) => each.client_message_id !== clientId) });
  }

  /** Takes over a conversation that another tab of this visitor has started meanwhile. */
  adopt(): void {
    const { conversation_id, token, expires_at, contact_token } = this.read();
    if (contact_token) this.update({ contact_token });
    if (conversation_id && token) this.update({ conversation_id, token, expires_at });
  }

  leaveConversation(): void {
    this.update({ conversation_id: null, token: null, expires_at: 0, last_event_id: null });
  }

  forget(): void {
    this.memory = FRESH;
    this.storage?.removeItem(this.key);
  }

  private read(): Session {
    try {
      const stored: unknown = JSON.parse(this.storage?.getItem(this.key) ?? "null");
      return typeof stored === "object" && stored !== null ? { ...FRESH, ...stored } : FRESH;
    } catch {
      return FRESH;
    }
  }
}

function usableStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
