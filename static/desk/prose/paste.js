// Cleans text pasted from Word and Google Docs: keeps headings, lists, bold, italics and links, and drops the rest.
//
// Under a policy without inline styles, browsers ignore style="" even in detached documents, so the editor's own tests of
// element.style fail and a Google Docs paste turns all bold. Here the attribute is renamed before anything is parsed,
// and its text is read instead.
import { Extension, Plugin } from "django-prose-editor/editor";
import { words } from "desk/words";

const DROPPED = "meta,style,script,link,title,xml,iframe,object,img,svg,input,button";
const style = (node) => (node.getAttribute("data-style") ?? "").toLowerCase().replace(/\s+/g, "");
const unwrap = (node) => node.replaceWith(...node.childNodes);
const wrapContent = (node, tag) => {
  const wrapper = node.ownerDocument.createElement(tag);
  wrapper.append(...node.childNodes);
  node.append(wrapper);
};

const parse = (html) => {
  const harmless = html
    .replace(/<(style|script|xml)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->|<!\[(?:if|endif)[^>]*\]>/gi, "")
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle=/gi, " data-style="));
  return new DOMParser().parseFromString(harmless, "text/html");
};

// The value of a CSS property. Must not match Word's own properties, such as mso-bidi-font-weight.
const declares = (node, property, values) => new RegExp(`(?:^|;)${property}:(?:${values})`).test(style(node));

// Google Docs wraps everything in <b style="font-weight:normal">.
const unwrapFalseBold = (doc) => {
  for (const bold of doc.querySelectorAll("b,strong")) {
    if (declares(bold, "font-weight", "normal|400")) unwrap(bold);
  }
};

// The headline is a field of its own: h1 and h2 become h2, all others h3, without bold.
const levelHeadings = (doc) => {
  for (const heading of doc.querySelectorAll("h1,h2,h3,h4,h5,h6")) {
    const level = doc.createElement(["H1", "H2"].includes(heading.tagName) ? "h2" : "h3");
    level.append(...heading.childNodes);
    level.querySelectorAll("b,strong").forEach(unwrap);
    level.querySelectorAll("[data-style]").forEach((inner) => inner.removeAttribute("data-style"));
    heading.replaceWith(level);
  }
};

const readSpans = (doc) => {
  for (const span of doc.querySelectorAll("span,font")) {
    if (/mso-list:ignore/.test(style(span))) {
      // The bullet or number that Word adds to an entry.
      const paragraph = span.closest("p");
      if (paragraph && /^\s*(\d+|[a-z])[.)]/i.test(span.textContent)) paragraph.dataset.ordered = "";
      span.remove();
      continue;
    }
    if (declares(span, "font-weight", "bold|[6-9]00")) wrapContent(span, "strong");
    if (declares(span, "font-style", "italic")) wrapContent(span, "em");
  }
};

// Word's lists are paragraphs with "mso-list: l0 level1".
const gatherLists = (doc) => {
  let list = null;
  for (const paragraph of doc.querySelectorAll("p")) {
    if (!/mso-list:l\d+level\d/.test(style(paragraph))) {
      list = null;
      continue;
    }
    if (!list || paragraph.previousElementSibling !== list) {
      list = doc.createElement("ordered" in paragraph.dataset ? "ol" : "ul");
      paragraph.before(list);
    }
    const entry = doc.createElement("li");
    entry.append(...paragraph.childNodes);
    list.append(entry);
    paragraph.remove();
  }
};

// Each table cell becomes a paragraph, so that "a" and "b" do not become "ab".
const flattenTables = (doc) => {
  for (const table of doc.querySelectorAll("table")) {
    const rows = [...table.querySelectorAll("tr")].map((row) => {
      const paragraph = doc.createElement("p");
      paragraph.textContent = [...row.children].map((cell) => cell.textContent.trim()).filter(Boolean).join(" · ");
      return paragraph;
    });
    table.replaceWith(...rows);
  }
};

// Google Docs sends links through google.com/url?q=…
const straightenLinks = (doc) => {
  for (const link of doc.querySelectorAll("a[href]")) {
    const target = /^https:\/\/www\.google\.com\/url\?q=([^&]+)/.exec(link.getAttribute("href"))?.[1];
    if (target) link.setAttribute("href", decodeURIComponent(target));
  }
};

export const cleanPastedHTML = (html) => {
  const doc = parse(html);
  doc.querySelectorAll(DROPPED).forEach((node) => node.remove());
  for (const step of [unwrapFalseBold, levelHeadings, readSpans, gatherLists, flattenTables, straightenLinks]) step(doc);
  for (const paragraph of doc.querySelectorAll("p")) {
    if (!paragraph.textContent.trim() && !paragraph.children.length) paragraph.remove();
  }
  doc.querySelectorAll("[data-style]").forEach((node) => node.removeAttribute("data-style"));
  return doc.body.innerHTML;
};

export const PasteClean = Extension.create({
  name: "pasteClean",
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        transformPastedHTML: cleanPastedHTML,
        attributes: { "aria-label": words.body, "aria-multiline": "true", role: "textbox" },
      },
    }),
  ],
});
