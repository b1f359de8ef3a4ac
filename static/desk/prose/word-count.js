import { Extension } from "django-prose-editor/editor";
import { element } from "desk/dialog";
import { words } from "desk/words";

const WORDS_A_MINUTE = 200; // reading a newspaper, in Indonesian
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;

export const WordCount = Extension.create({
  name: "wordCount",
  onCreate({ editor }) {
    const line = element("p", { className: "word-count" });
    const show = () => {
      const { doc } = editor.state;
      const count = doc.textBetween(0, doc.content.size, " ", " ").match(WORD)?.length ?? 0;
      line.textContent = words.count(count, Math.max(1, Math.round(count / WORDS_A_MINUTE)));
    };
    editor.view.dom.after(line);
    editor.on("update", show);
    show();
  },
});
