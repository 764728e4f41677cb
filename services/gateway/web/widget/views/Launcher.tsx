import type { JSX, RefObject } from "preact";
import { useShowing } from "./context";
import { ChatIcon, DownIcon } from "./icons";

export function Launcher({ button }: { button: RefObject<HTMLButtonElement | null> }): JSX.Element {
  const { chat, phrases } = useShowing();
  const open = chat.opened.value;
  const unread = chat.unread.value;
  const label = open ? phrases.close : phrases.open;
  return (
    <button
      ref={button}
      type="button"
      class="launcher"
      aria-expanded={open}
      aria-controls="panel"
      aria-label={unread ? `${label}, ${phrases.unread(unread)}` : label}
      onClick={() => chat.setOpen(!open)}
    >
      <span class="glyph glyph-chat"><ChatIcon /></span>
      <span class="glyph glyph-down"><DownIcon size={28} /></span>
      {unread > 0 && <span class="badge" aria-hidden="true">{unread > 9 ? "9+" : unread}</span>}
    </button>
  );
}
