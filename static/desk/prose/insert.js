import { pm } from "django-prose-editor/editor";

/**
 * Asks in a dialog, restores the caret, and resolves with the answer. When a dialog closes, the browser returns the focus
 * and would put the caret at the start of the text.
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
 * Inserts a block, and puts the caret into it (`into`) or after it, adding a paragraph if there is none: a block that
 * stays selected would be replaced by the next key, paste or insertion.
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
      // The start of the change may be in the paragraph before it.
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
