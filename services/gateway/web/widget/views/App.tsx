import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { type Showing, ShowingContext } from "./context";
import { Launcher } from "./Launcher";
import { Panel } from "./Panel";

export function App({ showing, side }: { showing: Showing; side: "left" | "right" }): JSX.Element {
  const launcher = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const unread = showing.chat.unread.value;
  useSignalEffect(() => {
    const open = showing.chat.opened.value;
    if (!open && wasOpen.current) launcher.current?.focus({ preventScroll: true });
    wasOpen.current = open;
  });
  return (
    <ShowingContext.Provider value={showing}>
      <div class={`widget ${side}`} lang={showing.chat.around.locale} dir="ltr" data-open={showing.chat.opened.value}>
        <Panel />
        <Launcher button={launcher} />
        <p class="heard" role="status">{unread > 0 && showing.phrases.unread(unread)}</p>
      </div>
    </ShowingContext.Provider>
  );
}
