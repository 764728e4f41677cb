import type { JSX } from "preact";
import { useShowing } from "./context";
import { ArrowIcon, PersonIcon } from "./icons";

export function Welcome({ fresh }: { fresh: boolean }): JSX.Element {
  const { chat, phrases, greeting, suggestions } = useShowing();
  return (
    <div class={fresh ? "welcome fresh" : "welcome"}>
      <p class="greeting" dir="auto">{greeting}</p>
      {fresh && suggestions.length > 0 && (
        <ul class="starters" aria-label={phrases.suggestions}>
          {suggestions.map((question) => (
            <li key={question}>
              <button type="button" dir="auto" onClick={() => chat.send(question)}>
                <span>{question}</span>
                <ArrowIcon />
              </button>
            </li>
          ))}
        </ul>
      )}
      {fresh && chat.form.value === null && (
        <button type="button" class="link" onClick={() => chat.offerForm()}>
          <PersonIcon size={16} />
          {phrases.person}
        </button>
      )}
    </div>
  );
}
