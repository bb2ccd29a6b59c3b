"""The style sheets of a page are one file, which says the same as they do."""

import pytest

from kabar.masthead.together import in_one

PAPER, STORY = "kabar/masthead/paper.0123456789ab.css", "kabar/stories/story.ba9876543210.css"


def links(*names):
    return "\n  ".join(f'<link rel="stylesheet" href="/static/{name}">' for name in names)


@pytest.fixture
def collected(tmp_path, settings):
    """A folder of collected files."""
    settings.STATIC_ROOT = tmp_path
    for name, text in (
        (PAPER, '@layer base; a { src: url("fonts/n.woff2"); b: url(data:x) }'),
        (STORY, "c { d: url('/x.svg') url(i.svg) }"),
    ):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_several_sheets_become_one_in_their_order_and_point_where_they_pointed(collected):
    found = in_one(links(PAPER, STORY))
    assert found.count("<link") == 1
    address = found.split('href="')[1].split('"')[0]
    text = (collected / address.removeprefix("/static/")).read_text()
    assert text.index("@layer base") < text.index("c {")
    assert 'url("/static/kabar/masthead/fonts/n.woff2")' in text and "url(data:x)" in text
    assert "url('/x.svg')" in text and 'url("/static/kabar/stories/i.svg")' in text
    assert in_one(links(PAPER, STORY)) == found
    assert in_one(links(STORY, PAPER)) != found


@pytest.mark.parametrize("names", [(PAPER,), (PAPER, "kabar/stories/story.css"), ()])
def test_what_is_not_collected_or_alone_is_left_as_it_is(collected, names):
    assert in_one(links(*names)) == links(*names)


def test_what_else_stands_among_them_stays(collected):
    assert "<meta name=x>" in in_one(links(PAPER) + "<meta name=x>" + links(STORY))
