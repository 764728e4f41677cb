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

  /** The page would take what is typed here for its shortcuts: it sees the widget, not the field. */
  const keep = (event: Event): void => event.stopPropagation();
  const onKeyDown = (event: KeyboardEvent): void => {
    keep(event);
    if (event.key === "Escape" && !event.isComposing) chat.setOpen(false);
    if (event.key === "Tab" && panel.current && fillsScreen()) keepInside(panel.current, event);
  };
  /** A button that is gone once it was pressed must not take the focus with it. */
  const rescue = (): void =>
    void requestAnimationFrame(() => {
      const lost = chat.opened.peek() && !(panel.current?.getRootNode() as ShadowRoot).activeElement;
      if (lost) panel.current?.querySelector<HTMLElement>(fillsScreen() ? ".scroller" : "textarea")?.focus({ preventScroll: true });
    });
  return (
    <section ref={panel} id="panel" class="panel" role="dialog" aria-label={company} aria-modal={open && fillsScreen()} inert={!open} onKeyDown={onKeyDown} onKeyUp={keep} onKeyPress={keep} onClick={rescue}>
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
