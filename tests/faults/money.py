"""What the house's children do with money: orders, notifications as a gateway sends them, and the books."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.test import Client

from kabar.jobs.testing import let_wait_be_over, try_due_jobs
from kabar.membership import ledger
from kabar.membership.gateways.memory import SIGNED
from kabar.membership.models import Invoice, Membership, Notice, Order
from kabar.membership.testing import a_plan, at_the_counter, order
from kabar.readers.queries import entitled
from kabar.readers.testing import a_reader


def prepare_orders(count: int) -> list[str]:
    """Have so many readers order a month each; return the numbers of the orders."""
    plan = a_plan(price=35_000)
    with at_the_counter():
        return [order(a_reader(f"pembeli-{number}@example.id"), plan).number for number in range(count)]


def deliver(letters: list[tuple[str, str]], first: int, told: str) -> dict[str, int]:
    """Bring notifications to the door; what was answered is written down before the next is brought."""
    client, answers = Client(raise_request_exception=True), Counter[int]()
    with at_the_counter(), Path(told).open("a") as acknowledged:
        for place, (body, signature) in enumerate(letters, first):
            answer = client.post(
                "/akun/paid/memory/",
                body.encode(),
                content_type="application/json",
                headers={SIGNED: signature},
            )
            answers[answer.status_code] += 1
            acknowledged.write(f"{place} {answer.status_code}\n")
            acknowledged.flush()
    return {str(status): count for status, count in answers.items()}


def do_what_is_left() -> int:
    """Do the jobs that wait, as the worker does when their hour comes; return how many."""
    let_wait_be_over()
    with at_the_counter():
        # Every notification has a job, which mostly finds that the request did it.
        return len(try_due_jobs(limit=100_000))


def books() -> dict[str, Any]:
    """Say how everything stands."""
    orders = Order.objects.select_related("reader", "membership").order_by("id")
    numbers = list(Invoice.objects.order_by("number").values_list("number", flat=True))
    return {
        "faults": list(ledger.faults()),
        "sums": {each.number: ledger.balances(each).get("gateway:memory", 0) for each in orders},
        "states": {each.number: each.state for each in orders},
        "reading": {each.number: entitled(each.reader, "ad_free") for each in orders},
        "memberships": Counter(Membership.objects.values_list("reader__orders__number", flat=True)),
        "spans": {
            each.number: [each.covers_until.isoformat(), each.membership.until.isoformat()]
            for each in orders
            if each.state == "paid"
        },
        "invoices": Counter(Invoice.objects.filter(about="paid").values_list("order__number", flat=True)),
        "gaps": numbers != list(range(1, len(numbers) + 1)),
        "notices": Counter(Notice.objects.values_list("state", flat=True)),
    }
