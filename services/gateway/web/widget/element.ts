import { h, render } from "preact";
import { themeRules } from "./colors";
import css from "./styles/widget.css?inline";
import { App } from "./views/App";
import type { Showing } from "./views/context";

export const TAG = "answerbus-widget";

export interface Theme {
  primary: string | undefined;
  onPrimary: string | undefined;
  side: "left" | "right";
}

class WidgetElement extends HTMLElement {
  show(showing: Showing, theme: Theme): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [css, themeRules(theme.primary, theme.onPrimary)].map((rules) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(rules);
      return sheet;
    });
    render(h(App, { showing, side: theme.side }), root);
  }

  disconnectedCallback(): void {
    if (this.shadowRoot) render(null, this.shadowRoot);
  }
}

export function createElement(): WidgetElement {
  if (!customElements.get(TAG)) customElements.define(TAG, WidgetElement);
  return document.createElement(TAG) as WidgetElement;
}
