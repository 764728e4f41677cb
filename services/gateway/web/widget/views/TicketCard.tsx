import type { JSX } from "preact";
import type { Ticket } from "../wire/types";
import { useShowing } from "./context";
import { CheckIcon } from "./icons";

export function TicketCard({ ticket }: { ticket: Ticket }): JSX.Element {
  const { chat, phrases } = useShowing();
  return (
    <div class="ticket">
      <span class="done"><CheckIcon /></span>
      <h3>{phrases.ticketTitle}</h3>
      <p class="number"><span>{phrases.ticketNumber}</span> <b>{ticket.number}</b></p>
      <p>{phrases.ticketNote}</p>
      {ticket.contact_known === false && !chat.form.value && (
        <button type="button" class="primary wide" onClick={() => chat.offerForm()}>{phrases.reach}</button>
      )}
    </div>
  );
}
