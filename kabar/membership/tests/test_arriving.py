"""Members come along from another system: accounts that wait for them, and the time they have paid for."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail

from kabar import clock
from kabar.jobs.testing import run_due_jobs
from kabar.membership.models import Membership
from kabar.membership.queries import bought
from kabar.membership.services import arriving
from kabar.membership.services.reminding import remind
from kabar.membership.testing import a_day_pass, a_plan, member
from kabar.progress import Silent
from kabar.readers import services as readers
from kabar.readers.models import Reader
from kabar.readers.queries import AD_FREE, by_email, entitled
from kabar.readers.testing import a_reader
from kabar.wire.reports import ImportRefused, Report
from kabar.wire.tests.material import shared

pytestmark = pytest.mark.django_db
GHOST = (
    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,"
    "created_at,deleted_at,labels,tiers\n"
)
FAR = datetime(2100, 1, 1, tzinfo=UTC)


def take(file: Path, plan: str = "", until: datetime | None = None, *, dry: bool = False) -> Report:
    paper = settings.PAPER
    return arriving.take_in(paper, file, arriving.terms_of(paper, plan, until), Silent(), dry=dry)


def written(tmp_path: Path, text: str, name: str = "members.csv") -> Path:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def ghost(tmp_path: Path) -> Path:
    """Three members as Ghost lists them, and one who left."""
    return written(
        tmp_path,
        GHOST
        + '1,Budi@Example.id,Budi,"Suka, kopi",true,false,,2021-05-01T02:00:00.000Z,,,\n'
        + "2,sari@example.id,,,false,false,cus_1,2022-05-01T02:00:00.000Z,,VIP,Bulanan\n"
        + "3,tamu@example.id,Tamu,,true,true,,2023-05-01T02:00:00.000Z,,,\n"
        + "4,pergi@example.id,,,true,false,cus_2,2022-05-01T02:00:00.000Z,2023-01-01T00:00:00.000Z,,\n",
    )


def test_members_of_a_ghost_site_have_an_account_and_agreed_to_nothing_yet(ghost: Path) -> None:
    report = take(ghost)
    assert (report.created, dict(report.skipped), report.ok) == (3, {"left there": 1}, True)
    budi = by_email("main", "budi@example.id")
    assert (budi.name, budi.joined) == ("Budi", datetime(2021, 5, 1, 2, tzinfo=UTC))
    assert not budi.consents.exists()
    assert report.notes == {arriving.NO_PLAN: 2}
    assert not Membership.objects.exists()
    assert "example.id" not in "\n".join(report.lines())


@pytest.mark.once
def test_nobody_is_written_to_and_whoever_comes_in_agrees_then(ghost: Path, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    take(ghost)
    run_due_jobs()
    assert mail.outbox == []
    for _ in range(2):
        budi = readers.admit(settings.PAPER, "budi@example.id", how="code", words="Dengan masuk …")
    assert budi.name == "Budi"
    assert [(said.what, said.given, said.words) for said in budi.consents.all()] == [
        ("account", True, "Dengan masuk …")
    ]


def test_who_paid_there_holds_the_plan_that_is_named_and_is_reminded_of_its_end(ghost: Path) -> None:
    a_plan(slug="bulanan")
    until = clock.now() + timedelta(days=5)
    report = take(ghost, "bulanan", until)
    sari = by_email("main", "sari@example.id")
    assert (bought(sari).until, entitled(sari, AD_FREE)) == (until, True)
    assert entitled(by_email("main", "tamu@example.id"), AD_FREE)
    assert not entitled(by_email("main", "budi@example.id"), AD_FREE)
    assert report.notes == {}
    assert remind() == 2


def test_run_twice_it_doubles_nobody_and_a_later_end_is_taken(ghost: Path) -> None:
    a_plan(slug="bulanan")
    take(ghost, "bulanan", FAR)
    again = take(ghost, "bulanan", FAR)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
    later = take(ghost, "bulanan", FAR + timedelta(days=30))
    assert (later.created, later.updated, later.unchanged) == (0, 2, 1)
    assert {held.until for held in Membership.objects.all()} == {FAR + timedelta(days=30)}


def test_a_rehearsal_writes_nothing_and_says_the_same(ghost: Path) -> None:
    a_plan(slug="bulanan")
    rehearsed = take(ghost, "bulanan", FAR, dry=True)
    assert not Reader.objects.exists() and not Membership.objects.exists()
    assert take(ghost, "bulanan", FAR) == rehearsed


def test_what_a_member_holds_here_already_stays(ghost: Path, gateway: Any) -> None:
    sari = a_reader("sari@example.id", name="Sari W.")
    held = member(gateway, sari, a_plan(slug="bulanan"))
    report = take(ghost, "bulanan", FAR)
    assert report.notes == {arriving.HOLDS_ANOTHER: 1}
    assert (bought(sari), bought(sari).until, by_email("main", sari.email).name) == (
        held, held.until, "Sari W.",
    )  # fmt: skip


@pytest.mark.parametrize("plan", ["mingguan", "tamu"])
def test_a_plan_that_readers_cannot_hold_is_refused_by_its_name(ghost: Path, plan: str) -> None:
    a_plan(slug="bulanan")
    a_plan("Tamu", slug="tamu", kind="given")
    with pytest.raises(ImportRefused, match=rf"--plan {plan}: .*there are bulanan"):
        take(ghost, plan, FAR)


def test_substack_says_until_when_each_has_paid() -> None:
    a_plan(slug="bulanan")
    file = shared(
        "cms-exports",
        "migrate",
        "mg-substack-members-csv",
        "test",
        "fixtures",
        "fixtures_subscriber_emails.csv",
    )
    report = take(file, "bulanan")
    rows = file.read_text(encoding="utf-8").splitlines()[1:]
    assert report.total == len(rows)
    [comp] = Membership.objects.all()
    assert (comp.reader.email, comp.until.year) == ("tcowenaldkuf@gmu.edu", 2118)
    assert report.notes[arriving.PAID_BEFORE] == report.created - 1
    assert report.problems == (
        "fixtures_subscriber_emails.csv:8: 'ömil@gmail.com' is no address of mail",
        "fixtures_subscriber_emails.csv:18: 'maïbes@gmail.com' is no address of mail",
    )


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("mg-beehiiv-members", "src", "test", "fixtures", "members.csv"), {
            "lorem@example.com": ("Lorem Name", "2023-03-24T10:23:10+00:00"),
            "ipsum@example.com": ("Ipsum Name", "2023-03-24T10:36:47+00:00"),
            "dolor@example.com": None, "amett@example.com": None, "unsublit@example.com": None,
            "nullfirst@example.com": ("Last Only", "2023-04-11T14:02:47+00:00"),
        }),
        (("mg-mailchimp-members", "src", "test", "fixtures", "subscribed.csv"), {
            "s1@example.com": ("", "2023-04-21T04:16:57+00:00"),
            "s5@example.com": ("Dolor Simet", "2018-02-05T12:28:22+00:00"),
        }),
        (("mg-mailchimp-members", "src", "test", "fixtures", "unsubscribed.csv"), {"u1@example.com": None}),
        (("mg-mailchimp-members", "src", "test", "fixtures", "cleaned.csv"), {"c1@example.com": None}),
        (("mg-curated-members-csv", "test", "fixtures", "subscribers.csv"), {
            "herroooo@curated.com": ("", "2021-02-04T07:55:20+00:00"), "bob.something@adv": None,
        }),
        (("mg-tinynews-members", "test", "fixtures", "subs-v2.csv"), {
            "lorem@example.com": None, "dolor@example.com": ("Dolor Simet", "2022-08-04T14:26:20+00:00"),
        }),
        (("mg-medium-members", "src", "test", "fixtures", "members.txt"), {
            "lorem@example.com": ("", None), "amett@example.com": ("", None),
        }),
    ],
)  # fmt: skip
def test_lists_of_other_systems_are_read_as_they_are(
    names: tuple[str, ...], expected: dict[str, tuple[str, str | None] | None]
) -> None:
    take(shared("cms-exports", "migrate", *names))
    for email, said in expected.items():
        reader = by_email("main", email)
        assert (reader is None) == (said is None), email
        if said is not None:
            name, joined = said
            assert reader.name == name
            assert joined is None or reader.joined == datetime.fromisoformat(joined)


def test_a_ghost_export_that_names_members_is_read_too(tmp_path: Path) -> None:
    rows = [
        {
            "id": "1",
            "email": "a@example.id",
            "name": None,
            "status": "free",
            "created_at": "2021-01-01T00:00:00.000Z",
        },
        {"id": "2", "email": "b@example.id", "name": "B", "status": "comped", "created_at": None},
    ]
    data = {"db": [{"data": {"posts": [{"title": "x"}], "members": rows, "subscribers": []}}]}
    report = take(written(tmp_path, json.dumps(data), "ghost.json"))
    assert report.created == 2
    assert report.notes == {arriving.SINCE: 1, arriving.NO_PLAN: 1}


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        (
            "alamat,nama\nx,y\n",
            "daftar.csv",
            r"daftar.csv:1: no column is called email; there are alamat, nama",
        ),
        (
            '{"db": [{"data": {"posts": [{"id": "1"}]}}]}',
            "ghost.json",
            r"names no members; of Ghost, take the CSV",
        ),
        ("\x00\xff", "x.json", "x.json: not JSON"),
    ],
)
def test_what_is_no_list_of_members_is_refused_in_one_line(
    tmp_path: Path, text: str, name: str, line: str
) -> None:
    with pytest.raises(ImportRefused, match=line) as refused:
        take(written(tmp_path, text, name))
    assert "\n" not in str(refused.value)
    assert not Reader.objects.exists()


def test_rows_that_cannot_be_read_are_named_and_the_next_is_taken(tmp_path: Path) -> None:
    a_day_pass()
    text = "email,expiry,type\n,,\nbudi@example.id,31/02/2026,paid\n"
    text += "sari@example.id\nSARI@example.id,,\nsari@example.id,,\n"
    report = take(written(tmp_path, text))
    assert report.problems == (
        "members.csv:2: no address of mail",
        "members.csv:3: until when they have paid cannot be read: '31/02/2026'",
        "members.csv:4: 1 columns instead of 3",
    )
    assert (report.created, report.skipped) == (1, Counter({"named twice": 1}))
