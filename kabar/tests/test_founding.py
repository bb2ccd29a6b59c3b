"""`kabar init` asks nothing, writes every setting down, and never touches what is there already."""

import re
import tomllib

import pytest

from kabar.config import PaperError, load
from kabar.config.reference import tables
from kabar.founding import found


def every_default_taken_up(text):
    """The settings with the # taken from every line that shows a default."""
    return re.sub(r"^#(?=\w+ = )", "", text, flags=re.M)


def test_a_new_paper_can_be_loaded_at_once(tmp_path):
    paper = found(tmp_path / "pos-desa")
    assert (paper.name, paper.language, paper.address) == ("Pos Desa", "id", "http://localhost:8000")
    assert paper.folder == tmp_path / "pos-desa"


def test_what_was_chosen_is_set(tmp_path):
    paper = found(tmp_path / "x", name='Si "Kabar"', language="en", address="https://kabar.example/")
    assert (paper.name, paper.language, paper.address) == ('Si "Kabar"', "en", "https://kabar.example")
    assert paper.words.topic == "topic"


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_setting_is_in_the_file_with_the_default_it_has(tmp_path, language):
    folder = tmp_path / "pos"
    paper = found(folder, language=language)
    text = (folder / "kabar.toml").read_text()
    taken_up = every_default_taken_up(text)
    for table, _, settings in tables():
        assert set(tomllib.loads(taken_up)[table]) == {setting.key for setting in settings}
        for setting in settings:
            assert f"# {setting.meaning}\n" in text
    (folder / "kabar.toml").write_text(taken_up)
    assert load(folder) == paper


def test_there_is_a_place_for_a_theme_and_for_plugins(tmp_path):
    home = found(tmp_path / "pos").folder
    for path in ("masthead/templates/README.md", "masthead/static/README.md", "plugins/README.md"):
        assert (home / path).read_text().startswith("# ")
    assert "/var/" in (home / ".gitignore").read_text()


def test_founding_twice_changes_nothing(tmp_path):
    found(tmp_path, name="Pos Desa")
    (tmp_path / "plugins" / "README.md").unlink()
    (tmp_path / "var" / "x").write_text("mine")
    before = (tmp_path / "kabar.toml").read_bytes()
    assert found(tmp_path, name="Lain").name == "Pos Desa"
    assert (tmp_path / "kabar.toml").read_bytes() == before
    assert not (tmp_path / "plugins" / "README.md").exists()


def test_a_folder_with_something_else_in_it_is_refused(tmp_path):
    (tmp_path / "skripsi.odt").write_text("x")
    with pytest.raises(PaperError, match=r"not empty, skripsi\.odt"):
        found(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["skripsi.odt"]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "pos").write_text("x")
    with pytest.raises(PaperError, match="is a file"):
        found(tmp_path / "pos")


def test_a_paper_may_be_founded_in_a_repository_and_after_an_interruption(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "plugins").mkdir()
    assert found(tmp_path, name="Pos Desa").name == "Pos Desa"


def test_a_folder_that_cannot_be_made_is_refused_in_one_line(tmp_path):
    with pytest.raises(PaperError, match="cannot be written"):
        found("/proc/pos-desa")


def test_an_address_that_cannot_work_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(PaperError, match="address"):
        found(tmp_path / "pos", address="posdesa")
    assert not (tmp_path / "pos").exists()
