import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Slots } from "../wire/types";
import { useShowing } from "./context";
import { Field } from "./Field";

const show = (button: HTMLElement | null): void => button?.scrollIntoView({ block: "nearest" });

/** Days, then the times of one; what is chosen is sent as a message, by which the bot books it. */
export function SlotPicker({ offer }: { offer: Slots }): JSX.Element {
  const { chat, phrases } = useShowing();
  const dayOf = (at: string): string => at.slice(0, 10);
  const days = [...new Set(offer.slots.map(dayOf))];
  const [day, setDay] = useState(days[0]);
  const [at, setAt] = useState("");
  const spoken = (date: string): string =>
    new Date(date).toLocaleDateString(offer.language, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
  const time = (slot: string): string => slot.slice(11);
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget as HTMLFormElement).get("email") ?? "").trim();
    chat.send(offer.say.replace("{time}", at.replace("T", " ")) + (email && `, ${email}`));
  };
  const choices = (name: string, legend: string, values: string[], chosen: string | undefined, label: (value: string) => string, choose: (value: string) => void): JSX.Element => (
    <fieldset>
      <legend>{legend}</legend>
      <div class="choices">
        {values.map((each) => (
          <label key={each}>
            <input type="radio" name={name} checked={each === chosen} onChange={() => choose(each)} />
            <span>{label(each)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
  return (
    <form class="slots" onSubmit={onSubmit}>
      {choices("day", offer.labels.day, days, day, spoken, (date) => (setDay(date), setAt("")))}
      {choices("at", offer.labels.time, offer.slots.filter((slot) => dayOf(slot) === day), at, time, setAt)}
      {at && offer.ask_email && <Field name="email" label={offer.labels.email} type="email" autocomplete="email" hint={phrases.optional} />}
      {at && <button ref={show} type="submit" class="primary wide">{offer.labels.book} · {spoken(dayOf(at))}, {time(at)}</button>}
    </form>
  );
}
