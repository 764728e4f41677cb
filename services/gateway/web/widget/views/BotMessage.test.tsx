import { render } from "preact";
import { describe, expect, it } from "vitest";
import { phrasesOf } from "../strings";
import type { Message } from "../wire/types";
import { BotMessage } from "./BotMessage";
import { type Showing, ShowingContext } from "./context";

const PERSON = { label: "Talk to a person", text: "I would like to talk to a person." };
const PRICES = { label: "What does it cost?", text: "What does it cost?" };

function buttons(blocks: Message["blocks"]): string[] {
  const root = document.createElement("div");
  const message = { id: "msg_1", role: "bot", text: "?", blocks, suggested_actions: [PERSON, PRICES] } as unknown as Message;
  const showing = { phrases: phrasesOf("en") } as unknown as Showing;
  render(<ShowingContext.Provider value={showing}><BotMessage message={message} last /></ShowingContext.Provider>, root);
  return [...root.querySelectorAll(".next button")].map((button) => button.textContent ?? "");
}

describe("suggestions below a reply", () => {
  it("leave out the person whom the card already offers", () => {
    expect(buttons([{ type: "handoff_offer", text: PERSON.text }])).toEqual([PRICES.label]);
  });
  it("are all there without a card", () => {
    expect(buttons([])).toEqual([PERSON.label, PRICES.label]);
  });
});
