"""Inside a paper whose purchases are measured: what its newsroom does, told by lines of JSON."""

from __future__ import annotations

from typing import Any

from benchmarks import measure
from kabar import clock

PRICE = 35_000


class Counter:
    """The readers who buy, and the administrator who gives money back."""

    def __init__(self) -> None:
        from kabar.membership.testing import a_plan
        from kabar.staff.models import User
        from kabar.staff.roles import Role, give

        self.plan = a_plan(price=PRICE, slug="bulanan")
        self.ratna = User.objects.create_user("ratna")
        give(self.ratna, Role.ADMINISTRATOR)

    def sign_in(self, name: str) -> dict[str, Any]:
        """Have a reader signed in on two devices; return the secrets of their sessions."""
        from kabar.readers.door import sessions
        from kabar.readers.testing import a_reader

        reader = a_reader(f"{name}@example.id")
        return {
            "reader": reader.pk,
            "secrets": [sessions.begin(reader, device=what, how="code")[1] for what in ("Ponsel", "Laptop")],
        }

    def refund(self, order: str) -> dict[str, Any]:
        """Give the money of an order back; the gateway is asked by the jobs process."""
        from kabar.membership.models import Order
        from kabar.membership.services import refund

        bought = Order.objects.get(number=order)
        refund(bought, bought.due, reason="Salah beli", by=self.ratna)
        return {}

    def erase(self, reader: int) -> dict[str, Any]:
        """Erase a reader whose clock has run out."""
        from kabar.readers import leaving
        from kabar.readers.models import Reader

        Reader.objects.filter(pk=reader).update(leaving=clock.now() - leaving.AFTER)
        return {"erased": leaving.erase(Reader.objects.get(pk=reader))}


def main() -> None:
    """Do what each line says, and answer with a line."""
    import django

    django.setup()
    measure.answer(Counter())


if __name__ == "__main__":
    main()
