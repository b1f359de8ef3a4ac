"use strict";
// A classic script: it runs before the editor's modules, which ask for their words while they load.
// The admin's own catalogue holds the words of the admin only.
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
