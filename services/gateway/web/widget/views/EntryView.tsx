import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Entry } from "../state/transcript";
import { BotMessage } from "./BotMessage";
import { ContactMessage } from "./ContactMessage";
import { TicketCard } from "./TicketCard";

/** Drawn again only when it changed: of a long talk, only what is being written. */
export function EntryView({ entry, last }: { entry: Entry; last: boolean }): JSX.Element {
  return useMemo(() => drawn(entry, last), [entry, last]);
}

function drawn(entry: Entry, last: boolean): JSX.Element {
  if (entry.kind === "ticket") return <TicketCard ticket={entry.ticket} />;
  if (entry.kind === "notice") return <p class={`notice notice-${entry.tone}`} dir="auto">{entry.text}</p>;
  if (entry.message.role === "contact") return <ContactMessage entry={entry} />;
  if (entry.message.role === "system") return <p class="notice notice-quiet" dir="auto">{entry.message.text}</p>;
  return <BotMessage message={entry.message} last={last} />;
}
