import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useShowing } from "./context";
import { SendIcon } from "./icons";

const LIMIT = 4_000;
const NEAR = 400;
const TALLEST = 144;
/** What Safari says of the Enter that ends a composition, after it has ended. */
const BY_IME = 229;

export function Composer(): JSX.Element {
  const { chat, phrases } = useShowing();
  const field = useRef<HTMLTextAreaElement>(null);
  const text = chat.draft.value;
  const left = LIMIT - Array.from(text).length;
  const ready = text.trim() !== "" && left >= 0;

  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, TALLEST)}px`;
  }, [text, chat.opened.value]);

  const send = (): void => {
    if (!ready) return;
    chat.send(text);
    chat.setDraft("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === BY_IME) return;
    event.preventDefault();
    send();
  };
  return (
    <div class="composer">
      <div class="field">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          placeholder={phrases.placeholder}
          aria-label={phrases.placeholder}
          aria-describedby={left <= NEAR ? "left" : undefined}
          aria-invalid={left < 0}
          onInput={(event) => chat.setDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="button" class="send" aria-label={phrases.send} disabled={!ready} onClick={send}><SendIcon /></button>
      </div>
      <p class="below">
        {left <= NEAR ? (
          <span id="left" class={left < 0 ? "over" : ""}>{left < 0 ? phrases.tooLong(-left) : phrases.left(left)}</span>
        ) : (
          phrases.disclosure
        )}
      </p>
    </div>
  );
}
