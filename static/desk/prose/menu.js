import { Extension } from "django-prose-editor/editor";
import { words } from "desk/words";

// Translates the editor's toolbar. Runs last, when all buttons are there.
export const IndonesianMenu = Extension.create({
  name: "indonesianMenu",
  priority: -1000,
  addMenuItems(storage) {
    for (const item of Object.values(storage._definedItems)) {
      const title = words.menu[item.name] ?? item.button.title;
      item.button.title = title;
      item.button.setAttribute("aria-label", title);
      if (item.option) item.option.textContent = title;
    }
  },
});
