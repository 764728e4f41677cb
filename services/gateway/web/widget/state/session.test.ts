import { beforeEach, expect, it } from "vitest";
import { SessionStore } from "./session";

beforeEach(() => localStorage.clear());

it("survives a reload, each public key for itself", () => {
  new SessionStore("pk_a").update({ draft: "half a thou" });
  expect(new SessionStore("pk_a").now.draft).toBe("half a thou");
  expect(new SessionStore("pk_b").now.draft).toBe("");
});

it("starts afresh from what it cannot read", () => {
  localStorage.setItem("answerbus:pk_a", "{broken");
  expect(new SessionStore("pk_a").now.outbox).toEqual([]);
});

it("works without storage", () => {
  const store = new SessionStore("pk_a", null);
  store.update({ draft: "kept in memory" });
  expect(store.now.draft).toBe("kept in memory");
});

it("works with storage that refuses to write", () => {
  const full = { ...localStorage, getItem: () => null, setItem: () => { throw new DOMException("full"); } };
  const store = new SessionStore("pk_a", full as unknown as Storage);
  store.update({ draft: "kept" });
  expect(store.now.draft).toBe("kept");
});

it("leaves in place what another tab has stored meanwhile", () => {
  const [one, two] = [new SessionStore("pk_a"), new SessionStore("pk_a")];
  one.update({ conversation_id: "cnv_1", token: "t" });
  two.update({ draft: "half a thou" });
  const { conversation_id, draft } = new SessionStore("pk_a").now;
  expect([conversation_id, draft]).toEqual(["cnv_1", "half a thou"]);
});

it("takes over the conversation of another tab", () => {
  const here = new SessionStore("pk_a");
  new SessionStore("pk_a").update({ conversation_id: "cnv_1", token: "t", expires_at: 5 });
  here.adopt();
  expect(here.now.conversation_id).toBe("cnv_1");
});

it("knows who it is beyond the conversation", () => {
  const here = new SessionStore("pk_a");
  new SessionStore("pk_a").update({ contact_token: "me" });
  here.adopt();
  here.leaveConversation();
  expect(here.now.contact_token).toBe("me");
});

it("forgets everything", () => {
  const store = new SessionStore("pk_a");
  store.update({ draft: "x" });
  store.forget();
  expect(localStorage.length).toBe(0);
});
