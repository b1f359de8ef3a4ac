"""Turns a text into search terms: folded words without stop words, reduced to their stems.

PySastrawi knows Indonesian: it reduces menaikkan, kenaikan and dinaikkan to "naik", which PostgreSQL's own Indonesian
stemmer (Snowball) does not. It takes 0.05 ms per word, so stems are cached. Both engines get plain ASCII from here and
apply no language rules of their own, so they find the same.
"""

import re
import unicodedata
from functools import lru_cache

from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Stemmer import Stemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

LONGEST = 30  # letters; the longest Indonesian word in use has 24; longer ones are cut, in texts and queries alike
REMEMBERED = 50_000  # words, about 8 MB: the vocabulary of a paper except for rare names

_SAYING_NOTHING = """
    ada adalah agar akan antara apa apabila atas atau bagai bagaimana bagi bahwa banyak beberapa begitu belum
    bisa boleh bukan dalam dan dapat dari daripada dengan di dia guna hal hanya harus hingga ia ialah ini itu
    jika juga kami karena ke kepada ketika kita lagi lain lalu lebih maka masih mereka meski mungkin namun nya
    oleh orang pada para pernah pula pun saat saja sama sampai saya sebab sebagai sebelum sebuah secara sedang
    sehingga sejak selain selama semua seorang seperti serta setelah setiap si siapa sudah supaya tak tanpa
    tapi telah tentang terhadap tersebut tetapi tiap tidak tuturnya ujar ujarnya untuk yaitu yakni yang
"""
STOP_WORDS = frozenset(_SAYING_NOTHING.split())

_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile(r"[\u0300-\u036f]")


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer:
    """Sastrawi's stemmer without its cache, which is unbounded. Loading the dictionary takes 16 ms, once."""
    return Stemmer(ArrayDictionary(StemmerFactory().get_words()))


def fold(text: str) -> str:
    """In lower case, without accents and ligatures: "Café" becomes "cafe"."""
    return text.lower() if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def words(text: str) -> list[str]:
    """The folded words in order, in ASCII; other scripts are encoded as hexadecimal."""
    return [plain(word) for word in _WORD.findall(fold(text))]


def plain(word: str) -> str:
    return word[:LONGEST] if word.isascii() else "u" + word.encode("utf-8", "surrogatepass").hex()[: LONGEST - 1]


@lru_cache(maxsize=REMEMBERED)
def stem(word: str) -> str:
    """The stem of a folded word; "" for a stop word."""
    if word in STOP_WORDS or (len(word) == 1 and word.isalpha()):
        return ""
    if len(word) <= 3 or not word.isalpha():
        return word
    found = _stemmer().stem_word(word)
    return found if len(found) > 1 else word


def stems(text: str) -> list[str]:
    """The stems in order, without stop words."""
    return [found for word in words(text) if (found := stem(word))]
