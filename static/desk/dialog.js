// A native modal dialog outside the admin's form, so that Enter does not submit the form.
import { words } from "desk/words";

let number = 0;

export const freshId = (name) => `desk-${name}-${++number}`;

export const element = (tag, properties = {}, children = []) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && !name.startsWith("aria")) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
};

/** Shows the content; resolves with what `close(value)` was given, or null after Escape. */
export const openDialog = (title, fill) =>
  new Promise((resolve) => {
    let chosen = null;
    const id = freshId("title");
    const dialog = element("dialog", { className: "desk-dialog", "aria-labelledby": id });
    const close = (value) => {
      chosen = value ?? null;
      dialog.close();
    };
    const cancel = element("button", { type: "button", className: "desk-button", textContent: words.cancel });
    cancel.addEventListener("click", () => close());
    dialog.append(element("h2", { id, textContent: title }), ...fill(close), element("p", { className: "desk-dialog__end" }, [cancel]));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
