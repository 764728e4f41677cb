import { TAG } from "./element";
import { mount } from "./mount";
import { readSettings } from "./settings";

const script =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>("script[data-bot][src*='widget.js']");

function start(): void {
  const publicKey = script?.dataset.bot?.trim();
  if (!script || !publicKey) {
    return console.error("Answerbus: the script tag needs data-bot with the public key of your bot.");
  }
  if (document.querySelector(TAG)) return console.error("Answerbus: there is a chat on this page already.");
  const settings = readSettings((window as { AnswerbusSettings?: unknown }).AnswerbusSettings);
  mount(new URL(script.src).origin, publicKey, settings).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") return;
    console.error("Answerbus: the chat could not start.", error instanceof Error ? error.message : error);
  });
}

if (document.body) start();
else addEventListener("DOMContentLoaded", start, { once: true });
