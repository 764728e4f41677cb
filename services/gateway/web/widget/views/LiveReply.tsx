import type { JSX } from "preact";
import { Markdown } from "../markdown/Markdown";
import { mend } from "../markdown/mend";
import type { Live } from "../state/transcript";
import { useShowing } from "./context";
import { Face } from "./icons";

const nothing = (): string => "";

/** What is being written now. Screen readers hear the finished reply instead, once. */
export function LiveReply({ live }: { live: Live }): JSX.Element {
  const { phrases } = useShowing();
  return (
    <article class="reply bot live">
      <span class="from"><Face size={26} /></span>
      {live.text ? (
        <div class="body" aria-hidden="true">
          <div class="text streaming" dir="auto"><Markdown text={mend(live.text)} mark={nothing} /></div>
        </div>
      ) : (
        <p class="typing" role="status" aria-label={live.late ?? phrases.typing}><i /><i /><i /> {live.late}</p>
      )}
    </article>
  );
}
