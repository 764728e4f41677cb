import type { JSX } from "preact";
import { useShowing } from "./context";
import { PersonIcon } from "./icons";

export function AgentTyping({ name }: { name: string }): JSX.Element {
  const { phrases } = useShowing();
  return (
    <article class="reply agent live">
      <span class="from"><span class="agent-face"><PersonIcon size={16} /></span></span>
      <p class="typing" role="status" aria-label={phrases.agentTyping(name || phrases.aPerson)}><i /><i /><i /></p>
    </article>
  );
}
