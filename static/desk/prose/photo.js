// A photo in the text: <figure data-photo="12"><figcaption>…</figcaption></figure>, its caption typed in place.
import { Node, mergeAttributes } from "django-prose-editor/editor";
import { element } from "desk/dialog";
import { choosePhoto } from "desk/photo-dialog";
import { askAtCaret, insertBlock } from "desk/prose/insert";
import { find } from "desk/server";
import { words } from "desk/words";

const view = ({ searchUrl }) => ({ node }) => {
  const picture = element("img", { alt: "", draggable: false });
  const credit = element("small", { className: "photo-node__credit", contentEditable: "false" });
  const contentDOM = element("figcaption", { "data-placeholder": words.photo.caption });
  const dom = element("figure", { className: "photo-node" }, [picture, contentDOM, credit]);
  const markEmpty = (figure) => contentDOM.classList.toggle("is-empty", figure.content.size === 0);

  find(searchUrl, node.attrs.photo).then((photo) => {
    if (!photo) {
      credit.textContent = words.photo.missing(node.attrs.photo);
      return;
    }
    picture.src = photo.thumb;
    picture.alt = photo.alt;
    credit.textContent = photo.detail;
    if (photo.caption) contentDOM.dataset.placeholder = photo.caption;
  }).catch((refusal) => { credit.textContent = refusal.message; });
  markEmpty(node);
  return {
    dom,
    contentDOM,
    update: (other) => {
      if (other.type.name !== "photo" || other.attrs.photo !== node.attrs.photo) return false;
      markEmpty(other);
      return true;
    },
    ignoreMutation: ({ type, target }) => !contentDOM.contains(target) || (target === contentDOM && type === "attributes"),
  };
};

export const Photo = Node.create({
  name: "photo",
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,
  addOptions: () => ({ searchUrl: "", uploadUrl: "" }),
  addAttributes: () => ({
    photo: {
      default: null,
      parseHTML: (figure) => figure.getAttribute("data-photo"),
      renderHTML: ({ photo }) => ({ "data-photo": photo }),
    },
  }),
  parseHTML: () => [
    {
      tag: "figure[data-photo]",
      contentElement: (figure) => figure.querySelector("figcaption") ?? figure.ownerDocument.createElement("figcaption"),
    },
  ],
  renderHTML: ({ HTMLAttributes }) => ["figure", mergeAttributes(HTMLAttributes), ["figcaption", 0]],
  addNodeView() {
    return view(this.options);
  },
  addCommands() {
    return {
      insertPhoto: () => ({ editor, dispatch }) => {
        if (!dispatch) return true;
        askAtCaret(editor, () => choosePhoto(this.options)).then((photo) => {
          if (photo) insertBlock(editor, { type: "photo", attrs: { photo: String(photo.id) } }, { into: true });
        });
        return true;
      },
    };
  },
  addKeyboardShortcuts() {
    return {
      "Mod-Shift-p": () => this.editor.commands.insertPhoto(),
      // Enter in a caption moves on to the text instead of splitting the figure.
      Enter: () => {
        const { $from } = this.editor.state.selection;
        if ($from.parent.type.name !== "photo") return false;
        const after = $from.after();
        return this.editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run();
      },
    };
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "photo",
      groups: "nodes",
      button: buttons.material("add_photo_alternate", words.photo.insert),
      command: (editor) => { editor.commands.insertPhoto(); },
      active: (editor) => editor.isActive("photo"),
    });
  },
});
