import type { JSX } from "preact";
import { useShowing } from "./context";
import { DownIcon, Face, PersonIcon } from "./icons";

export function Header(): JSX.Element {
  const { chat, phrases, company, subtitle } = useShowing();
  return (
    <div class="header">
      <Face size={38} />
      <div class="who">
        <h2 dir="auto">{company}</h2>
        <p dir="auto">{subtitle}</p>
      </div>
      <button
        type="button"
        class="quiet"
        aria-label={phrases.person}
        title={phrases.person}
        disabled={chat.form.value !== null}
        onClick={() => chat.offerForm()}
      >
        <PersonIcon />
      </button>
      <button type="button" class="quiet" aria-label={phrases.close} title={phrases.close} onClick={() => chat.setOpen(false)}>
        <DownIcon />
      </button>
    </div>
  );
}
