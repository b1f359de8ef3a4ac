// A dialog to choose a photo from the library or upload one.
import { combobox } from "desk/combobox";
import { element, freshId, openDialog } from "desk/dialog";
import { send } from "desk/server";
import { words } from "desk/words";

const field = (label, properties) => {
  const input = element("input", { id: freshId("field"), ...properties });
  return [input, element("p", { className: "desk-dialog__field" }, [element("label", { htmlFor: input.id, textContent: label }), input])];
};

const uploadForm = (uploadUrl, searchUrl, done) => {
  const [file, fileRow] = field(words.photo.file, { type: "file", accept: "image/jpeg,image/png,image/webp,image/avif" });
  const [alt, altRow] = field(words.photo.alt, { type: "text", maxLength: 250 });
  const [caption, captionRow] = field(words.photo.defaultCaption, { type: "text", maxLength: 400 });
  const [credit, creditRow] = field(words.photo.credit, { type: "text", maxLength: 120 });
  const errors = element("ul", { className: "errorlist" });
  const alert = element("div", { role: "alert" }, [errors]);
  const status = element("p", { role: "status" });
  const button = element("button", { type: "submit", className: "desk-button desk-button--main", textContent: words.photo.send });
  const tell = (sentences) => errors.replaceChildren(...sentences.map((textContent) => element("li", { textContent })));

  const form = element("form", { noValidate: true }, [alert, fileRow, altRow, captionRow, creditRow, button, status]);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    tell([]);
    if (!file.files.length) return tell([words.photo.noFile]);
    button.disabled = true;
    status.textContent = words.photo.sending;
    try {
      done(await send(uploadUrl, searchUrl, { file: file.files[0], alt: alt.value, caption: caption.value, credit: credit.value }));
    } catch (refusal) {
      tell(refusal.sentences ?? [words.failed]); // what was typed stays in the fields
    } finally {
      button.disabled = false;
      status.textContent = "";
    }
  });
  return element("details", { className: "desk-dialog__upload" }, [element("summary", { textContent: words.photo.upload }), form]);
};

/** Resolves with the photo, or null. */
export const choosePhoto = ({ searchUrl, uploadUrl }) =>
  openDialog(words.photo.title, (close) => [
    ...combobox({ label: words.photo.label, url: searchUrl, choose: close }),
    uploadForm(uploadUrl, searchUrl, close),
  ]);
