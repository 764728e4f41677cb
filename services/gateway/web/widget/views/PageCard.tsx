import type { JSX } from "preact";
import { safeHref } from "../markdown/links";
import type { Card } from "../wire/types";
import { OutIcon } from "./icons";

/** Leads to a page of the company; nothing of it is loaded before somebody goes there. */
export function PageCard({ of }: { of: Card }): JSX.Element | null {
  const href = safeHref(of.url);
  if (!href) return null;
  return (
    <a class="card" href={href} target="_blank" rel="noopener noreferrer nofollow">
      <strong dir="auto">{of.title}</strong>
      <span class="says" dir="auto">{of.text}</span>
      <span class="host"><OutIcon />{of.host}</span>
    </a>
  );
}
