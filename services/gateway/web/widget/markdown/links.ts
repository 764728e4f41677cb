const SAFE = new Set(["http:", "https:", "mailto:"]);

/** The address when it is absolute and leads to a web page or a mailbox; else null. */
export function safeHref(href: string | null | undefined): string | null {
  if (!href) return null;
  try {
    const url = new URL(href);
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
