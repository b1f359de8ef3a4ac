// Offers the people of the desk behind an “@” in a field of text. Without script the full name is typed out.
import { element, freshId } from "desk/dialog";
import { search } from "desk/server";
import { words } from "desk/words";

const PAUSE = 150; // ms without a key before the server is asked
const BEGUN = /(?:^|[\s(“"])@([\p{L}\p{N}.'’ -]{0,40})$/u;

export const offerNames = (field, url) => {
  if (field.dataset.offersNames) return;
  field.dataset.offersNames = "true";
  const list = element("ul", { id: freshId("names"), className: "mentions", role: "listbox", "aria-label": words.remark.people, hidden: true });
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let people = [];
  let active = -1;
  let timer;
  let newest = 0;

  const begun = () => BEGUN.exec(field.value.slice(0, field.selectionStart))?.[1] ?? null;

  const mark = (index) => {
    active = index;
    [...list.children].forEach((entry, position) => entry.setAttribute("aria-selected", String(position === index)));
    if (list.children[index]) field.setAttribute("aria-activedescendant", list.children[index].id);
    else field.removeAttribute("aria-activedescendant");
  };

  const hide = () => {
    newest += 1;
    people = [];
    list.hidden = true;
    list.replaceChildren();
    mark(-1);
  };

  const choose = (person) => {
    const typed = begun();
    const caret = field.selectionStart;
    field.setRangeText(`${person.title} `, caret - (typed?.length ?? 0), caret, "end");
    hide();
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const look = async () => {
    const typed = begun();
    const mine = ++newest;
    if (typed === null) return hide();
    let found = [];
    try {
      found = await search(url, { q: typed });
    } catch {
      // Names can be typed out; saving says what is wrong with the line.
    }
    if (mine !== newest) return;
    if (!found.length || found.some(({ title }) => title.toLowerCase() === typed.trim().toLowerCase())) return hide();
    people = found;
    list.replaceChildren(...found.map((person, index) => {
      const entry = element("li", { id: `${list.id}-${index}`, role: "option", "aria-selected": "false" }, [
        element("strong", { textContent: person.title }), " ", element("small", { textContent: person.detail }),
      ]);
      entry.addEventListener("mousedown", (event) => { event.preventDefault(); choose(person); });
      return entry;
    }));
    list.hidden = false;
    mark(0);
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  const leave = () => {
    clearTimeout(timer);
    hide();
  };
  // Hidden while the mouse is down, the list would move the button from under it, and nothing would be pressed.
  field.addEventListener("blur", () => document.addEventListener("click", leave, { once: true, capture: true }));
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(Math.min(active + 1, people.length - 1));
    else if (event.key === "ArrowUp") mark(Math.max(active - 1, 0));
    else if (event.key === "Enter" || event.key === "Tab") choose(people[active]);
    else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
};
