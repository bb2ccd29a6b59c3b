"""Whatever form a kill comes in, it tops its thread and flags every story that was made from the copy."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from kabar.desk.models import EditorialNote, Notice
from kabar.sections.models import Section
from kabar.wire.models import Item
from kabar.wire.parsers import acts, reading
from kabar.wire.parsers.item import WireItem
from kabar.wire.services import receive, take
from kabar.wire.tests.test_receiving import copy

EMPTY_G2 = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="{version}"><itemMeta>'
    '<itemClass qcode="ninat:text"/><provider literal="AFP"/><versionCreated>{at}</versionCreated>'
    '<pubStatus qcode="stat:{status}"/></itemMeta><contentMeta><headline>Perdana menteri mundur</headline>'
    '</contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html'
    ' xmlns="http://www.w3.org/1999/xhtml"><body><p>Satu.</p></body></html></inlineXML></contentSet></newsItem>'
)
NEWSML = (
    "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>bernama.com</ProviderId>"
    "<DateId>20261127</DateId><NewsItemId>B77</NewsItemId><RevisionId PreviousRevision='{before}'>{version}"
    "</RevisionId></NewsIdentifier></Identification><NewsManagement><NewsItemType FormalName='News'/>"
    "<ThisRevisionCreated>20261127T090000Z</ThisRevisionCreated><Status FormalName='{status}'/>"
    "</NewsManagement><NewsComponent><NewsLines><HeadLine>Ringgit naik</HeadLine></NewsLines><ContentItem>"
    "<DataContent><p>Satu.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
)
NITF = (
    '<nitf><head><docdata management-status="{status}"{of}><doc-id id-string="{key}"/>'
    '<date.issue norm="20261127T090000Z"/></docdata></head><body><body.head><hedline><hl1>{mark}Pabrik'
    " terbakar</hl1></hedline><distributor>Kyodo</distributor></body.head><body.content><p>Satu.</p>"
    "</body.content></body></nitf>"
)
TELEGRAPH = (
    "\x01bgn{number} 3 pol 120 ccccb   ANTARA 061\r\npolitik/kabinet/\r\n\x02{lines}\r\n"
    "Jakarta (ANTARA) - {text}\r\n\x0327{hour} GMT Nov 26"
)
ANPA = (
    "\x16\x16\x01W{number}\x1f__asian\r\nr i\x11\x13 BC-AS--PulauTenggelam     11-13 0049\r\n"
    "\x02\x02BC-AS--Pulau Tenggelam{mark},466<\r\n^Pulau tenggelam{after}<\r\n^Associated Press=\r\n"
    "\t   {text}\r\n\x03 AP-WF-11-27-26 {hour}GMT"
)


def g2(version, status, at="2026-11-27T10:00:00Z"):
    return EMPTY_G2.format(version=version, status=status, at=at).encode()


def newsml(version, status):
    return NEWSML.format(version=version, before=int(version) - 1, status=status).encode()


def nitf(key, status, of="", mark=""):
    of = f' management-doc-idref="{of}"' if of else ""
    return NITF.format(key=key, status=status, of=of, mark=mark).encode()


def telegraph(number, *lines, text="Presiden mengumumkan kabinet besok.", hour="1000"):
    said = "\r\n".join([*lines[:-1], f"{lines[-1]}="])
    return TELEGRAPH.format(number=number, lines=said, text=text, hour=hour).encode()


def anpa(number, mark="", after="", text="JAKARTA, Indonesia (AP) _ Sebuah pulau tenggelam.", hour="0901"):
    return ANPA.format(number=number, mark=mark, after=after, text=text, hour=hour).encode()


def ninjs(version, **fields):
    said = {
        "uri": "urn:x:nj1",
        "type": "text",
        "provider": "DPA",
        "headline": "Tanpa jam",
        "version": version,
    }
    return json.dumps({**said, "body_html": "<p>Satu.</p>", "pubstatus": "usable", **fields}).encode()


CABINET = "Kabinet baru diumumkan besok"
TOLD = telegraph("0123", CABINET)
ISLE = "Editors: Kill the story BC-AS--Pulau Tenggelam. It is wrong."
PAIRS = {
    "7901": (TOLD, telegraph("0140", "KILL", CABINET, text="Jangan dipakai.", hour="1100")),
    "7901 in a language": (TOLD, telegraph("0140", f"DICABUT: {CABINET}", hour="1100")),
    "7901 before its hour": (TOLD, telegraph("0140", "EDS: KILL", CABINET, hour="0900")),
    "ANPA": (anpa("2870"), anpa("2890", ", Kill", ": KILL", hour="0931")),
    "ANPA mandatory": (anpa("2870"), anpa("2890", ", Mandatory Kill", ": KILL", hour="0931")),
    "ANPA bulletin": (anpa("2870"), anpa("2890", ",BULLETIN KILL", hour="0931")),
    "ANPA writethru": (anpa("2870", ",1st Ld"), anpa("2890", ",2nd Ld-Writethru KILL", hour="0931")),
    "ANPA elimination": (anpa("2870"), anpa("2890", ", Elimination", hour="0931")),
    "ANPA in its text": (
        anpa("2870"),
        anpa("2890", "-Advisory", text=ISLE, hour="0931"),
    ),
    "G2": (g2(1, "usable"), g2(2, "canceled")),
    "G2 before its version": (g2(1, "usable"), g2(2, "canceled", "2026-11-27T09:59:00Z")),
    "NewsML 1.2": (newsml("1", "Usable"), newsml("2", "Canceled")),
    "NITF": (nitf("KY-100", "usable"), nitf("KY-101", "canceled", "KY-100", "KILL: ")),
    "NITF in words": (nitf("KY-100", "usable"), nitf("KY-101", "usable", mark="WITHDRAWN: ")),
    "ninjs": (ninjs("1"), ninjs("2", pubstatus="canceled", versioncreated="2026-11-27T07:00:00Z")),
    "ninjs in a note": (ninjs("1"), ninjs("2", ednote="Eds: kill. The report was wrong.")),
    "ninjs withheld": (ninjs("1"), ninjs("2", pubstatus="withheld")),
}  # fmt: skip


def come_in(*messages):
    return receive(settings.PAPER, [(f"pesan-{number}", each) for number, each in enumerate(messages)])


@pytest.mark.django_db
@pytest.mark.parametrize("form", PAIRS)
def test_a_kill_in_any_form_tops_its_thread_and_flags_the_story(form, desk, ayu, rina):
    first, kill = PAIRS[form]
    come_in(first)
    story = take(Item.objects.get(), by=ayu, paper=settings.PAPER)
    come_in(kill)
    top = Item.objects.get(newest=True)
    assert top.standing in ("killed", "withheld") and top.thread == Item.objects.first().thread
    assert EditorialNote.objects.get(urgent=True).story == story
    told = set(Notice.objects.filter(kind=Notice.Kind.WIRE).values_list("to__username", flat=True))
    assert told == {"ayu", "rina"}
    assert come_in(first, kill).new == 0


#: Outrun by its kill, copy of a later hour is taken for a later version.
LATER = "7901 before its hour"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "turned"),
    [(form, turned) for form in PAIRS for turned in (1, -1) if (form, turned) != (LATER, -1)],
)
def test_a_kill_in_one_delivery_with_its_item_leaves_nothing_to_take(form, turned, desk):
    come_in(*PAIRS[form][::turned])
    assert [item.standing in ("killed", "withheld") for item in Item.objects.filter(newest=True)] == [True]


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["7901", "ANPA mandatory", "G2", "ninjs", "NITF"])
def test_copy_that_a_kill_outran_comes_in_beneath_it_however_often_it_comes(form, desk):
    first, kill = PAIRS[form]
    come_in(kill)
    come_in(first)
    come_in(first)
    assert [item.standing for item in Item.objects.filter(newest=True)] == ["killed"]


@pytest.mark.django_db
def test_a_later_version_lifts_a_kill_and_an_earlier_one_does_not(desk):
    come_in(g2(1, "usable"))
    come_in(g2(3, "canceled"))
    come_in(g2(2, "usable", "2026-11-27T12:00:00Z"))
    assert Item.objects.get(newest=True).version == "3"
    come_in(g2(4, "usable", "2026-11-27T09:00:00Z"))
    assert Item.objects.get(newest=True).version == "4"


@pytest.mark.django_db
def test_a_kill_that_does_not_say_which_copy_it_means_flags_all_it_may(desk, ayu):
    come_in(telegraph("0123", CABINET))
    come_in(telegraph("0124", "Rupiah menguat", hour="1010"), telegraph("0125", "Pasar tutup", hour="1015"))
    stories = [take(item, by=ayu, paper=settings.PAPER) for item in Item.objects.order_by("pk")]
    come_in(telegraph("0140", "KILL", "Perhatian redaksi", hour="1100"))
    notes = EditorialNote.objects.filter(urgent=True).order_by("story")
    assert [note.story for note in notes] == stories
    assert "politik/kabinet" in notes[0].text and "Pasar tutup" in notes[2].text


@pytest.mark.django_db
def test_a_kill_of_one_agency_leaves_the_copy_of_another_alone(desk, ayu):
    come_in(copy(slugline="politik/kabinet", headline=CABINET, provider="AFP"))
    take(Item.objects.get(), by=ayu, paper=settings.PAPER)
    come_in(PAIRS["7901"][1])
    assert not EditorialNote.objects.filter(urgent=True).exists()
    assert Section.objects.count() == 1


@pytest.mark.once
@pytest.mark.parametrize(
    "headline",
    [
        "KILL: Pabrik terbakar", "MANDATORY KILL - Foo bar", "Mandatory Kill: Foo", "WITHDRAWN-Obama says",
        "ANNULATION/MANDATORY KILL - Le titre", "BERITA DICABUT: Judul", "RITIRO: Titolo", "[DITARIK] Judul",
        "ADVISORY-WITHDRAWN-Foo bar", "WITHDRAWAL/ELIMINATION Foo bar", "STORNO: Merkel geht", "EDS: KILL",
    ],
)  # fmt: skip
def test_a_mark_before_a_headline_is_a_kill(headline):
    assert acts.marked(WireItem("x", "k", headline=headline)).standing == "killed"


@pytest.mark.once
@pytest.mark.parametrize(
    "headline",
    [
        "Kill Bill returns", "KILL-SWITCH LAW PASSES", "Withdrawal: what to know", "KILL BILL RETURNS",
        "Cancellation: fees rise", "Killed in action", "Ritiro di massa", "Dicabut izinnya, pabrik tutup",
    ],
)  # fmt: skip
def test_a_headline_about_killing_or_withdrawing_is_none(headline):
    said = acts.marked(WireItem("x", "k", headline=headline, notes=("Eds: Updates with bill withdrawn.",)))
    assert (said.standing, said.act) == ("usable", "new")


@pytest.mark.once
@pytest.mark.parametrize(
    "headline", ["RALAT: Harga", "Ralat: Harga", "CORRECTED-UPDATE 2-Foo", "(KOREKSI) Harga"]
)
def test_a_mark_before_a_headline_is_a_correction(headline):
    assert acts.marked(WireItem("x", "k", headline=headline)).act == "correction"


@pytest.mark.once
def test_a_slug_that_ends_in_killed_is_a_story():
    item = reading.parse(anpa("2870").replace(b"Pulau Tenggelam,466", b"Officers Killed,466"))[0]
    assert (item.key, item.standing) == ("BC-AS--Officers Killed", "usable")
