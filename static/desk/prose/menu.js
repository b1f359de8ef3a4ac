import { Extension } from "django-prose-editor/editor";
import { words } from "desk/words";

// The editor's toolbar speaks English only. This runs after all others have put their buttons in.
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
