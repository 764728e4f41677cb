import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Markdown } from "../markdown/Markdown";
import type { Appointment, Card, Message, Slots } from "../wire/types";
import { AppointmentCard } from "./AppointmentCard";
import { Citations } from "./Citations";
import { useShowing } from "./context";
import { Feedback } from "./Feedback";
import { Face, PersonIcon } from "./icons";
import { PageCard } from "./PageCard";
import { SlotPicker } from "./SlotPicker";

export function BotMessage({ message, last }: { message: Message; last: boolean }): JSX.Element {
  const { chat, phrases, name } = useShowing();
  const [shown, show] = useState<number | null>(null);
  const citations = message.citations ?? [];
  const toggle = (number: number): void => show(number === shown ? null : number);
  const mark = (number: number): JSX.Element | null =>
    number < 1 || number > citations.length ? null : (
      <button type="button" class="mark" aria-label={phrases.source(number)} onClick={() => toggle(number)}>{number}</button>
    );
  const agent = message.role === "agent";
  const blocks = message.blocks ?? [];
  const slots = blocks.find((each) => each.type === "slots") as unknown as Slots | undefined;
  return (
    <article class={`reply ${message.role}`} aria-label={agent ? phrases.aPerson : name}>
      <span class="from">{agent ? <span class="agent-face"><PersonIcon size={16} /></span> : <Face size={26} />}</span>
      <div class="body">
        <div class="text" dir="auto"><Markdown text={message.text} mark={mark} /></div>
        {citations.length > 0 && <Citations citations={citations} shown={shown} toggle={toggle} />}
        {blocks.map((each) => each.type === "card" && <PageCard key={each.url} of={each as unknown as Card} />)}
        {blocks.map((each) => each.type === "appointment" && <AppointmentCard key={each.id} of={each as unknown as Appointment} />)}
        {last && slots && <SlotPicker key={message.id} offer={slots} />}
        {last && !agent && <NextSteps message={message} />}
        {last && message.outcome === "answered" && <Feedback key={message.id} messageId={message.id} chat={chat} />}
      </div>
    </article>
  );
}

function NextSteps({ message }: { message: Message }): JSX.Element | null {
  const { chat, phrases } = useShowing();
  const offer = message.blocks?.find((block) => block.type === "handoff_offer");
  const actions = message.suggested_actions?.filter((action) => action.text !== offer?.text);
  if (!actions?.length) return null;
  return (
    <ul class="next" aria-label={phrases.suggestions}>
      {actions.map((action) => (
        <li key={action.label}>
          <button type="button" dir="auto" onClick={() => chat.send(action.text)}>{action.label}</button>
        </li>
      ))}
    </ul>
  );
}
