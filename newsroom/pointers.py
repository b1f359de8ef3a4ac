"""What people type, paste or send to point at something: the id of a row, or an address."""

from urllib.parse import SplitResult, urlsplit

_MOST_DIGITS = 18  # both databases can compare these; one digit more may overflow a 64-bit column


def may_be_id(text: str) -> bool:
    """Whether int() of this text is safe to look up: ASCII digits only, and few enough."""
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def is_address(text: str) -> bool:
    """Whether somebody pasted an address instead of typing words."""
    return text.startswith(("/", "http://", "https://"))


def path_of(address: str) -> str:
    """The path of a pasted address; "" if it has none."""
    return parts_of(address).path.replace("\x00", "")


def parts_of(address: str) -> SplitResult:
    """The parts of an address, all empty if it cannot be read as one."""
    try:
        return urlsplit(address)
    except ValueError:  # brackets around something that is no IP address
        return SplitResult("", "", "", "", "")
