import { render } from "preact";
import { describe, expect, it } from "vitest";
import { Markdown } from "./Markdown";
import { mend } from "./mend";

function drawn(text: string): HTMLElement {
  const root = document.createElement("div");
  render(<Markdown text={text} mark={(number) => <b class="mark">{number}</b>} />, root);
  return root;
}

describe("hostile text", () => {
  it.each([
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "hello <iframe src='https://evil.example'></iframe> there",
    "<svg onload=alert(1)>",
  ])("stays text: %s", (text) => {
    const root = drawn(text);
    expect(root.querySelector("img, script, iframe, svg")).toBeNull();
    expect(root.textContent).toContain("<");
  });

  it.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "/relative", "//evil.example"])(
    "gets no link to %s",
    (href) => expect(drawn(`[click](${href})`).querySelector("a")).toBeNull(),
  );

  it("gets no remote image, only a link to it", () => {
    const root = drawn("![a cat](https://tracker.example/cat.png)");
    expect(root.querySelector("img")).toBeNull();
    expect(root.querySelector("a")?.textContent).toBe("a cat");
  });
});

describe("markdown", () => {
  it("links to the web and to mailboxes, safely", () => {
    const [web, mail] = drawn("[site](https://a.example) <help@a.example>").querySelectorAll("a");
    expect(web?.rel).toBe("noopener noreferrer nofollow");
    expect(web?.target).toBe("_blank");
    expect(mail?.href).toBe("mailto:help@a.example");
  });
  it("draws tables, lists and code", () => {
    const root = drawn("| a | b |\n|---|---|\n| 1 | 2 |\n\n3. three\n4. four\n\n`x<y`");
    expect(root.querySelectorAll("td")).toHaveLength(2);
    expect(root.querySelector("ol")?.start).toBe(3);
    expect(root.querySelector("code")?.textContent).toBe("x<y");
  });
  it.each(["- [ ] open\n- [x] done", "- [ ] open\n\n- [x] done"])("draws the boxes of a list of tasks in its lines: %j", (text) => {
    const lines = [...drawn(text).querySelectorAll("li")].map((item) => item.querySelector("p") ?? item);
    expect(lines.map((line) => line.innerHTML)).toEqual(["☐ open", "☑ done"]);
  });
  it("turns marks into chips and entities into characters", () => {
    const root = drawn("Costs 5 &amp; more [1].");
    expect(root.querySelector(".mark")?.textContent).toBe("1");
    expect(root.textContent).toBe("Costs 5 & more 1.");
  });
});

describe("text that is still being written", () => {
  it.each([
    ["It is **5.90", "It is **5.90**"],
    ["It is **", "It is "],
    ["Run `make", "Run `make`"],
    ["See [the hand", "See "],
    ["See [it](https://a.exa", "See "],
    ["Done **well** now", "Done **well** now"],
  ])("%s is shown as %s", (half, shown) => expect(mend(half)).toBe(shown));
});
