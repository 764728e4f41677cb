import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Chat } from "../state/chat";
import type { Phrases } from "../strings";

/** What every view may show: `name` is the bot's, `subtitle` the host's own words about it. */
export interface Showing {
  chat: Chat;
  phrases: Phrases;
  company: string;
  subtitle: string;
  name: string;
  greeting: string;
  suggestions: string[];
}

export const ShowingContext = createContext<Showing | null>(null);

export function useShowing(): Showing {
  return useContext(ShowingContext)!;
}
