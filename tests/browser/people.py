"""People at a browser: what they do on our pages, by the visible words."""

import io
import re
import secrets
from pathlib import Path
from typing import Self

from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.browser.site import PASSWORD, Site

_PASTE = """(editor, html) => {
    const clipboard = new DataTransfer();
    clipboard.setData("text/html", html);
    clipboard.setData("text/plain", "");
    editor.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
}"""

# The selection as the editor knows it, which may lag behind the page's.
_CARET_IS_AT_THE_END = """() => {
    const { doc, selection } = document.querySelector(".ProseMirror").editor.state;
    return selection.empty && selection.head >= doc.content.size - 1;
}"""


# A click returns before the next page has loaded, and the next act must not meet the old page.
_WATCH_LEAVING = """navigation.addEventListener("navigate", (event) => {
    if (!event.hashChange && event.downloadRequest === null) window.isLeaving = true;
});"""

_SELECT = """(editor, words) => {
    editor.focus();
    const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const start = node.data.indexOf(words);
        if (start >= 0) return getSelection().setBaseAndExtent(node, start, node, start + words.length);
    }
    throw new Error(`not in one piece of the text: ${words}`);
}"""


class Somebody:
    """A person with a browser context. `complaints` has the errors and CSP violations of its console."""

    def __init__(self, browser: Browser, site: Site, *, email: str = "", **context: object) -> None:
        """With `email`, this person is logged in already."""
        self.site, self.complaints = site, list[str]()
        self.context = browser.new_context(base_url=site.url, locale="id-ID", timezone_id="Asia/Jakarta", **context)
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(_WATCH_LEAVING)
        if email:
            cookies = site.client(email).cookies
            self.context.add_cookies([{"name": name, "value": cookies[name], "url": site.url} for name in cookies])
        self.page: Page = self.context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        # The console reports 400, 403, 409 … as errors, but the tests provoke them.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.complaints.append(message.text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def log_in(self, email: str, *, password: str = PASSWORD) -> None:
        self.page.goto("/akun/login/")
        self.fill_in_log_in(email, password=password)

    def fill_in_log_in(self, email: str, *, password: str = PASSWORD) -> None:
        self.page.get_by_label("Alamat surel").fill(email)
        self.page.get_by_label("Kata sandi", exact=True).fill(password)
        self.press("Masuk")

    def press(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=name, exact=isinstance(name, str)).first.click()
        self._arrive()

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first.click()
        self._arrive()

    def _arrive(self) -> None:
        self.page.wait_for_function("() => !window.isLeaving")

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def does_not_see(self, words: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(words)


class Reporter(Somebody):
    """Somebody who writes: can use the editor and its dialogs."""

    @property
    def text(self) -> Locator:
        return self.page.locator(".ProseMirror")

    def select(self, words: str) -> None:
        """Select these words in the text, as with the mouse."""
        self.text.evaluate(_SELECT, words)
        self.text.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")

    def caret_to_the_end(self) -> None:
        """Move the caret to the end. Waits first, because the editor restores its selection after it got the focus."""
        self.text.click()
        self._settle()
        self.page.keyboard.press("Control+End")
        self.page.wait_for_function(_CARET_IS_AT_THE_END)

    def write(self, *paragraphs: str) -> None:
        for paragraph in paragraphs:
            self._type(paragraph)

    def sub_heading(self, words: str) -> None:
        self.press("Subjudul")
        self._type(words)

    def _type(self, words: str) -> None:
        """Type a line and Enter. Waits in between, because inserted text reaches the editor with a delay."""
        self.page.keyboard.insert_text(words)
        expect(self.text).to_contain_text(words)
        self._settle()
        self.page.keyboard.press("Enter")

    def _settle(self) -> None:
        """Wait until the editor has processed the last key or click (its own timers take 20 ms)."""
        self.text.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")

    def paste(self, html: str) -> None:
        self.text.evaluate(_PASTE, html)

    def read_also(self, headline: str) -> None:
        self.page.keyboard.press("Control+Shift+J")
        dialog = self.page.get_by_role("dialog")
        box = dialog.get_by_role("combobox")
        box.fill(headline[:20])
        expect(dialog.get_by_role("option").first).to_contain_text(headline)
        box.press("Enter")
        expect(dialog).to_have_count(0)

    def upload_photo(self, picture: Path, *, alt: str, caption: str, credit: str) -> None:
        """Upload a photo in the open dialog."""
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_text("Unggah foto baru").click()
        dialog.get_by_label("Berkas").set_input_files(picture)
        dialog.get_by_label("Teks alternatif").fill(alt)
        dialog.get_by_label("Keterangan", exact=True).fill(caption)
        dialog.get_by_label("Kredit").fill(credit)
        dialog.get_by_role("button", name="Unggah dan pakai").click()
        expect(dialog).to_have_count(0)


def photo_with_position(path: Path) -> Path:
    """Write a JPEG like a phone's, with a GPS position in its EXIF data."""
    image = Image.linear_gradient("L").resize((1400, 933)).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = f"Kamera Rahasia {secrets.token_hex(4)}"  # unique, because the desk refuses duplicates
    exif.get_ifd(0x8825)[2] = (6.0, 10.0, 30.0)  # GPSLatitude
    content = io.BytesIO()
    image.save(content, "JPEG", exif=exif)
    path.write_bytes(content.getvalue())
    return path
