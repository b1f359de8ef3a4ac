// A divider in joined scripts (newsroom/joined.py): the parts after it run when the document is parsed.
if (document.readyState === "loading") await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
