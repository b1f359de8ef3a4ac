// A WAI-ARIA combobox with a listbox popup: type, move with the arrow keys, choose with Enter.
import { element, freshId } from "desk/dialog";
import { search } from "desk/server";
import { words } from "desk/words";

const PAUSE = 200; // ms without a key before the server is asked

const option = (item, id) =>
  element("li", { id, role: "option", "aria-selected": "false" }, [
    ...(item.thumb ? [element("img", { src: item.thumb, alt: "", width: 96, height: 54 })] : []),
    element("span", { className: "combobox__words" }, [
      element("strong", { textContent: item.title }),
      element("small", { textContent: item.detail ?? "" }),
    ]),
    ...(item.flag ? [element("span", { className: "badge badge--unpublished", textContent: item.flag })] : []),
  ]);

export const combobox = ({ label, url, parameters = {}, choose }) => {
  const id = freshId("combobox");
  const list = element("ul", { id: `${id}-list`, className: "combobox__list", role: "listbox", "aria-label": words.results });
  const status = element("p", { className: "combobox__status", role: "status" });
  const input = element("input", {
    type: "text", id, autocomplete: "off", spellcheck: false, className: "vTextField",
    role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
  });
  let items = [];
  let active = -1;
  let timer;
  let newest = 0;

  const mark = (index) => {
    active = index;
    [...list.children].forEach((entry, position) => entry.setAttribute("aria-selected", String(position === index)));
    const entry = list.children[index];
    if (!entry) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", entry.id);
    entry.scrollIntoView({ block: "nearest" });
  };

  const show = (found, sentence) => {
    items = found;
    list.replaceChildren(...found.map((item, index) => {
      const entry = option(item, `${id}-${index}`);
      entry.addEventListener("click", () => choose(item));
      return entry;
    }));
    input.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = sentence;
    mark(found.length ? 0 : -1);
  };

  const look = async () => {
    const mine = ++newest;
    try {
      const found = await search(url, { q: input.value, ...parameters });
      if (mine === newest) show(found, found.length ? words.found(found.length) : words.nothingFound);
    } catch (refusal) {
      if (mine === newest) show([], refusal.message);
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(Math.min(active + 1, items.length - 1));
    else if (event.key === "ArrowUp") mark(Math.max(active - 1, 0));
    else if (event.key === "Enter") items[active] && choose(items[active]);
    else return;
    event.preventDefault();
  });
  look();
  return [element("label", { htmlFor: id, textContent: label }), input, status, list];
};
