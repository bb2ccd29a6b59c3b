"""Pictures that stand in the text of an item: its own pictures, with their place among the paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any
from urllib.parse import urljoin

from kabar.stories.markup import setting
from kabar.stories.markup.words import source
from kabar.wire.parsers.item import PLACE_OF_PICTURE, Block, WireItem, WirePicture

Element = Any
PICTURED = re.compile(r"<img\b", re.I)
#: What is smaller is there to count readers, or is a face among words.
SMALLEST = 3
SETS = ("srcset", "data-srcset")
#: Scripts fetch some pictures late, and name them by one of these until then.
LATE = ("data-src", "data-lazy-src", "data-original", "data-orig-file", *SETS)
FACES = re.compile(r"\b(?:wp-smiley|emoji)\b")
NAMED = re.compile(r"(?<![a-z])(?:credits?|copyright|kredit|byline|photographer|fotografer)(?![a-z])", re.I)
#: How a caption ends in who took the picture.
CREDITED = (
    re.compile(
        r"(?:^|[\s(\[/|–—-])(?:foto|photo(?:graph)?|picture|gambar|kredit|credit|image|bild)"
        r"(?:\s+(?:by|oleh|courtesy))?\s?:\s*(?P<credit>[^()\[\]:]{2,120}?)\s*[)\]]?\.?\s*$",
        re.I,
    ),
    re.compile(r"[(\[](?P<credit>[^()\[\]/]{2,60}/[^()\[\]]{2,80})[)\]]\.?\s*$"),
)
SIZED = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w{3,4}$)")
FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|tiff?)$", re.I)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
LONGEST_ADDRESS, LONGEST_CAPTION = 2000, 4000
#: More is no story but a catalogue.
MOST = 200
#: A picture is credited to no more, and no more stand together.
MOST_NAMED = 12


def blocks_of(text: str, lost: Callable[[str, str], None]) -> Iterator[Block]:
    """Yield the blocks of HTML, each picture as a block that says all of it, until `placed`."""
    root = setting.parsed(text)
    if root is None:
        return
    found = _Found()
    found.prepare(root)
    for block in setting.blocks_in(root, found, lost):
        if block["type"] == "picture":
            yield found.block(block["value"], block["value"]["caption"])
        elif block["type"] == "gallery":
            title = block["value"]["title"]
            yield from (found.block(each, each["caption"] or title) for each in block["value"]["pictures"])
        else:
            yield block


def pictures_of(text: str) -> tuple[WirePicture, ...]:
    """Return the pictures of HTML whose words stand elsewhere, as those of a summary do."""
    if not PICTURED.search(text[: 1 << 20]):
        return ()
    found = blocks_of(text[: 1 << 20], lambda _what, _example: None)
    return tuple(
        block["value"] for block in found if block["type"] == PLACE_OF_PICTURE and block["value"].url
    )


def together(*lists: Iterable[WirePicture]) -> tuple[WirePicture, ...]:
    """Return pictures of several lists, each once."""
    album = _Album((), "")
    for each in chain(*lists):
        album.number(each)
    return tuple(album.pictures)


class _Found(setting.NoPictures):
    """Gathers the pictures that a text names; the key of each is its place among them."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.credits: dict[str, str] = {}
        self.keys: dict[str, str] = {}

    def prepare(self, root: Element) -> None:
        """Make a tree say of every picture where it lies, and what stands beside it who took it."""
        for number, image in enumerate(root.iter("img")):
            if number >= MOST or _is_small(image):
                _without_picture(image)
            else:
                address = _address(image)
                image.set("src", address)
                self.keys.setdefault(address, image.get("data-uri", "").strip()[:LONGEST_ADDRESS])
        for each in root.iter("div", "p"):
            kind = each.get("class", "")
            if "wp-caption" in kind:
                each.tag = "figcaption" if "wp-caption-text" in kind else "figure"
        for caption in root.iter("figcaption"):
            if _is_no_caption(caption):
                caption.tag = "div"
        for figure in root.iter("figure"):
            # One that holds others is a gallery, whose pictures have captions of their own.
            if figure.find(".//figure") is None and figure.find(".//blockquote") is None:
                self._credit(figure)

    def _credit(self, figure: Element) -> None:
        """Take whoever took a picture out of what stands under it."""
        images = list(islice(figure.iter("img"), MOST_NAMED))
        named = (each for each in figure.iterdescendants() if images and _names_maker(each))
        marked = list(islice(named, MOST_NAMED))
        said = [" ".join(each.text_content().split()) for each in marked]
        for each in marked:
            each.clear(keep_tail=True)
        for image in images:
            self.credits.setdefault(source(image), ", ".join(dict.fromkeys(filter(None, said))))

    def find(self, url: str, number: str = "") -> int | None:
        """Take a picture down."""
        self.addresses.append(url)
        return len(self.addresses) - 1

    def block(self, value: dict[str, Any], caption: str) -> Block:
        """Return a picture with everything that is said of it."""
        address = self.addresses[value["picture"]]
        caption, credit = _parted(caption[:LONGEST_CAPTION])
        return {
            "type": PLACE_OF_PICTURE,
            "value": WirePicture(
                url=address,
                key=self.keys.get(address, ""),
                caption=caption,
                credit=(self.credits.get(address) or credit)[:300],
                alt=value.get("alt", ""),
            ),
        }


