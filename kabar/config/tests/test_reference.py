"""The reference page holds every setting, as it is now."""

from pathlib import Path

from kabar.config import reference
from kabar.config.loading import PAPER_KEYS, TABLES

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "settings.md"


def test_the_reference_page_is_up_to_date():
    assert PAGE.read_text("utf-8") == reference.page(), (
        "run: python -m kabar.config.reference > docs/reference/settings.md"
    )


def test_every_setting_has_a_meaning():
    settings = [entry for _, _, entries in reference.tables() for entry in entries]
    assert len(settings) == len(PAPER_KEYS) + sum(len(kind.__dataclass_fields__) for kind in TABLES.values())
    assert all(entry.meaning for entry in settings)


def test_a_setting_names_its_variable():
    first = next(entry for name, _, entries in reference.tables() for entry in entries if name == "database")
    assert first.variable == "KABAR_DATABASE_URL"
