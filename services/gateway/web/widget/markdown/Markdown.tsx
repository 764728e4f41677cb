import { Lexer, type Token, type Tokens } from "marked";
import { Fragment, type ComponentChildren, type JSX } from "preact";
import { decodeEntities } from "./entities";
import { safeHref } from "./links";

/** Draws a mark such as `[2]` in the text; null leaves it as it was written. */
export type DrawMark = (number: number) => ComponentChildren | null;

const MARK = /\[(\d{1,2})\]/g;

/** Markdown as DOM nodes: no HTML is ever parsed, so what strangers and models write stays text. */
export function Markdown({ text, mark }: { text: string; mark?: DrawMark }): JSX.Element {
  return <>{blocks(Lexer.lex(text, { gfm: true, breaks: true }), mark)}</>;
}

function blocks(tokens: Token[] | undefined, mark?: DrawMark): ComponentChildren {
  return tokens?.map((token, index) => <Fragment key={index}>{block(token, mark)}</Fragment>);
}

function block(token: Token, mark?: DrawMark): ComponentChildren {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "paragraph":
      return <p>{inline(token.tokens, mark)}</p>;
    case "heading":
      return <h3>{inline(token.tokens, mark)}</h3>;
    case "list":
      return list(token as Tokens.List, mark);
    case "table":
      return table(token as Tokens.Table, mark);
    case "code":
      return <pre dir="ltr"><code>{(token as Tokens.Code).text}</code></pre>;
    case "blockquote":
      return <blockquote>{blocks(token.tokens, mark)}</blockquote>;
    case "hr":
      return <hr />;
    case "checkbox":
      return span(token);
    case "text":
      return inline(token.tokens ?? [token], mark);
    default:
      return <p>{token.raw}</p>;
  }
}

function list(token: Tokens.List, mark?: DrawMark): JSX.Element {
  const items = token.items.map((item, index) => <li key={index}>{blocks(item.tokens, mark)}</li>);
  return token.ordered ? <ol start={token.start === "" ? 1 : token.start}>{items}</ol> : <ul>{items}</ul>;
}

function table(token: Tokens.Table, mark?: DrawMark): JSX.Element {
  return (
    <div class="table" tabIndex={0}>
      <table>
        <thead><tr>{token.header.map((cell, index) => <th key={index}>{inline(cell.tokens, mark)}</th>)}</tr></thead>
        <tbody>
          {token.rows.map((row, at) => (
            <tr key={at}>{row.map((cell, index) => <td key={index}>{inline(cell.tokens, mark)}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function inline(tokens: Token[] | undefined, mark?: DrawMark): ComponentChildren {
  return tokens?.map((token, index) => <Fragment key={index}>{span(token, mark)}</Fragment>);
}

function span(token: Token, mark?: DrawMark): ComponentChildren {
  switch (token.type) {
    case "text":
      return token.tokens ? inline(token.tokens, mark) : marked(decodeEntities(token.text), mark);
    case "escape":
      return decodeEntities(token.text);
    case "strong":
      return <strong>{inline(token.tokens, mark)}</strong>;
    case "em":
      return <em>{inline(token.tokens, mark)}</em>;
    case "del":
      return <del>{inline(token.tokens, mark)}</del>;
    case "codespan":
      return <code>{token.text}</code>;
    case "checkbox":
      return token.checked ? "☑ " : "☐ ";
    case "br":
      return <br />;
    case "link":
      return link(token.href, inline(token.tokens, mark));
    case "image":
      return link(token.href, token.text || token.href);
    default:
      return token.raw;
  }
}

function link(href: string, label: ComponentChildren): ComponentChildren {
  const safe = safeHref(href);
  if (!safe) return label;
  return <a href={safe} target="_blank" rel="noopener noreferrer nofollow">{label}</a>;
}

function marked(text: string, mark?: DrawMark): ComponentChildren {
  if (!mark) return text;
  return text.split(MARK).map((part, index) => (index % 2 ? (mark(Number(part)) ?? `[${part}]`) : part));
}
