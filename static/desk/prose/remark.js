// The button for a remark on the selection. Passes the passage to desk/remarks; the text does not change.
import { Extension } from "django-prose-editor/editor";
import { passagesOf } from "desk/prose/marks";
import { askAtCaret } from "desk/prose/insert";
import { words } from "desk/words";

const margin = () => document.querySelector("[data-remarks]"); // a story that is not stored yet has none

export const RemarkKey = Extension.create({
  name: "remark",
  addCommands() {
    return {
      writeRemark: () => ({ editor, dispatch }) => {
        if (!margin()) return false;
        if (!dispatch) return true;
        const [passage = null, ...further] = passagesOf(editor.state); // a remark points into one block
        const detail = { passage, isClipped: further.length > 0, answer: null };
        askAtCaret(editor, () => {
          document.dispatchEvent(new CustomEvent("desk:remark", { detail }));
          return detail.answer;
        });
        return true;
      },
    };
  },
  addKeyboardShortcuts() {
    return { "Mod-Alt-m": () => this.editor.commands.writeRemark() };
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "remark",
      groups: "nodes",
      button: buttons.material("add_comment", words.remark.insert),
      command: (editor) => { editor.commands.writeRemark(); },
      active: () => false,
      hidden: () => !margin(),
    });
  },
});
