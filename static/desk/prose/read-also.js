// "Baca juga": <aside data-read-also="4"></aside>, a reference to a story by its id.
import { Node, mergeAttributes } from "django-prose-editor/editor";
import { combobox } from "desk/combobox";
import { element, openDialog } from "desk/dialog";
import { askAtCaret, insertBlock } from "desk/prose/insert";
import { find } from "desk/server";
import { words } from "desk/words";

const here = () => /\/(\d+)\/change\/$/.exec(location.pathname)?.[1] ?? "";

const view = ({ searchUrl, label }) => ({ node }) => {
  const headline = element("span", { textContent: "…" });
  const flag = element("span", { className: "badge badge--unpublished", hidden: true });
  const dom = element("aside", { className: "read-also-node", role: "note" }, [element("b", { textContent: `${label}: ` }), headline, " ", flag]);

  const show = async (id) => {
    try {
      const story = await find(searchUrl, id);
      headline.textContent = story?.title ?? words.readAlso.missing(id);
      flag.textContent = story?.flag ?? "";
      flag.hidden = !story?.flag;
    } catch (refusal) {
      headline.textContent = refusal.message;
    }
  };
  show(node.attrs.article);
  return {
    dom,
    update: (other) => {
      if (other.type.name !== "readAlso") return false;
      if (other.attrs.article !== node.attrs.article) show(other.attrs.article);
      node = other;
      return true;
    },
    ignoreMutation: () => true,
  };
};

export const ReadAlso = Node.create({
  name: "readAlso",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ searchUrl: "", label: "Baca juga" }),
  addAttributes: () => ({
    article: {
      default: null,
      parseHTML: (aside) => aside.getAttribute("data-read-also"),
      renderHTML: ({ article }) => (article ? { "data-read-also": article } : {}),
    },
  }),
  parseHTML: () => [{ tag: "aside[data-read-also]" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", mergeAttributes(HTMLAttributes)],
  addNodeView() {
    return view(this.options);
  },
  addCommands() {
    return {
      insertReadAlso: () => ({ editor, dispatch }) => {
        if (!dispatch) return true;
        const ask = () => openDialog(words.readAlso.title, (close) =>
          combobox({ label: words.readAlso.label, url: this.options.searchUrl, parameters: { not: here() }, choose: close }),
        );
        askAtCaret(editor, ask).then((story) => {
          if (story) insertBlock(editor, { type: "readAlso", attrs: { article: String(story.id) } });
        });
        return true;
      },
    };
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-j": () => this.editor.commands.insertReadAlso() };
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "readAlso",
      groups: "nodes",
      button: buttons.material("bookmark_add", words.readAlso.insert),
      command: (editor) => { editor.commands.insertReadAlso(); },
      active: (editor) => editor.isActive("readAlso"),
    });
  },
});
