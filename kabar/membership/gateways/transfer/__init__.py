"""A bank transfer: a reader pays a sum of their own, and somebody who sees the account says it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kabar.config import MembershipTerms
from kabar.membership.gateways.asking import Asked, Bill, Forged, Method, Standing, Told
from kabar.membership.money import Money

KIND = "transfer"


class Transfer:
    """The paper's own account at a bank."""

    def __init__(self, terms: MembershipTerms) -> None:
        self.terms = terms

    def methods(self, currency: str) -> Sequence[Method]:
        """Offer it in the currency of the account."""
        if not self.terms.bank or currency != self.terms.currency:
            return ()
        hint = gettext_lazy("We confirm it when the money is there, on working days")
        return (Method(KIND, gettext_lazy("Bank transfer"), hint),)

    def ask(self, bill: Bill, method: str) -> Asked:
        """Say where to."""
        shows = {
            _("Bank"): self.terms.bank,
            _("Account number"): self.terms.bank_account,
            _("Account holder"): self.terms.bank_holder,
            _("Reference"): bill.number,
        }
        return Asked(bill.number, shows=shows)

    def read(self, body: bytes, headers: Mapping[str, str]) -> Told:
        """No bank writes to us."""
        raise Forged("nobody notifies of transfers")

    def standing(self, order: str, reference: str, currency: str) -> Standing | None:
        """Only people see the account."""
        return None

    def give_back(self, order: str, reference: str, amount: Money, key: str) -> None:
        """Only people send money from the account; whoever refunds says that they did."""
