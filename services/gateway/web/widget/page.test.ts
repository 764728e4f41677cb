import { describe, expect, it, vi } from "vitest";
import { inkOn, themeRules } from "./colors";
import { Commands } from "./commands";
import { pageOf, readSettings } from "./settings";
import { chooseLocale, phrasesOf } from "./strings";

describe("commands", () => {
  const handlers = () => ({ open: vi.fn(), close: vi.fn(), remove: vi.fn() });

  it("replays what was called before the script came", () => {
    const listener = vi.fn();
    const scope: { Answerbus?: unknown } = { Answerbus: Object.assign(() => undefined, { q: [["on", "message", listener], ["open"]] }) };
    const does = handlers();
    const commands = new Commands(scope, does);
    commands.replay();
    commands.tell("message", { text: "hi" });
    expect(does.open).toHaveBeenCalledOnce();
    expect(listener).toHaveBeenCalledWith({ text: "hi" });
  });
  it("says so when a command is unknown", () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const scope: { Answerbus?: unknown } = {};
    new Commands(scope, handlers());
    (scope.Answerbus as (name: string) => void)("dance");
    expect(error.mock.calls[0]?.[0]).toContain("dance");
    error.mockRestore();
  });
});

describe("settings", () => {
  it("takes what it knows from whatever the page wrote", () => {
    const settings = readSettings({ title: " Hi ", position: "up", locale: 7, colors: { primary: "#123" } });
    expect(settings).toEqual({ title: "Hi", position: "right", colors: { primary: "#123" }, attributes: {} });
    expect(readSettings("nonsense")).toEqual({ position: "right", colors: {}, attributes: {} });
  });
  it("takes what the page says of its visitor, as far as it is short text", () => {
    const attributes = { plan: " gold ", "": "x", seats: 4, blank: " ", long: "x".repeat(300) };
    expect(readSettings({ attributes }).attributes).toEqual({ plan: "gold", long: "x".repeat(200) });
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`a${n}`, "x"]));
    expect(Object.keys(readSettings({ attributes: many }).attributes)).toHaveLength(19);
  });
  it("tells the page without what may be secret", () => {
    const here = new URL("https://a.example/shop?token=1#x");
    expect(pageOf(readSettings({}), here)).toBe("https://a.example/shop");
  });
});

describe("looks", () => {
  it("puts readable ink on any colour", () => {
    expect([inkOn("#0f5346"), inkOn("#ffd84d"), inkOn("#fff")]).toEqual(["#ffffff", "#14161a", "#14161a"]);
  });
  it("lets no rule in through a colour", () => {
    expect(themeRules("red} :host{display:none", undefined)).toBe("");
  });
});

describe("languages", () => {
  it("takes the first wish it can meet", () => {
    expect(chooseLocale("it", "de-AT", "en")).toBe("de");
    expect(chooseLocale("fr-CA")).toBe("fr");
    expect(chooseLocale(undefined, "xx")).toBe("en");
    expect(phrasesOf("de").name).toBe("Name");
  });
  it("never falls for the names of objects", () => {
    expect(chooseLocale("constructor")).toBe("en");
  });
});
