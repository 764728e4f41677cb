import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { safeHref } from "../markdown/links";
import type { Citation } from "../wire/types";
import { useShowing } from "./context";
import { CloseIcon, OutIcon } from "./icons";
import { calm } from "./useStickyScroll";

interface Props {
  citations: Citation[];
  shown: number | null;
  toggle(number: number): void;
}

export function Citations({ citations, shown, toggle }: Props): JSX.Element {
  const { phrases } = useShowing();
  const open = shown === null ? undefined : citations[shown - 1];
  const name = ({ title, page, web }: Citation, index: number): string =>
    [phrases.source(index + 1), title, page != null && phrases.page(page), web && `(${phrases.web})`].filter(Boolean).join(" ");
  return (
    <div class="sources">
      <ul class="chips" aria-label={phrases.sources}>
        {citations.map((citation, index) => (
          <li key={index} class={citation.web ? "web" : ""}>
            <button
              type="button"
              aria-expanded={shown === index + 1}
              aria-label={name(citation, index)}
              onClick={() => toggle(index + 1)}
            >
              <b>{index + 1}</b>
              <span dir="auto">{citation.title}</span>
              {citation.page != null && <i>{phrases.page(citation.page)}</i>}
            </button>
          </li>
        ))}
      </ul>
      {open && <Source citation={open} close={() => toggle(shown!)} />}
    </div>
  );
}

function Source({ citation, close }: { citation: Citation; close(): void }): JSX.Element {
  const { phrases } = useShowing();
  const box = useRef<HTMLDivElement>(null);
  const href = safeHref(citation.url);
  const back = (): void => {
    box.current?.parentElement?.querySelector<HTMLElement>("[aria-expanded=true]")?.focus();
    close();
  };
  useEffect(() => box.current?.scrollIntoView({ block: "nearest", behavior: calm() }), [citation]);
  return (
    <div class="source" ref={box}>
      <div class="source-head">
        <strong dir="auto">{citation.title}</strong>
        {citation.web && <span class="page">{phrases.web}</span>}
        {citation.page != null && <span class="page">{phrases.page(citation.page)}</span>}
        <button type="button" class="quiet small" aria-label={phrases.closeSource} onClick={back}><CloseIcon size={14} /></button>
      </div>
      {citation.quote && <blockquote dir="auto">{citation.quote}</blockquote>}
      {href && (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">{phrases.readSource}<OutIcon /></a>
      )}
    </div>
  );
}
