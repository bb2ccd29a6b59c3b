"""Page builders of WordPress (Divi, WPBakery, Avada): their shortcodes become the HTML they stood for."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import unquote

Lost = Callable[[str, str], None]
Said = Mapping[str, str]

OURS = re.compile(r"\[(/?)((?:et_pb|vc|fusion)_\w+)([^\]\[]*)\]")
ENCODED = re.compile(r"\[vc_raw_(html|js)\b[^\]\[]*\]([\w+/=\s]*)\[/vc_raw_\1\]")
FRAME = re.compile(
    r"et_pb_(?:section|row|column|text|accordion|tabs|tab|slider|toggle|divider|sidebar|code|fullwidth_code|blurb"
    r"|testimonial|cta)(?:_inner|_item)?"
    r"|vc_(?:row|column|section|column_text|empty_space|separator|tta_\w+|tab|tabs|accordion|toggle|message|cta"
    r"|raw_html)(?:_inner)?|fusion_(?:builder_\w+|text|separator|tabs|tab|accordion|toggle|code|old_tab)"
)
LAID_FLAT = "frame of a page builder, laid flat"
#: Attributes whose words stand above what the shortcode holds.
TITLES = {
    "vc_custom_heading": "text", "vc_text_separator": "title", "vc_tta_section": "title", "vc_tab": "title",
    "vc_toggle": "title", "vc_cta": "h2", "et_pb_blurb": "title", "et_pb_toggle": "title",
    "et_pb_tab": "title",
    "et_pb_accordion_item": "title", "et_pb_cta": "title", "et_pb_slide": "heading", "et_pb_heading": "title",
    "et_pb_fullwidth_header": "title", "et_pb_team_member": "name", "fusion_toggle": "title",
    "fusion_tab": "title", "et_pb_counter": "title", "et_pb_number_counter": "title",
}  # fmt: skip
PICTURES = {
    "et_pb_image": "src", "et_pb_fullwidth_image": "src", "et_pb_blurb": "image", "et_pb_slide": "image",
    "et_pb_team_member": "image_url", "vc_single_image": "image", "fusion_imageframe": "image_id",
}  # fmt: skip
GALLERIES = {
    "et_pb_gallery": "gallery_ids", "vc_gallery": "images", "vc_images_carousel": "images",
    "vc_media_grid": "include", "vc_masonry_media_grid": "include", "fusion_gallery": "image_ids",
}  # fmt: skip
FILMS = {
    "et_pb_video": "src", "et_pb_video_slider_item": "src", "et_pb_audio": "audio", "vc_video": "link",
    "fusion_youtube": "id", "fusion_vimeo": "id",
}  # fmt: skip
LINKS = {"et_pb_blurb": "url", "et_pb_button": "button_url", "et_pb_cta": "button_url", "vc_btn": "link"}
SITES = {"fusion_youtube": "https://www.youtube.com/watch?v={}", "fusion_vimeo": "https://vimeo.com/{}"}


def built(text: str, attributes: Callable[[str], dict[str, str]], lost: Lost) -> str:
    """Return copy with the shortcodes of page builders written as HTML."""
    text = ENCODED.sub(lambda found: _decoded(found, lost), text)
    return OURS.sub(lambda found: _written(found[1], found[2], attributes(found[3]), found[0], lost), text)


def _decoded(found: re.Match[str], lost: Lost) -> str:
    """Return the HTML that is kept encoded; a script, or what cannot be read, is dropped and told."""
    if found[1] == "js":
        lost("shortcode [vc_raw_js]: a script", "")
        return ""
    try:
        html = unquote(base64.b64decode("".join(found[2].split()), validate=True).decode("utf-8"))
    except (binascii.Error, UnicodeDecodeError, ValueError):
        lost("shortcode [vc_raw_html] that cannot be read", found[2][:80])
        return ""
    return f"\n\n{html}\n\n"


def _written(closing: str, name: str, said: Said, whole: str, lost: Lost) -> str:
    if closing:
        return "\n\n"
    parts = [_picture(name, said), _gallery(name, said), _film(name, said), _title(name, said)]
    html = "".join(part for part in parts if part)
    if not html:
        lost(
            LAID_FLAT if FRAME.fullmatch(name) else f"shortcode [{name}]",
            "" if FRAME.fullmatch(name) else whole,
        )
    return f"\n\n{html}\n\n"


def _title(name: str, said: Said) -> str:
    words = said.get(TITLES.get(name, ""), "") or (said.get("button_text", "") or said.get("title", "")) * (
        name in ("et_pb_button", "vc_btn")
    )
    address = _address(said.get(LINKS.get(name, ""), ""))
    linked = (
        f'<a href="{escape(address)}">{escape(words, quote=False)}</a>'
        if address
        else escape(words, quote=False)
    )
    if not words:
        return ""
    return f"<h3>{linked}</h3>" if name in TITLES else f"<p>{linked}</p>"


def _address(said: str) -> str:
    """Return an address as it is, or out of the way in which WPBakery keeps one."""
    found = re.match(r"url:([^|]*)", said)
    return unquote(found[1]) if found else said


def _picture(name: str, said: Said) -> str:
    at = said.get(PICTURES.get(name, ""), "") or said.get("custom_src", "") * (name == "vc_single_image")
    number = re.match(r"(\d+)(?:\||$)", at)
    if not at:
        return ""
    alt = escape(said.get("alt", ""))
    return f'<img src="" class="wp-image-{number[1]}">' if number else f'<img src="{escape(at)}" alt="{alt}">'


def _gallery(name: str, said: Said) -> str:
    numbers = ",".join(re.findall(r"\d+", said.get(GALLERIES.get(name, ""), "")))
    return f'<figure class="kabar-gallery" data-ids="{numbers}"></figure>' if numbers else ""


def _film(name: str, said: Said) -> str:
    at = said.get(FILMS.get(name, ""), "")
    if at and name in SITES and "/" not in at:
        at = SITES[name].format(at)
    return f"<figure>{escape(at)}</figure>" if at.startswith(("https://", "http://")) else ""
