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


def test_letters_that_come_late_move_nothing(ugly: tuple[WalkingPaper, list[str]], phone: Page) -> None:
    held = []
    phone.route("**/*.woff2", lambda route: held.append(route))
    phone.goto(ugly[1][2], wait_until="domcontentloaded")
    before = phone.evaluate("document.body.scrollHeight")
    phone.wait_for_timeout(200)
    assert held, "the page asked for no letters"
    for route in held:
        route.continue_()
    phone.evaluate("document.fonts.ready.then(() => true)")
    assert phone.evaluate(MOVED) <= 0.01
    assert abs(phone.evaluate("document.body.scrollHeight") - before) <= before * 0.02
