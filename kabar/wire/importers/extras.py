"""What a WordPress post keeps beside its text for plugins: used where it fits, counted where it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape

from kabar.stories.markup import inline
from kabar.wire.importers import elementor

Custom = Mapping[str, str]
Lost = Callable[[str, str], None]
#: Which category is the first of a post's, as SEO plugins keep it: by the number of the term.
PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category", "_primary_category")
SUBTITLES = (
    "subtitle", "_subtitle", "wps_subtitle", "kia_subtitle", "_bunyad_sub_title", "_secondary_title",
    "secondary_title", "td_post_theme_settings", "jnews_single_post", "the_subtitle", "post_subtitle",
)  # fmt: skip
#: What editors wrote for lists of search results.
DESCRIPTIONS = (
    "_yoast_wpseo_metadesc",
    "rank_math_description",
    "_aioseo_description",
    "_aioseop_description",
)
#: Leading pictures that lie on another host.
ELSEWHERE = ("_fifu_image_url", "fifu_image_url", "_knawatfibu_url")
#: A subtitle among the settings of a theme, as PHP keeps them.
IN_SETTINGS = re.compile(r'"(?:td_)?subtitle";s:\d+:"([^"]*)"')
READ = frozenset({
    *PRIMARY, *SUBTITLES, *ELSEWHERE, "_thumbnail_id", "_wp_old_slug", "enclosure", "footnotes",
    "_elementor_data",
})  # fmt: skip
#: What machines keep for themselves, and says nothing.
OF_MACHINES = re.compile(
    r"_edit_(?:last|lock)|_pingme|_encloseme|_wp_old_date|_wp_trash_\w+|_oembed_.*|_wpas_.*|_publicize_.*|_jetpack_.*"
    r"|_elementor_\w+|_yoast_wpseo_(?:content_score|linkdex|estimated-reading-time-minutes|wordproof_timestamp)"
    r"|rank_math_(?:seo_score|internal_links_processed|analytic_object_id|contentai_score)|_et_pb_\w+|_wpb_\w+"
)
#: Numbers within a key: those of the rows of a field that repeats are one field.
NUMBER = re.compile(r"\d+")
#: So many fields are counted by their names, those beyond together.
MANY = 200
FURTHER = "custom field of another name, which has no place here"


def primary_category(custom: Custom) -> str:
    """Return the number of the category that an editor chose as the first, or nothing."""
    return next((custom[key] for key in PRIMARY if custom.get(key)), "")


def subtitle(custom: Custom) -> str:
    """Return the line below the headline that a plugin or a theme keeps."""
    for key in SUBTITLES:
        said = custom.get(key, "")
        if said.startswith(("a:", "{", "[")):
            found = IN_SETTINGS.search(said)
            said = found[1] if found else ""
        if said.strip():
            return said.strip()
    return ""


def standfirst(excerpt: str, custom: Custom, notes: list[tuple[str, str]]) -> str:
    """Return the excerpt; the subtitle where there is none, and without one what search results say."""
    below = subtitle(custom)
    if below and excerpt.strip():
        notes.append(("subtitle beside an excerpt, which is the standfirst here", inline.text_of(below)))
    return excerpt if excerpt.strip() else below or _description(custom)


def _description(custom: Custom) -> str:
    said = (custom.get(key, "") for key in DESCRIPTIONS)
    # Between percent signs stands what the plugin fills in.
    return next((each for each in said if each and "%" not in each), "")


def lead_address(custom: Custom) -> str:
    """Return where the leading picture lies when it is none of the site's own."""
    return next((custom[key] for key in ELSEWHERE if custom.get(key, "").startswith("http")), "")


def text_of(content: str, custom: Custom, lost: Lost) -> str:
    """Return the text of a post: its own, what a page builder keeps beside it, and the way to its sound."""
    if not inline.text_of(content) and "<img" not in content:
        content = elementor.html_of(custom.get("_elementor_data", ""), lost) or content
    sound = (custom.get("enclosure", "").split() or [""])[0]
    if sound.startswith(("https://", "http://")) and sound not in content:
        lost("sound or film left where it is; a link was kept", sound)
        content = f'{content}\n\n<p><a href="{escape(sound)}">{escape(sound)}</a></p>'
    return content


def unread(custom: Custom, used: str) -> Iterator[str]:
    """Yield the names of the fields that say something and that nothing here reads; `used` was read."""
    for key, value in custom.items():
        if key and value and key not in READ and not OF_MACHINES.fullmatch(key) and value != used:
            yield NUMBER.sub("#", inline.CONTROL.sub("", key))[:60]
