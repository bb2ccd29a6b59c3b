"""The paper's own look."""

import pytest
from django.contrib.staticfiles import finders

from kabar.masthead import theme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def looked_up_afresh():
    theme.styles.cache_clear()
    yield
    theme.styles.cache_clear()


@pytest.fixture
def static_files(monkeypatch):
    """The static files that exist."""
    files: set[str] = set()
    monkeypatch.setattr(finders, "find", lambda path, **_: path if path in files else None)
    return files


def test_a_paper_without_styles_of_its_own_asks_for_none(static_files, client):
    assert theme.styles("main") == ""
    assert "theme.css" not in client.get("/tentang/").content.decode()


def test_a_papers_own_styles_come_after_ours(static_files, client):
    static_files.add("theme.css")
    html = client.get("/tentang/").content.decode()
    assert html.index("paper.css") < html.index("/static/theme.css")


def test_one_of_several_papers_may_have_its_own(static_files):
    static_files.update({"theme.css", "desa/theme.css"})
    assert theme.styles("desa") == "desa/theme.css"
    assert theme.styles("main") == "theme.css"
