"""The publisher keeps plans and money in the newsroom; nobody else does."""

import re
from datetime import timedelta

import pytest

from kabar import clock
from kabar.editions.models import Edition
from kabar.membership import ledger, queries
from kabar.membership.models import Institution, Kind, OrderState, Plan, VoucherBatch
from kabar.membership.services import apply
from kabar.membership.testing import a_plan, order, paid, with_a_bank
from kabar.readers.queries import entitled
from kabar.staff.models import AuditEntry
from kabar.staff.roles import establish

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PLANS, ROOM = "/redaksi/plans/", "/redaksi/membership/"


@pytest.fixture
def desk(client, chief):
    """The browser of whoever keeps the plans."""
    establish()
    client.force_login(chief)
    return client


def html(answer):
    return answer.content.decode()


def a_form(**changed):
    said = {
        "name": "Bulanan", "slug": "bulanan", "description": "", "kind": "personal", "seats": "1",
        "length": "1", "unit": "month", "prices": "IDR 35.000\nUSD 2.99",
        "entitlements": "ad_free, members_only",
        "on_offer": "on", "position": "1",
    }  # fmt: skip
    return {**said, **changed}


def test_a_plan_is_kept_recorded_and_printed_anew(desk):
    assert desk.post(f"{PLANS}new/", a_form()).status_code == 302
    plan = Plan.objects.get()
    assert plan.prices == {"IDR": 35_000, "USD": 299} and plan.entitlements == ["ad_free", "members_only"]
    assert AuditEntry.objects.filter(act="begin", subject_type="plan").exists()
    assert Edition.objects.latest("number").keys == ["offer:main"]
    page = html(desk.get(f"{PLANS}edit/{plan.pk}/"))
    assert "IDR 35000" in page and "ad_free, members_only" in page and "Rp35.000" in html(desk.get(PLANS))
    assert desk.post(f"{PLANS}edit/{plan.pk}/", a_form(slug="lain")).status_code == 200
    desk.post(f"{PLANS}edit/{plan.pk}/", a_form(prices="IDR 40000"))
    plan.refresh_from_db()
    assert plan.prices == {"IDR": 40_000} and plan.slug == "bulanan"


WRONG = [
    ({"prices": "35000"}, "bukan harga"),
    ({"prices": "IDR 1\nIDR 2"}, "dua harga"),
    ({"prices": ""}, "harus punya harga"),
    ({"entitlements": "ad free!"}, "bukan nama hak"),
    ({"kind": "family"}, "dua kursi"),
    ({"seats": "3"}, "satu kursi"),
]


def test_a_plan_that_cannot_work_is_refused_at_its_field(desk):
    for wrong, said in WRONG:
        answer = desk.post(f"{PLANS}new/", a_form(**wrong))
        assert answer.status_code == 200 and said in html(answer) and not Plan.objects.exists()


def test_a_transfer_is_confirmed_from_the_list(desk, sari, settings):
    settings.PAPER = with_a_bank()
    made = order(sari, a_plan(), way="transfer:transfer")
    assert made.due.plain() in html(desk.get(ROOM))
    assert "misalnya" in html(desk.post(ROOM, {"act": "confirm", "order": made.number, "came": "banyak"}))
    desk.post(ROOM, {"act": "confirm", "order": made.number, "came": made.due.plain()})
    assert entitled(sari, "ad_free") and made.number not in html(desk.get(ROOM)).partition("<table")[0]


def test_an_order_shows_all_that_happened_to_it_and_is_refunded(desk, gateway, sari):
    made = paid(gateway, sari, a_plan())
    assert made.number in html(desk.get(f"{ROOM}?q=SARI@"))
    page = f"{ROOM}orders/{made.pk}/"
    shown = html(desk.get(page))
    assert "gateway:memory" in shown and "sales" in shown
    assert "alasannya" in html(desk.post(page, {"act": "refund", "amount": "35000", "reason": ""}))
    assert desk.post(page, {"act": "refund", "amount": "35000", "reason": "Salah"}).status_code == 302
    assert made.payments.get().refunds.get().minor == 35_000


