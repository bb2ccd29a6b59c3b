"""What a plugin offers in its rooms becomes part of the paper; what it forgot is said by name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kabar.plugins import Plugin, hooks
from tools import tables

EXAMPLES = Path(__file__).parents[3] / "examples"

#: Run in a process of its own, as plugins are found before Django is set up.
OPEN_THE_PAPER = """
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from kabar.stories.models import Story

body = Story._meta.get_field("body").stream_block
value = body.to_python([{"type": "tides", "value": {"place": "Labuhan",
    "waters": [{"type": "item", "value": {"kind": "high", "time": "05:40", "metres": "1.80"}}]}}])
print(apps.get_app_config("kabar_tides").verbose_name)
print(value.render_as_block())
call_command("migrate", verbosity=0)
call_command("makemigrations", "kabar_stories", check_changes=True, dry_run=True, verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
answer = Client().get("/pasang-surut/", headers={"host": "localhost"})
print(answer.status_code, answer.headers["Cache-Control"], answer.content.decode())
"""


@pytest.fixture
def plugin(tmp_path, monkeypatch, settings):
    """Write a plugin's rooms and let the paper have it."""

    def _plugin(package, **rooms):
        home = tmp_path / package
        home.mkdir()
        for name, text in {"__init__": "", **rooms}.items():
            (home / f"{name}.py").write_text(text)
        settings.PLUGINS = (*settings.PLUGINS, Plugin(package, str(home)))

    settings.PLUGINS = ()
    monkeypatch.syspath_prepend(str(tmp_path))
    return _plugin


def test_a_plugin_without_rooms_adds_nothing(plugin):
    plugin("pos_kosong")
    assert (hooks.body_blocks(), hooks.urlpatterns()) == ([], [])


def test_blocks_and_addresses_of_several_plugins_stand_together(plugin):
    plugin("pos_satu", blocks='def body_blocks():\n    return [("satu", 1)]\n', urls='urlpatterns = ["a/"]\n')
    plugin("pos_dua", blocks='def body_blocks():\n    return [("dua", 2)]\n')
    assert hooks.body_blocks() == [("satu", 1), ("dua", 2)]
    assert hooks.urlpatterns() == ["a/"]


def test_two_plugins_may_not_offer_the_same_block(plugin):
    for package in ("pos_tiga", "pos_empat"):
        plugin(package, blocks='def body_blocks():\n    return [("peta", 1)]\n')
    with pytest.raises(hooks.PluginError, match=r"pos_empat.*'peta'"):
        hooks.body_blocks()


def test_a_room_without_what_is_asked_of_it_is_named(plugin):
    plugin("pos_lupa", urls="patterns = []\n")
    with pytest.raises(hooks.PluginError, match=r"pos_lupa\.urls lacks urlpatterns"):
        hooks.urlpatterns()


@pytest.mark.once
def test_a_village_paper_with_the_example_plugin_has_its_block_and_its_page(tmp_path):
    paper = tmp_path / "village"
    shutil.copytree(EXAMPLES / "village", paper)
    shutil.copytree(EXAMPLES / "plugin" / "kabar_tides", paper / "plugins" / "kabar_tides")
    tables.lay_beside(paper)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("KABAR_")}
    environ |= {"KABAR_PAPER": str(paper), "DJANGO_SETTINGS_MODULE": "kabar.settings"}
    done = subprocess.run(
        [sys.executable, "-c", OPEN_THE_PAPER], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Pasang surut di Labuhan" in done.stdout
    assert "200 no-store" in done.stdout
    assert "Pos Desa" in done.stdout
    assert "Bulan berumur" in done.stdout
