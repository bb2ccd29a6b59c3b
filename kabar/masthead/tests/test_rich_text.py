"""Proofs that the texts of two editors never meet."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from wagtail.admin.rich_text import get_rich_text_editor_widget

from kabar.masthead.rich_text import RichTextArea

TEXTS = [f"<p>{f'rahasia {number} ' * 40}<b>tebal</b></p>" * 8 for number in range(16)]


@pytest.fixture
def hurried():
    """Let threads take turns so often that whatever they share is shared in the middle of a text."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def words(begun: str) -> str:
    return " ".join(block["text"] for block in json.loads(begun)["blocks"])


def test_the_newsroom_writes_in_this_editor():
    assert isinstance(get_rich_text_editor_widget(), RichTextArea)


@pytest.mark.usefixtures("hurried")
def test_forms_opened_in_the_same_moment_hold_each_their_own_words():
    area = get_rich_text_editor_widget(features=["bold"])
    alone = [words(area.format_value(text)) for text in TEXTS]
    with ThreadPoolExecutor(8) as forms:
        together = list(forms.map(lambda text: words(area.format_value(text)), TEXTS * 4))
    assert together == alone * 4
