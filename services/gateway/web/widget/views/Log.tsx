import type { JSX } from "preact";
import { AgentTyping } from "./AgentTyping";
import { useShowing } from "./context";
import type { Entry } from "../state/transcript";
import { EntryView } from "./EntryView";
import { HandoffForm } from "./HandoffForm";
import { DownIcon, PersonIcon } from "./icons";
import { LiveReply } from "./LiveReply";
import { useStickyScroll } from "./useStickyScroll";
import { Welcome } from "./Welcome";

export function Log(): JSX.Element {
  const { chat, phrases } = useShowing();
  const { entries, live, offered, human, typist } = chat.transcript.value;
  const form = chat.form.value;
  const asked = entries.filter((entry) => entry.kind === "ticket" || isQuestion(entry)).length;
  const fresh = entries.length === 0 && live === null;
  const scroll = useStickyScroll(asked, fresh && !form, [entries, live, form, typist, chat.opened.value]);
  const last = entries.at(-1);
  const declined = last?.kind === "message" && last.message.blocks?.some((block) => block.type === "handoff_offer");
  const offer = !form && !human && !live && (offered || declined);
  return (
    <div class="scroller" ref={scroll.ref} onScroll={scroll.onScroll} tabIndex={0}>
      <div class="log" role="log" aria-live="polite" aria-busy={live !== null} aria-label={phrases.messages}>
        <Welcome fresh={fresh} />
        {entries.map((entry) => <EntryView key={entry.key} entry={entry} last={entry === last && !live} />)}
        {live && <LiveReply live={live} />}
        {typist !== null && <AgentTyping name={typist} />}
        {offer && (
          <div class="offer">
            <p>{phrases.offer}</p>
            <button type="button" class="primary" onClick={() => chat.offerForm()}>
              <PersonIcon size={18} />
              {phrases.person}
            </button>
          </div>
        )}
      </div>
      {form && <HandoffForm description={form.description} requestId={form.request_id} />}
      {chat.room.reconnecting.value && <p class="reconnecting" role="status">{phrases.reconnecting}</p>}
      {scroll.away && !form && (
        <button type="button" class="latest" aria-label={phrases.latest} onClick={scroll.toEnd}><DownIcon /></button>
      )}
    </div>
  );
}

function isQuestion(entry: Entry): boolean {
  return entry.kind === "message" && entry.message.role === "contact";
}
