import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../state/chat";
import { useShowing } from "./context";
import { ThumbDownIcon, UpIcon } from "./icons";

const GOOD = 5;
const BAD = 1;

export function Feedback({ messageId, chat }: { messageId: string; chat: Chat }): JSX.Element {
  const { phrases } = useShowing();
  const [asking, ask] = useState(false);
  const comment = useRef<string | null>(null);
  const unsent = useRef(false);
  const rate = (rating: number): void => {
    unsent.current = false;
    ask(false);
    void chat.rate(messageId, rating, comment.current?.trim() || undefined);
  };
  useEffect(() => () => void (unsent.current && rate(BAD)), []);

  if (chat.rated.value.includes(messageId)) return <p class="thanks" role="status">{phrases.thanks}</p>;
  if (asking) return <Comment said={comment} send={() => rate(BAD)} />;
  const askWhy = (): void => {
    unsent.current = true;
    ask(true);
  };
  return (
    <div class="thumbs">
      <button type="button" class="quiet small" aria-label={phrases.helpful} title={phrases.helpful} onClick={() => rate(GOOD)}>
        <UpIcon />
      </button>
      <button type="button" class="quiet small" aria-label={phrases.unhelpful} title={phrases.unhelpful} onClick={askWhy}>
        <ThumbDownIcon />
      </button>
    </div>
  );
}

function Comment({ said, send }: { said: { current: string | null }; send(): void }): JSX.Element {
  const { phrases } = useShowing();
  const input = useRef<HTMLInputElement>(null);
  const skip = (): void => {
    said.current = null;
    send();
  };
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    send();
  };
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  return (
    <form class="comment" onSubmit={onSubmit}>
      <input
        ref={input}
        maxLength={1000}
        dir="auto"
        aria-label={phrases.whatMissed}
        placeholder={phrases.whatMissed}
        onInput={(event) => (said.current = event.currentTarget.value)}
      />
      <button type="submit" class="link">{phrases.sendFeedback}</button>
      <button type="button" class="link dim" onClick={skip}>{phrases.skip}</button>
    </form>
  );
}
