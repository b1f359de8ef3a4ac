// For every public page: the chosen text size, and offline reading. Loaded asynchronously; pages work without it, and
// nothing moves except the row of sections, which scrolls to the current one.
const root = document.documentElement;
const KEY = "ukuran-teks";

const remembered = () => {
  try { return localStorage.getItem(KEY) ?? ""; } catch { return ""; } // storage may be switched off
};

const resize = (size) => {
  if (["large", "larger"].includes(size)) root.dataset.textSize = size;
  else delete root.dataset.textSize;
  for (const button of document.querySelectorAll("[data-text-size] button")) {
    button.setAttribute("aria-pressed", String(button.value === (root.dataset.textSize ?? "")));
  }
};

resize(remembered()); // at once, mostly before the first paint

const enhance = () => {
  resize(remembered());
  const row = document.querySelector("[data-sections]");
  const open = row?.querySelector("[aria-current]");
  if (open) row.scrollLeft += open.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - open.clientWidth) / 2;
  for (const control of document.querySelectorAll("li[data-text-size]")) {
    control.hidden = false;
    control.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      try { localStorage.setItem(KEY, button.value); } catch { /* for this page only, then */ }
      resize(button.value);
    });
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    const name = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = name; }, 2000);
    });
  }
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", enhance);
else enhance();

if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}
