import { render } from "preact";
import { expect, it } from "vitest";
import type { Entry } from "../state/transcript";
import { phrasesOf } from "../strings";
import { type Showing, ShowingContext } from "./context";
import { EntryView } from "./EntryView";

it("draws an entry again only when it changed", () => {
  let drawn = 0;
  const message = { id: "msg_1", role: "bot", get text() { return `Drawn ${++drawn} times` } };
  const entry = { kind: "message", key: "msg_1", message, delivery: "sent" } as unknown as Entry;
  const showing = { phrases: phrasesOf("en") } as unknown as Showing;
  const root = document.createElement("div");
  const show = (each: Entry): void =>
    render(<ShowingContext.Provider value={showing}><EntryView entry={each} last={false} /></ShowingContext.Provider>, root);
  for (const each of [entry, entry, { ...entry }]) show(each);
  expect(root.textContent).toBe("Drawn 2 times");
});