def _is_no_caption(element: Element) -> bool:
    """Tell what only dresses as a caption, and holds pictures or is as long as a story."""
    if element.find(".//figcaption") is not None or element.find(".//img") is not None:
        return True
    return len(element.text_content()) > LONGEST_CAPTION


def _names_maker(element: Element) -> bool:
    marked = element.tag in ("cite", "small") or bool(NAMED.search(element.get("class", "")))
    return marked and element.find(".//img") is None


def _without_picture(image: Element) -> None:
    """Leave nothing of what is no picture; a face among words says what it stands for."""
    words = image.get("alt", "") if FACES.search(image.get("class", "")) else ""
    tail = image.tail
    image.clear()
    image.tag, image.text, image.tail = "span", words, tail


def _is_small(image: Element) -> bool:
    sides = [image.get(side, "").strip().removesuffix("px") for side in ("width", "height")]
    tiny = any(side.isascii() and side.isdigit() and int(side[:6]) < SMALLEST for side in sides)
    return tiny or bool(FACES.search(image.get("class", "")))


def _address(image: Element) -> str:
    """Return where a picture lies; what is written out in the text itself, or runs, lies nowhere."""
    for name in ("src", *LATE):
        said = image.get(name, "").strip()
        said = said.partition(" ")[0].rstrip(",") if name in SETS else said.replace(" ", "%20")
        url = f"https:{said}" if said.startswith("//") else said
        scheme = SCHEME.match(url)
        if url and (scheme is None or scheme[0].lower() in ("http:", "https:", "cid:")):
            return url if len(url) <= LONGEST_ADDRESS else ""
    return ""


def _parted(caption: str) -> tuple[str, str]:
    """Return a caption and the credit at its end."""
    caption = " ".join(caption.split())
    for pattern in CREDITED:
        if found := pattern.search(caption):
            return caption[: found.start()].rstrip(" ([/|–—-"), found["credit"].strip()
    return caption, ""


def placed(item: WireItem) -> WireItem:
    """Return an item whose text names its pictures by their number; those of the text follow the others."""
    if not any(block["type"] == PLACE_OF_PICTURE for block in item.blocks):
        return item
    album = _Album(item.pictures, item.address if item.format in ("rss", "atom", "json-feed") else "")
    blocks = [album.block(block) if block["type"] == PLACE_OF_PICTURE else block for block in item.blocks]
    kept = tuple(block for block in blocks if block is not None)
    return replace(item, blocks=kept, pictures=tuple(album.pictures))


class _Album:
    """The pictures of an item, each once."""

    def __init__(self, pictures: tuple[WirePicture, ...], home: str) -> None:
        self.pictures, self.home = list(pictures), home
        self.numbers = {mark: at for at, each in enumerate(pictures) for mark in _marks(each)}
        # A preview in the text and the printing beside it have their caption in common.
        self.captions = {each.caption: at for at, each in enumerate(pictures) if each.caption}
        self.standing: set[int] = set()

    def block(self, block: Block) -> Block | None:
        """Return the place of a picture in the text; what says nothing has none, nor what stood before."""
        said: WirePicture = block["value"]
        if said.url and not SCHEME.match(said.url):
            said = replace(said, url=_joined(self.home, said.url))
        if not (said.url or said.key or said.caption):
            return None
        number = self.number(said)
        if number in self.standing:
            return None
        self.standing.add(number)
        return {"type": PLACE_OF_PICTURE, "value": {"number": number}}

    def number(self, said: WirePicture) -> int:
        """Return the number of a picture, which is added when it is not there."""
        marks = _marks(said)
        found = [self.numbers[mark] for mark in marks if mark in self.numbers]
        found = found or [self.captions.pop(text) for text in (said.caption,) if text in self.captions]
        if found:
            self.pictures[found[0]] = _both(self.pictures[found[0]], said)
            return found[0]
        self.pictures.append(said)
        self.numbers.update(dict.fromkeys(marks, len(self.pictures) - 1))
        return len(self.pictures) - 1


def _both(there: WirePicture, said: WirePicture) -> WirePicture:
    """Return a picture that is named twice, with what either says."""
    return replace(
        there,
        caption=there.caption or said.caption,
        credit=there.credit or said.credit,
        alt=there.alt or said.alt,
    )


def _marks(picture: WirePicture) -> tuple[str, ...]:
    """Return what a picture is known by, whatever size of it is named."""
    return tuple(dict.fromkeys(_plain(address) for address in (picture.url, picture.key) if address))


def _plain(address: str) -> str:
    address = re.sub(r"^https?://|^cid:", "", address)
    path = address.partition("?")[0].partition("#")[0]
    return SIZED.sub("", path) if FILE.search(path) else address


def _joined(home: str, address: str) -> str:
    try:
        return urljoin(home, address) if home.startswith(("http://", "https://")) else address
    except ValueError:
        return address
