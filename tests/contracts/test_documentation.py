"""The documentation is complete, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kabar.config.reference import page as settings_page
from tools.commands import reference as commands_page
from tools.keys import reference as keys_page
from tools.left_behind import reference as left_behind_page
from tools.rights import page as rights_page

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file(page):
    missing = [
        target for target in LINK.findall(page.read_text("utf-8")) if not (page.parent / target).exists()
    ]
    assert missing == []


def test_the_reference_of_commands_is_as_the_commands_say():
    assert (ROOT / "docs/reference/commands.md").read_text("utf-8") == commands_page(), (
        "python -m tools.commands"
    )


def test_the_reference_of_keys_is_as_the_newsroom_s_sheets_say():
    assert (ROOT / "docs/reference/keys.md").read_text("utf-8") == keys_page(), "python -m tools.keys"


def test_what_an_export_leaves_behind_is_listed_as_the_exporter_says():
    written = (ROOT / "docs/reference/import.md").read_text("utf-8")
    assert written == left_behind_page(), "python -m tools.left_behind"


def test_the_reference_of_settings_is_as_the_settings_say():
    written = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    assert written == settings_page(), "python -m kabar.config.reference > docs/reference/settings.md"


def test_the_reference_of_rights_is_as_the_roles_say():
    written = (ROOT / "docs/reference/rights.md").read_text("utf-8")
    assert written == rights_page(), "python -m tools.sample_paper -- python -m tools.rights"


def test_every_decision_has_its_context_and_its_decision():
    for page in (ROOT / "docs/decisions").glob("*.md"):
        text = page.read_text("utf-8")
        if page.name != "README.md":
            assert "Context" in text, page
            assert "Decision" in text or "decided" in text, page


def test_every_department_says_what_it_does():
    for folder in (ROOT / "kabar").iterdir():
        if (folder / "apps.py").exists():
            assert (folder / "__init__.py").read_text("utf-8").startswith('"""'), folder
