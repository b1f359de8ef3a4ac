"""Words that KBBI VI spells differently, with their affixes. The data is in words.toml."""

import tomllib
from pathlib import Path
from typing import Any

_DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))

KNOWN_ABBREVIATIONS = frozenset(_DATA["known_abbreviations"])
_PLACES = frozenset(_DATA["places_after_di"])
_VERBS = frozenset(_DATA["verbs_after_di"])
_MEALS = ("siang", "malam", "pagi", "sahur", "bersama", "besar")  # “di makan malam itu”, “di minum bersama”

_VOWELS = "aeiou"
# What stands between me- or pe- and a word, by its first letter; "ng" before vowels, g and h. Some letters fall.
_NASALS = dict.fromkeys("lmnrwy", "") | dict.fromkeys("bfpv", "m") | dict.fromkeys("cdjstz", "n")
_FALLING = {"p": "m", "t": "n", "s": "ny", "k": "ng"}
_PREFIXES = ("di", "ber", "ter", "ke", "se", "per", "memper", "diper", "keber", "member", "diber")
_SUFFIXES = ("", "kan", "i", "an")
_CLITICS = ("", "nya", "lah", "kah", "pun", "ku", "mu")
_ENDINGS = sorted({suffix + clitic for suffix in _SUFFIXES for clitic in _CLITICS} - {""}, key=len, reverse=True)


def right_form(word: str) -> str:
    """The standard form of a word, in the capitals of the word; "" where it is standard, or not in the list."""
    lower = word.lower()
    right = _right(lower)
    if not right or right == lower:
        return ""
    return right[0].upper() + right[1:] if word[0].isupper() else right


def place_joined_to_di(word: str) -> str:
    """The place in “dirumah”, “disekolahnya”; "" for every other word."""
    lower = word.lower()
    if not lower.startswith("di"):
        return ""
    place = lower[2:]
    bare = next((place.removesuffix(ending) for ending in ("nya", "ku", "mu") if place.endswith(ending)), place)
    return place if place in _PLACES or bare in _PLACES else ""


def is_verb_after_di(word: str, rest: str) -> bool:
    """Whether “di <word>” can only be a passive that was torn apart; `rest` is what follows."""
    if word in {"makan", "minum"} and rest.lstrip().startswith(_MEALS):
        return False
    return word in _VERBS or word.removesuffix("nya") in _VERBS


def _right(word: str) -> str:
    known = _EXACT.get(word) or _PREFIXED.get(word)
    if known:
        return known
    for ending in _ENDINGS:
        if word.endswith(ending):
            stem = _PREFIXED.get(word[: -len(ending)])
            if stem:
                return "" if word in _RIGHT else stem + ending
            if ending in _CLITICS and word[: -len(ending)] in _EXACT:
                return _EXACT[word[: -len(ending)]] + ending
    return ""


def _nasal(prefix: str, word: str) -> str:
    """The word with meN- or peN- by the grammar: imbau > mengimbau, survei > menyurvei, praktik > mempraktik."""
    falls = word[1:2] in _VOWELS if word[0] in "kst" else word[1:2] not in "lr"
    if word[0] in _FALLING and falls:
        return prefix + _FALLING[word[0]] + word[1:]
    return prefix + _NASALS.get(word[0], "ng") + word


def _unchanged(prefix: str, word: str) -> str:
    """The same as many write it, with no letter falling: mensurvey, mengkoordinir, mempraktek."""
    return prefix + _NASALS.get(word[0], "ng") + word


def _with_prefixes(wrong: str, right: str) -> dict[str, str]:
    """Every form before endings. Where the right form is two words or more, it takes no prefix."""
    forms = {wrong: right}
    if " " in right:
        return forms
    forms |= {prefix + wrong: prefix + right for prefix in _PREFIXES}
    for prefix in ("me", "pe"):
        forms[_nasal(prefix, wrong)] = forms[_unchanged(prefix, wrong)] = _nasal(prefix, right)
    return forms


_EXACT: dict[str, str] = {}
_PREFIXED: dict[str, str] = {}
for _rule in _DATA["rule"]:
    for _wrong, _standard in _rule["words"].items():
        if _rule.get("affixes", True):
            _PREFIXED |= _with_prefixes(_wrong, _standard)
        else:
            _EXACT[_wrong] = _standard
# What is right for one word is not wrong for another: “menampakkan” is right, though “nampak” is not.
_RIGHT = {right + suffix for right in _PREFIXED.values() for suffix in _SUFFIXES} | set(_EXACT.values())
_PREFIXED = {wrong: right for wrong, right in _PREFIXED.items() if wrong not in _RIGHT}
