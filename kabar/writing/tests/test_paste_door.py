"""The door a paste goes through: blocks as the form takes them, for those who may write."""

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from kabar.staff.models import User
from kabar.staff.roles import Role, establish, give
from kabar.stories.models import Story
from kabar.writing import views

pytestmark = pytest.mark.django_db
CLIPBOARDS = Path(__file__).parent / "clipboard"


def someone(role):
    establish()
    user = User.objects.create_user(role.value)
    give(user, role)
    client = Client()
    client.force_login(user)
    return client


def paste(client, **clipboard):
    return client.post(reverse("writing_paste"), clipboard)


def test_a_paste_comes_back_as_the_form_takes_it():
    html = "<h2>Judul</h2><p>Kata <b>tebal</b></p><ul><li>Satu</li></ul>"
    html += "<table><tr><td>a</td><td>b</td></tr></table>"
    answer = paste(someone(Role.WRITER), html=html).json()
    assert [block["type"] for block in answer["blocks"]] == ["heading", "paragraph", "list", "table"]
    assert answer["blocks"][0]["value"] == {"text": "Judul", "level": ["2"]}
    assert json.loads(answer["blocks"][1]["value"])["blocks"][0]["text"] == "Kata tebal"
    assert json.loads(answer["blocks"][2]["value"]["items"][0]["value"])["blocks"][0]["text"] == "Satu"
    assert answer["blocks"][3]["value"]["rows"] == [{"values": ["a", "b"]}]
    assert len({block["id"] for block in answer["blocks"]}) == 4
    assert Story.objects.count() == 0


def test_the_form_can_take_what_any_program_puts_on_the_clipboard():
    ayu, clipboards = someone(Role.WRITER), sorted(CLIPBOARDS.glob("*.html"))
    assert len(clipboards) > 3
    for clipboard in clipboards:
        answer = paste(ayu, html=clipboard.read_text("utf-8"))
        assert answer.status_code == 200 and answer.json()["blocks"], clipboard.name


def test_pictures_that_stay_behind_are_named():
    answer = paste(someone(Role.WRITER), html='<p>Satu</p><p>Dua <img src="x.jpg" alt="Banjir"></p>').json()
    assert "2 blok ditempel. 1 gambar tidak ikut; unggah sendiri: “Banjir”" in answer["message"]


def test_html_that_says_nothing_falls_back_on_the_plain_text():
    answer = paste(someone(Role.WRITER), html="<div>" * 9000 + "Kata", text="Kata\nLagi").json()
    assert len(answer["blocks"]) == 2


def test_too_much_is_refused_in_one_line(monkeypatch):
    monkeypatch.setattr(views, "MOST", 10)
    answer = paste(someone(Role.WRITER), html="<p>Terlalu panjang</p>")
    assert (answer.status_code, list(answer.json())) == (413, ["error"])


def test_only_who_may_write_may_paste():
    assert paste(someone(Role.OBSERVER), html="<p>Kata</p>").status_code in (302, 403)
    assert paste(Client(), html="<p>Kata</p>").status_code == 302
