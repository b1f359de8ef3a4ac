import { pm } from "django-prose-editor/editor";

/**
 * Asks in a dialog and resolves with the answer, the caret back where it was. A dialog that closes hands the focus
 * back by itself, and the browser then puts its own caret at the start of the text.
 */
export const askAtCaret = async (editor, ask) => {
  const caret = editor.state.selection.getBookmark();
  editor.view.dom.blur();
  const answer = await ask();
  const { state, view } = editor;
  view.dispatch(state.tr.setSelection(caret.resolve(state.doc)));
  view.focus();
  return answer;
};

/**
 * Puts a block at the caret and the caret into it (`into`) or behind it, always in a place where text is typed: a block
 * that stays selected is replaced by the next key, paste or insertion. A paragraph is added where none follows.
 */
export const insertBlock = (editor, block, { into = false } = {}) => {
  const { Selection, TextSelection } = pm.state;
  const { selection } = editor.state;
  const at = selection.node ? selection.to : { from: selection.from, to: selection.to };
  const placeCaret = ({ tr, dispatch, state }) => {
    if (!dispatch) return true;
    let start = null;
    let end = null;
    tr.mapping.maps.at(-1)?.forEach((_from, _to, newStart, newEnd) => { [start, end] = [newStart, newEnd]; });
    if (end === null) return true;
    if (into) {
      // Where it was put in may still lie in the paragraph before it.
      tr.doc.nodesBetween(start, end, (node, position) => {
        if (node.type.name === block.type) tr.setSelection(Selection.near(tr.doc.resolve(position + 1), 1));
      });
    } else {
      if (!tr.doc.resolve(end).nodeAfter?.isTextblock) tr.insert(end, state.schema.nodes.paragraph.create());
      tr.setSelection(TextSelection.near(tr.doc.resolve(end + 1)));
    }
    tr.scrollIntoView();
    return true;
  };
  editor.chain().focus().insertContentAt(at, block).command(placeCaret).run();
};
