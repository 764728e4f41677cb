import { Commands } from "./commands";
import { createElement } from "./element";
import { pageOf, type Settings } from "./settings";
import { Chat } from "./state/chat";
import { SessionStore } from "./state/session";
import { chooseLocale, phrasesOf } from "./strings";
import { fillsScreen } from "./views/Panel";
import { Api } from "./wire/api";
import { delayBefore, pause } from "./wire/backoff";
import { passes } from "./wire/problem";
import type { BotConfig } from "./wire/types";

/** Puts the widget on the page; everything it did is undone by `Answerbus("remove")`. */
export async function mount(base: string, publicKey: string, settings: Settings): Promise<void> {
  const ending = new AbortController();
  const session = new SessionStore(publicKey);
  const element = createElement();
  let chat: Chat | undefined;
  let wanted: boolean | null = null;
  const setOpen = (open: boolean): void => (chat ? chat.setOpen(open) : void (wanted = open));
  const remove = (): void => {
    ending.abort();
    chat?.close();
    element.remove();
    session.forget();
    commands.withdraw();
  };
  const commands = new Commands(window as { Answerbus?: unknown }, { open: () => setOpen(true), close: () => setOpen(false), remove });
  commands.replay();

  const api = new Api(base, publicKey);
  document.body.append(element);
  const config = await readConfig(api, ending.signal).catch((error: unknown) => {
    element.remove();
    throw error;
  });
  const locale = chooseLocale(settings.locale, document.documentElement.lang, config.locale, navigator.language);
  const phrases = phrasesOf(locale);
  const tell = (event: string, detail?: unknown): void => {
    if (event === "message" && chat && !chat.opened.peek()) commands.tell("unread", { count: ++chat.unread.value });
    commands.tell(event, detail);
  };
  const { attributes } = settings;
  chat = new Chat({ api, session, phrases, page: () => pageOf(settings, location), locale, attributes, signal: ending.signal, tell });
  const company = settings.title ?? (config.company || config.name);
  const subtitle = settings.hostDescription ?? (config.name !== company ? config.name : phrases.assistant);
  const showing = { chat, phrases, company, subtitle, name: config.name, greeting: config.greeting, suggestions: config.suggested_questions };
  element.show(showing, { primary: settings.colors.primary ?? config.color, onPrimary: settings.colors.onPrimary, side: settings.position });
  chat.setOpen(wanted ?? (session.now.open && !fillsScreen()));
  tell("ready");
  await chat.resume();
}

async function readConfig(api: Api, signal: AbortSignal): Promise<BotConfig> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await api.config(signal);
    } catch (error) {
      if (!passes(error)) throw error;
      await pause(delayBefore(attempt, error), signal);
    }
  }
}
