import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Composer } from "./Composer";
import { useShowing } from "./context";
import { Header } from "./Header";
import { Log } from "./Log";

const FOCUSABLE = "button:not(:disabled), a[href], input, textarea, [tabindex='0']";

export function Panel(): JSX.Element {
  const { chat, company } = useShowing();
  const panel = useRef<HTMLElement>(null);
  const open = chat.opened.value;
  const form = chat.form.value !== null;

  useEffect(() => {
    if (open && !form) panel.current?.querySelector("textarea")?.focus({ preventScroll: true });
  }, [open, form]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      chat.setOpen(false);
    }
    if (event.key === "Tab" && panel.current && fillsScreen()) keepInside(panel.current, event);
  };
  return (
    <section ref={panel} id="panel" class="panel" role="dialog" aria-label={company} inert={!open} onKeyDown={onKeyDown}>
      <Header />
      <Log />
      {!form && <Composer />}
    </section>
  );
}

export function fillsScreen(): boolean {
  return matchMedia("(max-width: 480px)").matches;
}

function keepInside(panel: HTMLElement, event: KeyboardEvent): void {
  const stops = Array.from(panel.querySelectorAll<HTMLElement>(FOCUSABLE));
  const active = (panel.getRootNode() as ShadowRoot).activeElement;
  const [edge, other] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (active !== edge) return;
  event.preventDefault();
  other?.focus();
}
