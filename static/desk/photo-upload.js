// Uploads several photos at once, each in a row with proposed texts and progress. A refused one keeps what was typed.
import { element, freshId } from "desk/dialog";
import { words } from "desk/words";

const area = document.querySelector("[data-photo-upload]");
const HEAD = 512 * 1024; // bytes in which a file says what it is; the server asks for no more
const THUMB = 192; // px
const text = words.upload;

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

const digest = async (file) => {
  if (!crypto.subtle) return ""; // without TLS: the server finds out when the whole file arrives
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

const describe = async (file) => {
  const form = new FormData();
  form.append("head", file.slice(0, HEAD), file.name);
  form.append("sha256", await digest(file));
  const answer = await fetch(area.dataset.describe, { method: "POST", body: form, headers: { Accept: "application/json", "X-CSRFToken": token() } });
  return answer.ok ? answer.json() : {};
};

const draw = async (file, canvas) => {
  try {
    const picture = await createImageBitmap(file, { resizeWidth: THUMB });
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext("2d").drawImage(picture, 0, 0);
  } catch {
    canvas.hidden = true; // the server says what is wrong with it
  }
};

const send = (file, fields, progress) =>
  new Promise((resolve, reject) => {
    const form = new FormData();
    form.append("file", file, file.name);
    for (const [name, input] of Object.entries(fields)) form.append(name, input.value);
    const request = new XMLHttpRequest(); // fetch tells nothing of what has been sent
    request.open("POST", area.dataset.upload);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.value = event.loaded / event.total;
    });
    request.addEventListener("load", () => (request.status === 201 ? resolve(request.response) : reject(request.response?.errors ?? [words.failed])));
    request.addEventListener("error", () => reject([words.failed]));
    request.send(form);
  });

const fieldOf = (label, name, longest) => {
  const input = element("input", { type: "text", id: freshId("word"), maxLength: longest, name });
  return [input, element("p", { className: "upload__field" }, [element("label", { htmlFor: input.id, textContent: label }), input])];
};

const rows = new Set();

const addRow = (file) => {
  const canvas = element("canvas", { className: "upload__picture", width: THUMB, height: 108, role: "img", "aria-label": file.name });
  const [alt, altField] = fieldOf(text.alt, "alt", 250);
  const [caption, captionField] = fieldOf(text.caption, "caption", 400);
  const [credit, creditField] = fieldOf(text.credit, "credit", 120);
  const progress = element("progress", { max: 1, value: 0, hidden: true, "aria-label": text.progress(file.name) });
  const note = element("p", { className: "upload__note", role: "status" });
  const errors = element("ul", { className: "errorlist" });
  const alert = element("div", { role: "alert" }, [errors]);
  const upload = element("button", { type: "button", className: "desk-button desk-button--main", textContent: text.one });
  const remove = element("button", { type: "button", className: "desk-button", textContent: text.remove });
  const buttons = element("p", { className: "upload__buttons" }, [upload, remove]);
  const body = element("div", { className: "upload__words" }, [
    element("h3", { textContent: file.name }), note, alert, altField, captionField, creditField, progress, buttons,
  ]);
  const item = element("li", { className: "upload__row" }, [canvas, body]);
  area.querySelector("[data-rows]").append(item);

  const tell = (sentences) => errors.replaceChildren(...sentences.map((textContent) => element("li", { textContent })));
  const row = {
    done: false,
    credit,
    async send() {
      if (row.done || upload.disabled) return;
      tell([]);
      upload.disabled = true;
      progress.hidden = false;
      note.textContent = text.sending;
      try {
        const photo = await send(file, { alt, caption, credit }, progress);
        row.done = true;
        item.classList.add("upload__row--done");
        note.replaceChildren(text.done, " ", element("a", { href: photo.url, textContent: photo.title }));
        for (const part of [altField, captionField, creditField, progress, buttons]) part.remove();
      } catch (sentences) {
        note.textContent = "";
        tell(sentences); // what was typed stays in the fields
        progress.hidden = true;
        upload.disabled = false;
      }
      refresh();
    },
  };
  rows.add(row);
  upload.addEventListener("click", row.send);
  remove.addEventListener("click", () => {
    rows.delete(row);
    item.remove();
    refresh();
    area.querySelector("input[type=file]").focus();
  });
  draw(file, canvas);
  describe(file).then((said) => {
    alt.value ||= said.alt ?? "";
    caption.value ||= said.caption ?? "";
    credit.value ||= said.credit ?? "";
    if (said.alt || said.caption || said.credit) note.textContent = text.proposed;
    if (said.same) note.replaceChildren(text.same, " ", element("a", { href: said.same.url, textContent: said.same.title }));
  }, () => {});
  refresh();
};

const all = area?.querySelector("[data-all]");
const everyCredit = area?.querySelector("[data-every-credit]");

const refresh = () => {
  const waiting = [...rows].filter((row) => !row.done);
  all.hidden = everyCredit.hidden = waiting.length < 2;
  all.textContent = text.all(waiting.length);
};

if (area) {
  area.hidden = false;
  const input = area.querySelector("input[type=file]");
  input.addEventListener("change", () => {
    [...input.files].forEach(addRow);
    input.value = "";
  });
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("upload--over");
  });
  area.addEventListener("dragleave", () => area.classList.remove("upload--over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("upload--over");
    [...event.dataTransfer.files].forEach(addRow);
  });
  all.addEventListener("click", async () => {
    for (const row of [...rows]) await row.send(); // one after the other: the server draws each for some seconds
  });
  everyCredit.addEventListener("click", () => {
    const waiting = [...rows].filter((row) => !row.done);
    const first = waiting.find((row) => row.credit.value)?.credit.value ?? "";
    for (const row of waiting) row.credit.value ||= first;
  });
  addEventListener("beforeunload", (event) => {
    if ([...rows].some((row) => !row.done)) event.preventDefault();
  });
}
