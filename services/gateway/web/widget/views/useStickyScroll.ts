import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

const NEAR = 48;
const BEFORE = 64;
const SAID = ".log > :is(article, .ticket, .notice)";

interface StickyScroll {
  ref: RefObject<HTMLDivElement | null>;
  away: boolean;
  onScroll(): void;
  toEnd(): void;
}

/**
 * Follows the end while the reader is there or just `asked`, but never past the beginning of what was said last;
 * leaves a reader who scrolled up in peace.
 * Who has not said anything yet (`fresh`) reads the greeting from its beginning.
 */
export function useStickyScroll(asked: number, fresh: boolean, changes: unknown[]): StickyScroll {
  const ref = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const [away, setAway] = useState(false);
  const before = useRef(asked);
  useLayoutEffect(() => {
    if (asked > before.current) stuck.current = true;
    before.current = asked;
    const box = ref.current;
    if (!box || fresh) return;
    if (stuck.current) box.scrollTop = Math.max(box.scrollTop, lastSaid(box) - BEFORE);
    setAway(below(box) >= NEAR);
  }, changes);
  const onScroll = (): void => {
    const box = ref.current;
    if (!box) return;
    stuck.current = below(box) < NEAR;
    setAway(!stuck.current);
  };
  const toEnd = (): void => {
    stuck.current = true;
    ref.current?.focus({ preventScroll: true });
    ref.current?.scrollTo({ top: ref.current.scrollHeight, behavior: calm() });
  };
  return { ref, away, onScroll, toEnd };
}

/** How to scroll for who may not like to see things move. */
export function calm(): ScrollBehavior {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}

const below = (box: HTMLElement): number => box.scrollHeight - box.scrollTop - box.clientHeight;

function lastSaid(box: HTMLElement): number {
  return [...box.querySelectorAll<HTMLElement>(SAID)].at(-1)?.offsetTop ?? 0;
}
