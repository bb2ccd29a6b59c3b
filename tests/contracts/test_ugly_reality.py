"""Stories as they really come: too long, too short, without a picture, in another script; pages bear them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tools.judges import accessibility, install, pages
from tools.judges.report import Report
from tools.walking_paper import WalkingPaper, walk

pytestmark = [pytest.mark.judges, pytest.mark.once, pytest.mark.xdist_group("ugly reality")]

COMING = """
from kabar.pictures.testing import a_picture
from kabar.stories.testing import a_live_story, a_section
from kabar.topics.models import Topic
WORD = 'Pertanggungjawabankeuangandaerah'
said = [('paragraph', '<p>' + 'Warga menyeberang sejak pagi. ' * 25 + '</p>')]
cells = {'columns': [{'type': 'text', 'heading': f'Kolom {n}'} for n in range(9)],
         'rows': [{'values': ['1.234.567.890'] * 9}] * 4, 'caption': 'Anggaran'}
quote = {'text': 'قال الوزير إن المحادثات ستستمر حتى الفجر.', 'who': 'وزير الخارجية', 'role': 'Beirut'}
long = a_live_story(
    ('Panjangnya judul yang tidak sempat dipangkas siapa pun sebelum tenggat malam itu tiba ' * 3)[:200],
    standfirst=WORD * 4,
    kicker='Kabupaten ' + WORD,
    lead_picture=a_picture(700, 1800, caption='Menara. ' * 40),
    body=[*said * 42, ('quote', quote), ('heading', {'text': WORD * 4, 'level': 'h2'}), *said],
    names=tuple(f'Penulis Bernama Panjang Nomor {n}' for n in range(7)),
)
for n in range(12):
    topic = Topic.objects.create(slug=f'topik-{n}', name=f'Topik yang ke-{n} dari dua belas')
    long.topics.add(topic)
long.save()
short = a_live_story('Ya', body=[('paragraph', '<p>' + 'Hanya tiga puluh kata. ' * 7 + '</p>')], names=())
bare = a_live_story(WORD * 5, body=[('paragraph', '<p>' + WORD * 12 + '</p>')], section=a_section(WORD))
print(long.path, short.path, bare.path)
"""
#: How far the page has moved under the reader, by Chromium's own count, while it came in.
MOVED = """new Promise(told => new PerformanceObserver(list => told(
  list.getEntries().reduce((sum, one) => sum + one.value, 0))).observe({type: 'layout-shift', buffered: true})
  || setTimeout(() => told(0), 400))"""
STANDS, STANDS_IN_LETTERS = "html[data-stands]", "html[data-stands][data-letters]"
#: Which files were asked for when the page had come whole.
AFTER_LOAD = """Object.fromEntries(performance.getEntriesByType('resource').map(one => [
  one.name.split('/').pop().split('.')[0],
  one.startTime >= performance.getEntriesByType('navigation')[0].loadEventStart]))"""
WITHOUT_LETTERS = "(delete document.documentElement.dataset.letters, document.body.scrollHeight)"


@pytest.fixture(scope="module")
def ugly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WalkingPaper, list[str]]]:
    """A paper whose day brought nothing but these; and where they stand."""
    assert install.main() == 0, "the judges cannot be installed here"
    with walk(tmp_path_factory.mktemp("ugly") / "paper", demo=False) as paper:
        stories = paper.python(COMING).split()
        paper.until_pictures_are_fine()
        yield paper, [paper.url(path) for path in ("/", "/global/", *stories)]


@pytest.fixture(scope="module")
def reports(ugly: tuple[WalkingPaper, list[str]]) -> list[Report]:
    """What axe and the reflow say of each page."""
    return accessibility.judge(ugly[1])


def test_everybody_can_read_them_and_nothing_sticks_out(reports: list[Report]) -> None:
    assert all(report.passed for report in reports), "\n".join(map(str, reports))


def test_their_markup_is_sound(ugly: tuple[WalkingPaper, list[str]]) -> None:
    reports = pages.judge(ugly[1])
    assert all(report.passed for report in reports), "\n".join(map(str, reports))


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="id-ID")
    yield context.new_page()
    context.close()


def test_letters_come_when_a_page_stands_and_move_nothing(
    ugly: tuple[WalkingPaper, list[str]], phone: Page
) -> None:
    phone.goto(ugly[1][2])
    phone.wait_for_selector(STANDS, state="attached")
    asked = phone.evaluate(AFTER_LOAD)
    assert asked["newsreader-roman"] and asked["reading"], "a letter or a tool stood in the way of the words"
    assert phone.evaluate(MOVED) <= 0.005
    # A device that has them does not read the stand-in again.
    phone.reload()
    phone.wait_for_selector(STANDS_IN_LETTERS, state="attached")
    assert not phone.evaluate(AFTER_LOAD)["newsreader-roman"]
    height = phone.evaluate("document.body.scrollHeight")
    assert abs(phone.evaluate(WITHOUT_LETTERS) - height) <= height * 0.02


def test_on_a_desk_too_the_tools_stand_above_the_story(
    ugly: tuple[WalkingPaper, list[str]], phone: Page
) -> None:
    phone.set_viewport_size({"width": 1440, "height": 900})
    phone.goto(ugly[1][2], wait_until="load")
    tools, body = (phone.locator(name).bounding_box() for name in (".story-before", ".story-body"))
    assert tools and body and tools["y"] + tools["height"] <= body["y"]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_on_a_desk_nothing_stands_between_the_head_of_a_story_and_its_words(
    ugly: tuple[WalkingPaper, list[str]], phone: Page, number: int
) -> None:
    phone.set_viewport_size({"width": 1440, "height": 900})
    phone.goto(ugly[1][number], wait_until="load")
    stands = {
        name: phone.locator(name).bounding_box() for name in (".story-head", ".story-body", ".story-foot")
    }
    head, body, foot = (stands[name] for name in (".story-head", ".story-body", ".story-foot"))
    assert head and body and foot
    assert foot["y"] >= body["y"] + body["height"]
    before = phone.locator(".story > :is(.story-picture, .story-before)").all()
    between = sum(box["height"] for part in before if (box := part.bounding_box()))
    # What is left are the margins of three parts.
    assert body["y"] - head["y"] - head["height"] - between < 120
