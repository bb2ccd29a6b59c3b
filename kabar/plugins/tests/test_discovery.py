"""Plugins are found in the paper's folder and among installed packages, and hide nobody else's module."""

import sys

import pytest

from kabar.config import PaperError
from kabar.plugins import Plugin, discover


@pytest.fixture(autouse=True)
def _path_as_before(monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))


@pytest.fixture
def plugins(tmp_path):
    """A paper's folder of plugins."""
    folder = tmp_path / "plugins"
    folder.mkdir()
    return folder


def add(folder, name):
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text('"""A plugin."""\n')
    return folder / name


def announce(folder, value, name="kabar-cuaca"):
    home = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    home.mkdir()
    (home / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (home / "entry_points.txt").write_text(f"[kabar.plugins]\ncuaca = {value}\n")
    sys.path.insert(0, str(folder))


def test_a_paper_without_plugins_has_none(tmp_path):
    assert discover(tmp_path / "plugins") == ()


def test_every_package_in_the_folder_is_a_plugin(plugins):
    home = add(plugins, "pos_pasar")
    (plugins / "README.md").write_text("# Plugins\n")
    (plugins / "notes").mkdir()
    assert discover(plugins) == (Plugin("pos_pasar", str(home)),)
    assert sys.path[-1] == str(plugins)


def test_an_installed_package_announces_itself(plugins, tmp_path):
    announce(tmp_path, "kabar_cuaca")
    assert discover(plugins) == (Plugin("kabar_cuaca", "package kabar-cuaca"),)


def test_a_folder_that_cannot_be_imported_is_refused(plugins):
    add(plugins, "pos-pasar")
    with pytest.raises(PaperError, match="pos-pasar"):
        discover(plugins)


@pytest.mark.parametrize("name", ["json", "django", "kabar"])
def test_a_plugin_may_not_take_another_packages_name(plugins, name):
    add(plugins, name)
    with pytest.raises(PaperError, match="name of another package"):
        discover(plugins)
    assert str(plugins) not in sys.path


def test_a_plugin_both_installed_and_in_the_folder_is_refused(plugins, tmp_path):
    add(plugins, "pos_cuaca")
    announce(tmp_path, "pos_cuaca")
    with pytest.raises(PaperError, match="keep one"):
        discover(plugins)


def test_looking_twice_finds_the_same(plugins):
    add(plugins, "pos_warung")
    assert discover(plugins) == discover(plugins)
    assert sys.path.count(str(plugins)) == 1