def test_a_dispute_that_was_won_is_booked_by_hand_where_the_gateway_has_no_word_for_it(desk, gateway, sari):
    made = paid(gateway, sari, a_plan())
    page = f"{ROOM}orders/{made.pk}/"
    won = {"act": "found_for_us", "won_reason": "Penyelesaian 27 Nov, nomor 118"}
    assert "found_for_us" not in html(desk.get(page))
    assert "mengambil uang" in html(desk.post(page, won))
    apply("memory", gateway.reverse(made.number))
    assert not entitled(sari, "ad_free") and "found_for_us" in html(desk.get(page))
    assert "alasannya" in html(desk.post(page, won | {"won_reason": " "}))
    assert desk.post(page, won).status_code == 302
    made.refresh_from_db()
    assert entitled(sari, "ad_free") and ledger.balances(made)["gateway:memory"] == made.due_minor
    # What the gateway goes on saying changes nothing.
    assert not apply("memory", gateway.standings[made.number]) and list(ledger.faults()) == []
    assert "found_for_us" not in html(desk.get(page))


def test_vouchers_are_made_printed_and_withdrawn(desk):
    plan = a_plan("Tamu", kind=Kind.GIVEN)
    assert desk.post(f"{ROOM}vouchers/", {"act": "make", "plan": plan.pk, "count": "0"}).status_code == 200
    desk.post(f"{ROOM}vouchers/", {"act": "make", "plan": plan.pk, "count": "20", "name": "Pameran"})
    batch = VoucherBatch.objects.get()
    assert "Pameran" in html(desk.get(f"{ROOM}vouchers/"))
    codes = re.findall(
        r"\b[3-9A-Y]{4}-[3-9A-Y]{4}-[3-9A-Y]{4}\b", html(desk.get(f"{ROOM}vouchers/{batch.pk}/"))
    )
    assert len(set(codes)) == 20 and AuditEntry.objects.filter(act="print-vouchers").exists()
    desk.post(f"{ROOM}vouchers/", {"act": "withdraw", "pk": batch.pk})
    batch.refresh_from_db()
    assert batch.withdrawn


def test_memberships_are_given_and_taken_back(desk, sari):
    plan = a_plan("Staf", kind=Kind.GIVEN)
    said = {"act": "give", "plan": plan.pk, "email": "sari@example.id", "reason": "Redaksi", "until": ""}
    assert desk.post(f"{ROOM}given/", {**said, "email": "tiada@example.id"}).status_code == 200
    desk.post(f"{ROOM}given/", said)
    assert entitled(sari, "ad_free") and "Redaksi" in html(desk.get(f"{ROOM}given/"))
    desk.post(f"{ROOM}given/", {"act": "take", "pk": queries.held(sari).get().pk})
    assert not entitled(sari, "ad_free")


def test_institutions_are_let_in_and_dismissed(desk):
    plan = a_plan("Perpustakaan", kind=Kind.INSTITUTION)
    day = f"{clock.now() + timedelta(days=300):%Y-%m-%d}"
    said = {"act": "admit", "plan": plan.pk, "name": "Perpusnas", "networks": "203.0.113.0/24", "domains": "",
            "seats": "50", "until": day}  # fmt: skip
    for wrong in ({"networks": ""}, {"seats": "banyak"}, {"until": ""}, {"until": "besok"}, {"plan": ""}):
        assert desk.post(f"{ROOM}institutions/", said | wrong).status_code == 200
    desk.post(f"{ROOM}institutions/", said)
    assert "203.0.113.0/24" in html(desk.get(f"{ROOM}institutions/"))
    desk.post(f"{ROOM}institutions/", {"act": "dismiss", "pk": Institution.objects.get().pk})
    assert Institution.objects.get().ended


def test_an_act_that_is_none_is_refused(desk):
    assert desk.post(ROOM, {"act": "terbang"}).status_code == 302
    assert not queries.orders("main").filter(state=OrderState.PAID).exists()
