"""Every message has an Indonesian translation, and the compiled catalogue is up to date."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale/id/LC_MESSAGES/django.po"
SOURCES = ("articles", "comments", "newsroom", "templates")
TOOLS = ("xgettext", "msgmerge", "msguniq", "msgattrib")


@dataclass
class Message:
    msgid: str = ""
    context: str | None = None
    plural: str | None = None
    translations: list[str] = field(default_factory=list)
    is_fuzzy: bool = False


def read(path: Path) -> list[Message]:
    """The messages of a .po file, without the header and obsolete ones."""
    messages = []
    for block in re.split(r"\n\s*\n", path.read_text()):
        message, values = Message(), {}
        target = ""
        for line in block.splitlines():
            if line.startswith("#,"):
                message.is_fuzzy = "fuzzy" in line
            keyword = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+"', line)
            if keyword:
                target = keyword[1]
                values[target] = ""
            if line.startswith('"') or keyword:
                values[target] += unescape(line[line.index('"') + 1 : line.rindex('"')])
        message.msgid, message.context = values.get("msgid", ""), values.get("msgctxt")
        message.plural = values.get("msgid_plural")
        message.translations = [value for name, value in values.items() if name.startswith("msgstr")]
        if message.msgid:
            messages.append(message)
    return messages


def unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), text)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}", text))


def untranslated(messages: list[Message]) -> list[str]:
    return [
        message.msgid
        for message in messages
        if message.is_fuzzy or not message.translations or not all(message.translations)
    ]


def test_every_message_of_the_catalogue_is_translated() -> None:
    messages = read(CATALOGUE)
    assert len(messages) > 100
    assert untranslated(messages) == []


def test_every_message_of_the_code_is_in_the_catalogue(tmp_path: Path) -> None:
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        pytest.skip(f"no {', '.join(missing)} here (Debian: apt install gettext)")
    for source in SOURCES:
        shutil.copytree(ROOT / source, tmp_path / source, ignore=shutil.ignore_patterns("stories", "__pycache__"))
    copy = tmp_path / "locale/id/LC_MESSAGES"
    copy.mkdir(parents=True)
    shutil.copy(CATALOGUE, copy)
    # In a separate process without our settings, whose LOCALE_PATHS lead to the real catalogue.
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    arguments = ["makemessages", "--locale=id", "--extension=html,txt,py,xml", "--no-obsolete", "--no-location"]
    command = [sys.executable, "-m", "django", *arguments]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert untranslated(read(copy / "django.po")) == []


def test_every_placeholder_is_kept() -> None:
    for message in read(CATALOGUE):
        wanted = placeholders(message.msgid) | placeholders(message.plural or "")
        for translation in message.translations:
            assert placeholders(translation) <= wanted, message.msgid
            if not message.plural:
                assert placeholders(translation) == wanted, message.msgid


def test_the_compiled_catalogue_is_up_to_date() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in read(CATALOGUE):
        if message.plural:
            continue
        text = compiled.pgettext(message.context, message.msgid) if message.context else compiled.gettext(message.msgid)
        assert text == message.translations[0], f"{message.msgid!r}: run manage.py compilemessages"
    plurals = [message for message in read(CATALOGUE) if message.plural]
    for message in plurals:
        assert compiled.ngettext(message.msgid, message.plural or "", 5) in message.translations
