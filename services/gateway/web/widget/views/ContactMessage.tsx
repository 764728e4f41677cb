import type { JSX } from "preact";
import type { Entry } from "../state/transcript";
import { useShowing } from "./context";

export function ContactMessage({ entry }: { entry: Extract<Entry, { kind: "message" }> }): JSX.Element {
  const { chat, phrases } = useShowing();
  return (
    <article class={`said ${entry.delivery}`} aria-label={phrases.you}>
      <p class="bubble" dir="auto">{entry.message.text}</p>
      {entry.delivery === "failed" && (
        <p class="undelivered" dir="auto">
          {entry.problem}
          <button type="button" class="link" onClick={() => chat.retry(entry.key)}>{phrases.retry}</button>
        </p>
      )}
    </article>
  );
}
