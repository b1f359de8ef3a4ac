"""Share links. They are plain links: no script of a social network ever runs on our pages."""

from urllib.parse import urlencode


def links(url: str, headline: str) -> list[tuple[str, str]]:
    """(name of the network, address) in the order in which Indonesian readers use them."""
    return [
        ("WhatsApp", "https://wa.me/?" + urlencode({"text": f"{headline} {url}"})),
        ("Telegram", "https://t.me/share/url?" + urlencode({"url": url, "text": headline})),
        ("X", "https://x.com/intent/post?" + urlencode({"url": url, "text": headline})),
        ("Facebook", "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": url})),
    ]
