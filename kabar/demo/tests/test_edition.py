"""The edition as it is written: complete, varied, and nothing in it left hanging."""

import json
import re
from collections import Counter
from datetime import timedelta

import pytest
from PIL import Image

from kabar.demo.bodies import SETTERS, Numbers, set_body
from kabar.demo.manuscripts import PICTURES, drawings, films, foundations, manuscripts
from kabar.stories.blocks import body_blocks
from kabar.stories.models import StoryByline
from kabar.video.embeds import provider_of

EVERYTHING = {story.slug: story for story in manuscripts()}
NUMBERS = Numbers(
    {drawing.name: number for number, drawing in enumerate(drawings(), 1)},
    {slug: number for number, slug in enumerate(EVERYTHING, 1)},
    {film.name: number for number, film in enumerate(films(), 1)},
)
SET = {slug: set_body(story.body, NUMBERS) for slug, story in EVERYTHING.items()}


def slugs(kind):
    return {fields["slug"] for fields in foundations()[kind]}


def words_of(slug):
    return len(re.findall(r"[\w’-]+", re.sub(r"<[^>]+>", " ", str(EVERYTHING[slug].body))))


def test_the_edition_has_forty_stories_of_which_eight_are_in_english_and_one_that_was_killed():
    killed = [slug for slug, story in EVERYTHING.items() if story.killed]
    assert killed == ["anak-di-rumah-panggung"]
    assert Counter(story.language for story in EVERYTHING.values() if not story.killed) == {"id": 32, "en": 8}


def test_the_mistake_stands_once_in_its_story_and_touches_a_claim_that_is_attributed():
    [(slug, mistake)] = [(slug, story.correction) for slug, story in EVERYTHING.items() if story.correction]
    assert json.dumps(SET[slug], ensure_ascii=False).count(mistake["now"]) == 1
    assert set(mistake["affects"]) <= {said["key"] for said in EVERYTHING[slug].attributions}


def test_eight_sections_have_at_least_four_stories_each():
    counted = Counter(story.section for story in EVERYTHING.values())
    assert set(counted) == slugs("sections")
    assert len(counted) == 8
    assert min(counted.values()) >= 4


def test_every_kind_of_block_is_used():
    used = {block["type"] for body in SET.values() for block in body}
    # Everybody reads the demo edition to the end, so nothing in it begins to be for members.
    assert used == {name for name, _block in body_blocks()} - {"members_from"}


def test_every_part_of_a_manuscript_is_of_a_kind_that_can_be_set():
    assert {kind for story in EVERYTHING.values() for part in story.body for kind in part} <= set(SETTERS)


@pytest.mark.parametrize("slug", EVERYTHING)
def test_a_story_names_only_what_the_paper_has(slug):
    story = EVERYTHING[slug]
    assert set(story.topics) <= slugs("topics")
    assert set(story.bylines) <= slugs("authors")
    assert set(story.bylines.values()) <= set(StoryByline.Role.values)
    assert story.distributor in slugs("distributors") | {""}
    assert story.picture in set(NUMBERS.pictures) | {""}
    assert story.headline
    assert story.slugline
    assert story.kicker


def test_no_story_points_to_itself_and_all_three_zones_appear():
    for slug, story in EVERYTHING.items():
        assert slug not in [part.get("also_read") for part in story.body]
    assert {story.zone for story in EVERYTHING.values()} == {"", "WIB", "WITA", "WIT"}


def test_stories_vary_from_briefs_to_long_reports():
    lengths = [words_of(slug) for slug in EVERYTHING]
    assert sum(length >= 900 for length in lengths) >= 3
    assert sum(length <= 150 for length in lengths) >= 5


def test_the_lead_is_the_newest_and_carries_everything_a_page_can():
    lead = manuscripts()[-1]
    assert lead.slug == "telepon-austin-shoigu"
    assert "13/5/2022" in str(lead.body)
    assert (lead.place, lead.distributor) == ("WASHINGTON DC", "reuters")
    kinds = {block["type"] for block in SET[lead.slug]}
    assert kinds >= {"paragraph", "heading", "quote", "list", "table", "fact_box", "embed", "also_read"}


def test_a_label_series_and_a_roundup_are_among_the_headlines():
    headlines = [story.headline for story in EVERYTHING.values()]
    assert sum(headline.startswith("[UNIK GLOBAL] ") and " | " in headline for headline in headlines) == 2
    assert any("Rangkuman Hari Ke-79" in headline for headline in headlines)


def test_embeds_are_of_providers_on_the_list():
    urls = [block["value"]["url"] for body in SET.values() for block in body if block["type"] == "embed"]
    assert {provider_of(url) for url in urls} == {"YouTube", "OpenStreetMap"}


def test_every_row_of_a_table_is_as_long_as_its_heading():
    for body in SET.values():
        for table in (block["value"] for block in body if block["type"] == "table"):
            assert {len(row["values"]) for row in table["rows"]} == {len(table["columns"])}


def test_prose_holds_no_markup_that_was_left_open():
    for body in SET.values():
        for paragraph in (block["value"] for block in body if block["type"] == "paragraph"):
            assert Counter(re.findall(r"<(\w+)", paragraph)) == Counter(re.findall(r"</(\w+)", paragraph))
            assert paragraph.count("“") == paragraph.count("”")
            assert '"' not in re.sub(r"<[^>]+>", "", paragraph)


def test_every_picture_has_an_alternative_text_a_caption_a_credit_and_a_licence():
    for drawing in drawings():
        assert len(drawing.alt) > 40
        assert drawing.title
        assert drawing.caption
        assert (drawing.credit, drawing.rights) == ("Ilustrasi: Kabar", "CC0 1.0")


def test_the_pictures_are_printable_and_weigh_three_megabytes_at_most():
    files = {drawing.file for drawing in drawings()}
    assert files == set(PICTURES.glob("*.jpg"))
    assert sum(file.stat().st_size for file in files) <= 3_000_000
    for file in files:
        with Image.open(file) as picture:
            assert sorted(picture.size) == [1067, 1600]


def test_every_story_was_published_within_the_last_ten_days():
    assert all(timedelta(0) < story.age < timedelta(days=10) for story in EVERYTHING.values())
