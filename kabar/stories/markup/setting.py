"""HTML written elsewhere becomes blocks of ours; what no block can hold is counted, never silently lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from itertools import islice
from typing import Any, TypeAlias

from lxml import etree
from lxml import html as lxml_html

from kabar.stories.markup import inline
from kabar.stories.markup.parted import parted
from kabar.stories.markup.pictures import NoPictures as NoPictures
from kabar.stories.markup.pictures import Pictures as Pictures
from kabar.stories.markup.readied import make_ready
from kabar.stories.markup.tables import table_block
from kabar.stories.markup.words import (
    INLINE,
    holds_standing,
    is_link_elsewhere,
    lines,
    outermost,
    own_words,
    quoted,
    quoted_post,
    said,
    source,
    visited,
)
from kabar.video.embeds import provider_of

Element: TypeAlias = lxml_html.HtmlElement
Block: TypeAlias = dict[str, Any]
HEADINGS = {"h1": "2", "h2": "2", "h3": "3", "h4": "3", "h5": "3", "h6": "3"}
DEEPEST = 150
#: What is set below a heading, a quotation or a table that holds it, beside the words that say it already.
MEDIA = ("img", "iframe", "video", "audio", "embed")
#: What is set below a list, which says nothing of it.
LOOSE = (*MEDIA, "figure", "table")
#: A picture's caption stands beside it, or beside what is close around it.
NEAR = 5
#: Space at the beginning of a line of code, and more than one sign of it elsewhere.
INDENT = re.compile(r"(?m)^ +| {2,}")
ATTACHMENT = re.compile(r"wp-image-(\d+)")
#: Space at the ends of a paragraph, however it is written.
SPACES = ("&nbsp;", "<br/>")


def blocks_of(
    text: str, pictures: Pictures, lost: Callable[[str, str], None], *, classic: bool = False
) -> list[Block]:
    """Return the blocks of HTML copy; `lost(what, example)` is told of every loss.

    In classic copy, as WordPress kept it, a blank line parts paragraphs and a line end breaks the line.
    """
    root = parsed(text)
    return [] if root is None else blocks_in(root, pictures, lost, classic=classic)


def blocks_in(
    root: Element, pictures: Pictures, lost: Callable[[str, str], None], *, classic: bool = False
) -> list[Block]:
    """Return the blocks of a tree of HTML, as `blocks_of` does."""
    make_ready(root, lost)
    setter = Setter(pictures, lost, classic)
    setter.descend(root)
    setter.flush()
    return setter.blocks


def parsed(text: str) -> Element | None:
    """Return copy as a tree without comments, or None when it says nothing."""
    if not text.strip():
        return None
    parser = lxml_html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    html = f"<html><body><div>{inline.printable(text)}</div></body></html>"
    try:
        return lxml_html.document_fromstring(html, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def trimmed(html: str) -> str:
    """Return a paragraph without the space at its ends."""
    first, last = 0, len(html)
    while first < last and (html[first].isspace() or html.startswith(SPACES, first, last)):
        first += 1 if html[first].isspace() else len(SPACES[html[first] == "<"])
    while first < last and (html[last - 1].isspace() or html.endswith(SPACES, first, last)):
        last -= 1 if html[last - 1].isspace() else len(SPACES[html[last - 1] == ">"])
    return html[first:last]


class Setter:
    """Walks through the copy; inline text gathers until something stands by itself."""

    def __init__(self, pictures: Pictures, lost: Callable[[str, str], None], classic: bool) -> None:
        self.pictures, self.lost, self.classic = pictures, lost, classic
        self.blocks: list[Block] = []
        self.gathered: list[str] = []
        self.depth = 0

    def descend(self, element: Element) -> None:
        """Set what is in an element, in order."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.gather(escape(element.text_content(), quote=False))
        else:
            self.gather(escape(element.text or "", quote=False))
            for child in element:
                self.one(child)
        self.depth -= 1

    def one(self, child: Element) -> None:
        """Set one element and the text behind it."""
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in INLINE and not holds_standing(child):
            self.gather(inline.serialised(child))
            return
        handler = HANDLERS.get(tag)
        if handler:
            self.flush()
            handler(self, child)
        elif tag in INLINE:
            if is_link_elsewhere(child):
                self.lost("link around what stands by itself; its words stay", child.get("href", "").strip())
            self.descend(child)
        elif tag:
            self.flush()
            self.descend(child)
            self.flush()
        self.gather(escape(child.tail or "", quote=False))

    def gather(self, html: str) -> None:
        """Keep inline HTML for the paragraph at hand."""
        self.gathered.append(html)

    def flush(self) -> None:
        """Set the paragraphs that have gathered; classic copy parts them with a blank line."""
        gathered, self.gathered = "".join(self.gathered), []
        if not gathered.strip():
            return
        for part in re.split(r"\n\s*\n", gathered) if self.classic else [gathered]:
            lines = re.sub(r"\s*\n\s*", "<br/>", part.strip()) if self.classic else " ".join(part.split())
            for each in parted(inline.clean(lines)) if lines.count("<br") > 1 else [lines]:
                self.paragraph(each)

    def paragraph(self, html: str) -> None:
        """Set a paragraph, or the embed whose address is all it says."""
        html = inline.clean(html)
        html = trimmed(html)
        words = inline.text_of(html)
        if not words:
            return
        if re.fullmatch(r"https?://\S+", words) and self.embed(words, ""):
            return
        self.add("paragraph", f"<p>{html}</p>")

    def add(self, kind: str, value: Any) -> None:
        """Add a block."""
        self.blocks.append({"type": kind, "value": value})

    def link(self, url: str, what: str, words: str = "") -> None:
        """Set a link where the thing itself cannot stand; tell when it has no address that leads anywhere."""
        leads = url.startswith(("https://", "http://"))
        self.lost(f"{what}; {'a link was kept' if leads else 'it has no address to lead to'}", url)
        if leads:
            self.add(
                "paragraph", f"<p>{inline.clean(f'<a href={quoted(url)}>{escape(words or url)}</a>')}</p>"
            )
        else:
            self.paragraph(escape(words, quote=False))

    def links_in(self, element: Element, where: str) -> None:
        """Tell of links where only words can stand."""
        for link in element.iter("a"):
            if is_link_elsewhere(link):
                self.lost(f"link {where}; its words stay", link.get("href", "").strip())

    # --- what stands by itself ------------------------------------------------------------------------------

    def heading(self, element: Element) -> None:
        """Set a heading; a picture inside it stands above."""
        self.loose(element)
        words = said(element)
        if len(words) > 200:
            self.paragraph(f"<b>{inline.serialised_inside(element)}</b>")
        elif words:
            self.links_in(element, "in a heading")
            self.add("heading", {"text": words, "level": HEADINGS[element.tag]})

    def rule(self, element: Element) -> None:
        """Drop a separator: the layout has its own."""
        self.lost("separator", "")

    def image(self, element: Element, caption: str = "") -> None:
        """Set a picture that is here."""
        number = ATTACHMENT.search(element.get("class", ""))
        picture = self.pictures.find(source(element), number[1] if number else element.get("data-id", ""))
        if picture is not None:
            alt = " ".join(element.get("alt", "").split())[:255]
            value = {"picture": picture, "caption": caption, "alt": alt, "size": "column"}
            self.add("picture", value)
        elif caption:
            self.lost("caption of a picture that is not here", caption)

    def figure(self, element: Element) -> None:
        """Set what a figure holds, with its caption."""
        images = element.findall(".//img")
        own = element.xpath("./figcaption|./div/figcaption|./a/figcaption")
        captions = own or (element.findall(".//figcaption") if len(images) < 2 else [])
        caption = self.caption(captions[-1]) if captions else ""
        for link in element.iter("a"):
            if link.find(".//img") is not None:
                self.links_in(link, "around a picture")
        if element.get("data-ids") is not None:
            self.gallery_by_number(element.get("data-ids"))
        elif element.find(".//table") is not None:
            self.table(element.find(".//table"), caption)
        elif element.find(".//blockquote") is not None:
            self.quote(element.find(".//blockquote"), caption)
        elif len(images) > 1 or "gallery" in element.get("class", ""):
            self.gallery(element, images, caption)
        elif images:
            self.image(images[0], caption)
        else:
            self.shown_elsewhere(element, caption, captions)

    def caption(self, element: Element) -> str:
        """Return the words of a caption."""
        self.links_in(element, "in a caption")
        return said(element)

    def shown_elsewhere(self, element: Element, caption: str, captions: list[Element]) -> None:
        """Set a figure without a picture: an embed, a film, or text."""
        media = element.xpath(".//iframe|.//video|.//audio|.//embed")
        if media:
            self.media(media[0], caption)
            return
        for each in captions:
            each.getparent().remove(each)
        address = " ".join(element.text_content().split())
        if re.fullmatch(r"https?://\S+", address):
            if not self.embed(address, caption):
                self.link(address, "embed that is not on the allow-list", caption)
            return
        self.descend(element)
        self.flush()
        self.paragraph(escape(caption, quote=False))

    def gallery(self, element: Element, images: list[Element], title: str) -> None:
        """Set several pictures together; captions inside belong to their pictures."""
        found = []
        for image in images:
            number = ATTACHMENT.search(image.get("class", ""))
            picture = self.pictures.find(source(image), number[1] if number else image.get("data-id", ""))
            if picture is not None:
                found.append((picture, self.caption_near(image, element)))
        self.add_gallery(found, title)

    def caption_near(self, image: Element, gallery: Element) -> str:
        """Return the caption of one picture among several; that of the whole gallery is not its own."""
        for around in islice(image.iterancestors(), NEAR):
            if around is gallery:
                break
            own = around.find("figcaption")
            if own is not None:
                return self.caption(own)
        return ""

    def gallery_by_number(self, numbers: str) -> None:
        """Set a classic gallery: the attachments it names, or all that hang on the story."""
        named = [number for number in numbers.split(",") if number]
        found = (
            [self.pictures.find("", number) for number in named] if named else list(self.pictures.of_story())
        )
        if not named and not found:
            self.lost("gallery whose pictures are not here", "")
        self.add_gallery([(picture, "") for picture in found if picture is not None], "")

    def add_gallery(self, found: list[tuple[int, str]], title: str) -> None:
        """Add a gallery; one picture alone is a picture."""
        if len(found) == 1:
            self.add(
                "picture",
                {"picture": found[0][0], "caption": found[0][1] or title, "alt": "", "size": "column"},
            )
        elif found:
            items = [{"picture": picture, "caption": caption} for picture, caption in found]
            self.add("gallery", {"title": title, "pictures": items})

    def listing(self, element: Element) -> None:
        """Set a list; lists inside lists are laid flat."""
        if "gallery" in element.get("class", ""):
            self.gallery(element, element.findall(".//img"), "")
            return
        items = []
        for item in element.iter("li"):
            html = inline.clean(own_words(item))
            if inline.text_of(html):
                items.append(" ".join(html.split()))
        if (element.get("start") or "1") != "1":
            self.lost("list that began with another number than 1", element.get("start", ""))
        if outermost(element, "ul", "ol"):
            self.lost("list inside a list, laid flat", "")
        if items:
            self.add("list", {"ordered": element.tag == "ol", "items": items})
        self.loose(element, LOOSE)

    def definitions(self, element: Element) -> None:
        """Set terms in bold, and what they mean as paragraphs."""
        for part in element.iter("dt", "dd"):
            words = own_words(part)
            self.paragraph(f"<b>{words}</b>" if part.tag == "dt" else words)
        self.loose(element, LOOSE)

    def quote(self, element: Element, caption: str = "") -> None:
        """Set a quotation with who said it, or the post of another site that dresses as one."""
        post = quoted_post(element)
        if post and self.embed(post, caption):
            return
        cites = outermost(element, "cite")
        who = " ".join(said(cite) for cite in cites).strip("—– ") or caption
        for cite in cites:
            self.links_in(cite, "in a quotation")
            cite.drop_tree()
        text = lines(element)
        if text:
            self.add("quote", {"text": text, "who": who, "role": ""})
        self.links_in(element, "in a quotation")
        self.loose(element)

    def table(self, element: Element, caption: str = "") -> None:
        """Set a table; one that only lays things out is taken apart."""
        block = None if element.get("role") == "presentation" else table_block(element, caption)
        if block:
            self.links_in(element, "in a table")
            self.loose(element)
            self.blocks.append(block)
        else:
            self.descend(element)
            self.flush()

    def preformatted(self, element: Element) -> None:
        """Set lines as they are, broken where they were."""
        words = inline.clean(inline.serialised_inside(element).expandtabs(4).replace("<br/>", "\n"))
        for part in re.split(r"\n\s*?\n", words.replace("<br/>", "\n").strip("\n")):
            if inline.text_of(part):
                kept = INDENT.sub(lambda spaces: "&nbsp;" * len(spaces[0]), part.strip("\n").rstrip())
                self.add("paragraph", f"<p>{kept.replace(chr(10), '<br/>')}</p>")

    def media(self, element: Element, caption: str = "") -> None:
        """Set an embed when its address is on the list, a link when it is not."""
        url = source(element) or next((source(each) for each in element.iter("source")), "")
        if self.embed(url, caption):
            return
        self.link(url, f"<{element.tag}> not on the allow-list", caption)

    def embed(self, url: str, caption: str) -> bool:
        """Add an embed if its address, as people visit it, is on the allow-list."""
        address = visited(url)
        if not provider_of(address):
            return False
        self.add("embed", {"url": address, "caption": caption})
        return True

    def summary(self, element: Element) -> None:
        """Set the line one clicks on to unfold what follows."""
        self.paragraph(f"<b>{own_words(element)}</b>")

    def loose(self, element: Element, tags: tuple[str, ...] = MEDIA) -> None:
        """Set what stands by itself in something that cannot hold it."""
        self.depth += 1
        for each in outermost(element, *tags) if self.depth <= DEEPEST else ():
            HANDLERS[each.tag](self, each)
        self.depth -= 1


HANDLERS: dict[str, Callable[[Setter, Element], None]] = {
    **dict.fromkeys(HEADINGS, Setter.heading),
    "hr": Setter.rule, "img": Setter.image, "figure": Setter.figure, "ul": Setter.listing,
    "ol": Setter.listing, "dl": Setter.definitions, "blockquote": Setter.quote, "table": Setter.table,
    "pre": Setter.preformatted,
    "iframe": Setter.media, "video": Setter.media, "audio": Setter.media, "embed": Setter.media,
    "summary": Setter.summary,
}  # fmt: skip
