// Between the parts of a joined script (newsroom/joined.py): what follows finds the whole page.
if (document.readyState === "loading") await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
