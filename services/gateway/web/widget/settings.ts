export interface Settings {
  title?: string;
  colors: { primary?: string; onPrimary?: string };
  position: "left" | "right";
  locale?: string;
  hostUrl?: string;
  hostDescription?: string;
  /** What the page says of its visitor, such as their plan: told with the next conversation, never verified. */
  attributes: Record<string, string>;
}

const MOST_ATTRIBUTES = 19;

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() ? value.trim() : undefined;

/** Reads `window.AnswerbusSettings`, which the host page wrote: anything may be in it. */
export function readSettings(given: unknown): Settings {
  const raw = record(given);
  const colors = record(raw.colors);
  const told = Object.entries(record(raw.attributes)).filter(([name, value]) => name && text(value));
  const attributes = Object.fromEntries(told.slice(0, MOST_ATTRIBUTES).map(([name, value]) => [name, text(value)!.slice(0, 200)]));
  const settings: Settings = { attributes, colors: {}, position: raw.position === "left" ? "left" : "right" };
  for (const name of ["title", "locale", "hostUrl", "hostDescription"] as const) {
    const value = text(raw[name]);
    if (value) settings[name] = value;
  }
  for (const name of ["primary", "onPrimary"] as const) {
    const value = text(colors[name]);
    if (value) settings.colors[name] = value;
  }
  return settings;
}

/** Where the visitor is, without query and hash: those may carry secrets. */
export function pageOf(settings: Settings, location: { origin: string; pathname: string }): string {
  return settings.hostUrl ?? location.origin + location.pathname;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
