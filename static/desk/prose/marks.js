// Marks passages in the text by decorations, for findings and remarks. The text itself does not change.
import { Extension, Plugin, pm } from "django-prose-editor/editor";
import { find, passageAt } from "desk/passages";

const { Decoration, DecorationSet } = pm.view;
const { PluginKey, TextSelection } = pm.state;
const key = new PluginKey("marks");

// The text blocks, counted as in articles/passages.py, with the position of each character.
const blocksOf = (doc) => {
  const blocks = [];
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    let text = "";
    const positions = [];
    node.forEach((child, offset) => {
      const words = child.isText ? child.text : " ";
      for (let index = 0; index < words.length; index += 1) {
        const character = /\s/.test(words[index]) ? " " : words[index];
        if (character === " " && (text === "" || text.endsWith(" "))) continue;
        text += character;
        positions.push(position + 1 + offset + (child.isText ? index : 0));
      }
    });
    if (text.trim()) blocks.push({ text: text.trimEnd(), positions });
    return false;
  });
  return blocks;
};

const rangeOf = (doc, passage) => {
  const blocks = blocksOf(doc);
  const place = find(blocks.map(({ text }) => text), passage);
  if (!place) return null;
  const { positions } = blocks[place.block];
  return { from: positions[place.start], to: positions[place.end - 1] + 1 };
};

/** The selected text, as one passage per block. */
export const passagesOf = ({ doc, selection: { from, to } }) => {
  const blocks = blocksOf(doc);
  const texts = blocks.map(({ text }) => text);
  return blocks.flatMap(({ text, positions }, number) => {
    const inside = positions.flatMap((position, index) => (position >= from && position < to && index < text.length ? [index] : []));
    if (!inside.length) return [];
    let [start, end] = [inside[0], inside.at(-1) + 1];
    while (start < end && text[start] === " ") start += 1;
    while (end > start && text[end - 1] === " ") end -= 1;
    return end > start ? [passageAt(texts, number, start, end)] : [];
  });
};

const decorate = (doc, passages) =>
  DecorationSet.create(
    doc,
    passages.flatMap(({ passage, look }) => {
      const range = rangeOf(doc, passage);
      return range ? [Decoration.inline(range.from, range.to, { class: `mark mark--${look}` })] : [];
    }),
  );

const plugin = () =>
  new Plugin({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (transaction, marks) =>
        transaction.getMeta(key) ?? marks.map(transaction.mapping, transaction.doc),
    },
    props: { decorations: (state) => key.getState(state) },
  });

/** The event `desk:marks` ({ marks }) sets the marks; `desk:jump` ({ passage, found }) scrolls to a passage. */
export const Marks = Extension.create({
  name: "marks",
  addProseMirrorPlugins: () => [plugin()],
  onCreate({ editor }) {
    const { view } = editor;
    let lasting = [];
    const show = (marks) => view.dispatch(view.state.tr.setMeta(key, decorate(view.state.doc, marks)));
    document.addEventListener("desk:marks", ({ detail }) => show((lasting = detail.marks)));
    document.addEventListener("desk:jump", ({ detail }) => {
      const { passage } = detail;
      const range = rangeOf(view.state.doc, passage);
      show([...lasting, { passage, look: "here" }]);
      detail.found = Boolean(range);
      if (!range) return;
      const { state } = view;
      view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, range.from, range.to)).scrollIntoView());
      view.focus();
      view.domAtPos(range.from).node.parentElement?.scrollIntoView({ block: "center" });
    });
    document.dispatchEvent(new CustomEvent("desk:editor-ready"));
  },
});
