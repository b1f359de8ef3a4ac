"""Detects Indonesian comment spam: gambling, loans and goods, with a phone number or link.

Pure functions of a text. Such a text needs a phone number or a link, however new its words are, while its words alone
also occur in honest comments about gambling. So words alone at most hold a comment, and only words together with a way
to get in touch refuse it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from comments import disguise

# What sellers say but readers do not. Words of the news itself (judi, pinjol, togel, utang) are deliberately missing,
# because comments on crime stories contain them too.
_PROMISES = """
slot gacor|slot maxwin|slot deposit|slot dana|slot thailand|link slot
maxwin|rtp slot|rtp live|rtp gacor|gampang menang|pasti jp|jackpot besar|bonus new member|bonus deposit
depo pulsa|depo dana|depo qris|deposit pulsa|minimal depo|withdraw cepat|wd cepat|pasti wd|link alternatif|link gacor
main judi di|prediksi togel
bocoran togel|angka jitu|bandarqq|dominoqq|pokerqq|gates of olympus
mahjong ways|sweet bonanza|pragmatic play|pg soft|scatter hitam|pola gacor|jam gacor|akun pro|akun wso
pinjaman cepat|pinjaman kilat|pinjaman online cepat|dana cepat cair|dana tunai cepat|langsung cair|cepat cair
cair hari ini|tanpa agunan|tanpa jaminan|tanpa bi checking|gadai bpkb|butuh dana cepat|kami beri pinjaman
jasa pinjol|joki pinjol|hapus data pinjol|galbay aman
obat kuat|obat pembesar|pembesar alat vital|viagra asli|obat aborsi|jual obat
penghasilan tambahan|kerja dari rumah gaji|cuan tiap hari|profit harian|investasi pasti untung|trading pasti profit
jual followers|tambah followers|jasa backlink|jual akun|open bo|vcs murah
"""
PROMISES = {disguise.key(phrase): phrase for phrase in _PROMISES.replace("\n", "|").split("|") if phrase.strip()}
# What the police say too: these only count together with an offer and contact details.
_WARES = """
situs judi|agen judi|bandar judi|judi online|judi bola|sabung ayam online|situs slot|agen slot|bandar slot|slot online
situs togel|bandar togel|agen togel|togel online|poker online|pinjol
"""
WARES = {disguise.key(phrase) for phrase in _WARES.replace("\n", "|").split("|") if phrase.strip()}
# Words that nobody disguises with dots or digits by accident. Written plainly, they are news.
_NEWS = "judi|slot|gacor|togel|pinjol|maxwin|poker|casino|kasino|bandar|taruhan|jackpot|depo|rtp|scatter"
HIDDEN = {disguise.key(word): word for word in _NEWS.split("|")}
_CALLING = "hubungi|wa|whatsapp|chat|japri|klik|daftar|kunjungi|gabung|inbox|dm|telegram|minat|order|info"
_CALLS = {disguise.key(word) for word in _CALLING.split("|")}

_SEPARATORS = r"[ .\-()/_]{0,3}"
# A mobile number: 08…, 628… or +62 8…, ten to fourteen digits with any separators. Rp 62.812.345.678 is money.
_MOBILE = re.compile(
    rf"(?<![0-9])(?:(?<!rp)(?<!rp[ .])(?<!rp\. )\+?6{_SEPARATORS}2|0)"
    rf"{_SEPARATORS}8(?:{_SEPARATORS}[1-9])(?:{_SEPARATORS}[0-9]){{7,10}}"
)
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{16}(?![0-9])")  # an identity card (NIK), family card or bank card
_SPELLED = "nol|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan"
_DIGIT_WORDS = {"kosong": "0", **{word: str(digit) for digit, word in enumerate(_SPELLED.split("|"))}}
_SPELLED_DIGIT = re.compile(rf"(?<![a-z])(?:kosong|{_SPELLED})(?![a-z])")
_HOLDS_A_DIGIT = re.compile(r"(?<![a-z0-9|])[a-z|]*[0-9][a-z0-9|]*")  # linear: a run is examined once, from its start
_LIKE_DIGITS = frozenset("0123456789oil|sb")
_DIGIT_OF = str.maketrans("oil|sb", "011158")

_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+|(?<![\w.@-])www\.[^\s<>\"“”]+")
_DOT = re.compile(r"\s?[\[({]\s?(?:dot|titik|\.)\s?[\])}]\s?|\s(?:dot|titik)\s(?=(?:com|net|xyz|id|me|ly|co|org)\b)")
_DOMAIN = re.compile(
    r"(?<![\w@.-])[a-z0-9][a-z0-9-]{0,62}\s?\.\s?"
    r"(?:xyz|top|vip|club|site|online|live|bet|casino|fun|win|icu|cc|ink|lol|pro|asia|cfd|sbs|buzz)(?![\w-])"
)
_SHORT = re.compile(
    r"(?<![\w-])(?:wa\s?\.\s?me|t\s?\.\s?me|bit\s?\.\s?ly|s\s?\.\s?id|tinyurl\s?\.\s?com|cutt\s?\.\s?ly|shorturl\s?\.\s?at"
    r"|linktr\s?\.\s?ee|rebrand\s?\.\s?ly|is\s?\.\s?gd|ow\s?\.\s?ly|heylink\s?\.\s?me|lynk\s?\.\s?id|goo\s?\.\s?gl"
    r"|api\s?\.\s?whatsapp|chat\s?\.\s?whatsapp)(?![a-z])"
)


@dataclass(frozen=True)
class Signs:
    """What was found, as quotes from the text: contact details, promises, disguised words."""

    numbers: tuple[str, ...] = ()
    short_links: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    wares: bool = False
    calls: bool = False
    identities: int = 0
    links: int = 0

    @property
    def contacts(self) -> tuple[str, ...]:
        return self.numbers + self.short_links

    @property
    def is_advertising(self) -> bool:
        """An offer with contact details: nobody writes both about the news."""
        if self.promises or self.hidden:
            return bool(self.contacts or (self.links and self.calls))
        return self.wares and self.calls and bool(self.contacts)

    @property
    def evidence(self) -> dict[str, list[str]]:
        named = {
            "numbers": self.numbers,
            "links": self.short_links,
            "promises": self.promises,
            "hidden": self.hidden,
        }
        return {name: [*found][:5] for name, found in named.items() if found}


def signs(text: str) -> Signs:
    """All the signs of spam in a text. Linear in its length."""
    plain = _DOT.sub(".", disguise.latin(text))
    without_addresses = _ADDRESS.sub(" ", plain)
    keys = disguise.keys(without_addresses)
    plainly = set(re.findall(r"[a-z]+", text.casefold()))
    return Signs(
        numbers=_unique(match[0] for match in _MOBILE.finditer(_digits(without_addresses))),
        short_links=_unique([*_matches(_SHORT, plain), *_matches(_DOMAIN, plain)]),
        promises=_unique(PROMISES[key] for key in _among(PROMISES, keys)) + _joined(without_addresses),
        hidden=_unique(HIDDEN[key] for key in _among(HIDDEN, keys) if not _stands(HIDDEN[key], plainly)),
        wares=not WARES.isdisjoint(keys),
        calls=not _CALLS.isdisjoint(keys),
        identities=len(_LONG_NUMBER.findall(plain)),
        links=len(_ADDRESS.findall(plain)),
    )


def _digits(plain: str) -> str:
    """The text with spelled-out digits, and letters used as digits, as digits."""
    spelled = _SPELLED_DIGIT.sub(lambda match: _DIGIT_WORDS[match[0]], plain)
    return _HOLDS_A_DIGIT.sub(lambda match: _read_as_digits(match[0]), spelled)


def _read_as_digits(run: str) -> str:
    """Convert the parts of a run that look like digits: all of "o8l2" and "08|2", and "o8l2" in "wa|o8l2"."""
    parts = []
    for is_number, group in groupby(run.split("|"), key=_LIKE_DIGITS.issuperset):
        part = "|".join(group)
        parts.append(part.translate(_DIGIT_OF) if is_number and any(map(str.isdecimal, part)) else part)
    return "|".join(parts)


def _joined(plain: str) -> tuple[str, ...]:
    """Promises in spaced-out letters, which have lost the blanks between words."""
    runs = [disguise.key("".join(run)) for run in disguise.set_apart(disguise.words(plain))]
    return _unique(phrase for run in runs if len(run) > 6 for key, phrase in PROMISES.items() if key in run)


def _stands(word: str, plainly: set[str]) -> bool:
    """Whether the text has the word undisguised, with or without a clitic."""
    return any(other.startswith(word) for other in plainly)


def _among(listed: Mapping[str, str], keys: Mapping[str, object]) -> list[str]:
    """The listed keys, in the order of the text. Most texts have none, which is a fast check."""
    return [] if listed.keys().isdisjoint(keys) else [key for key in keys if key in listed]


def _matches(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match[0] for match in pattern.finditer(text)]


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
