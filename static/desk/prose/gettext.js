"use strict";
// A classic script, so that it runs before the editor's modules, which translate their texts while loading.
// The admin's own catalogue has only the admin's texts.
{
  const admin = window.gettext || ((text) => text);
  const words = {
    "Edit Link": "Tautan",
    URL: "Alamat (URL)",
    Title: "Judul tautan",
    Update: "Simpan",
    Insert: "Sisipkan",
    Cancel: "Batal",
    "List properties": "Atur penomoran",
    "Toggle fullscreen": "Layar penuh",
    "Open in new window": "Buka di tab baru",
  };
  window.gettext = (text) => words[text] ?? admin(text);
}
