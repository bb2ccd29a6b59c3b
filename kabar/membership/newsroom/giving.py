"""What is given away: vouchers, memberships of staff and guests, institutions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kabar import clock
from kabar.membership import queries
from kabar.membership.models import Institution, Kind, Membership, Plan, VoucherBatch
from kabar.membership.newsroom.money import SHOWN, ForPublishers
from kabar.membership.refusals import Refused
from kabar.membership.services import give, institutions, vouchers
from kabar.membership.services.holding import take_back_given
from kabar.readers.queries import by_email


class Day(forms.Form):
    """A day as a browser writes it."""

    until = forms.DateField(required=False)


class Giving(ForPublishers):
    """Common to what is given: a plan of a kind, and a day."""

    kinds: tuple[Kind, ...] = ()

    def plans(self) -> list[Plan]:
        """Return the plans that can be chosen."""
        return list(Plan.objects.filter(paper=self.request.paper.key, kind__in=self.kinds))

    def plan(self, said: Any) -> Plan:
        """Return the plan that was chosen."""
        wanted = said.get("plan", "")
        found = next((plan for plan in self.plans() if str(plan.pk) == wanted), None)
        if found is None:
            raise Refused(_("Choose a plan."))
        return found

    def until(self, said: Any) -> datetime | None:
        """Return the end of the day that was chosen, None without one."""
        form = Day(said)
        if not form.is_valid():
            raise Refused(_("That is no day."))
        day = form.cleaned_data["until"]
        return clock.day_bounds(day, self.request.paper.zone)[1] if day else None

    def one(self, said: Any, model: type[Any], **more: Any) -> Any:
        """Return the thing a button stands beside."""
        number = said.get("pk", "")
        known = number.isascii() and number.isdigit() and len(number) < 18
        return get_object_or_404(model, pk=int(number) if known else 0, paper=self.request.paper.key, **more)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the plans."""
        more = {"plans": self.plans(), "zone": self.request.paper.zone}
        return {**super().get_context_data(**kwargs), **more}


class Vouchers(Giving):
    """Batches of codes."""

    template_name = "kabar/membership/newsroom/vouchers.html"
    title = gettext_lazy("Vouchers")
    kinds = (Kind.PERSONAL, Kind.FAMILY, Kind.GIVEN)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the batches with how many of each were used."""
        batches = VoucherBatch.objects.filter(paper=self.request.paper.key, order=None)
        rows = [
            (batch, batch.vouchers.exclude(used_at=None).count())
            for batch in batches.select_related("plan")[:SHOWN]
        ]
        return {**super().get_context_data(**kwargs), "batches": rows}

    def act_make(self, said: Any) -> str:
        """Make a batch."""
        count = said.get("count", "")
        number = int(count) if count.isascii() and count.isdigit() and len(count) < 6 else 0
        until = self.until(said) or clock.now() + timedelta(days=365)
        batch = vouchers.make(
            self.request.paper.key, self.plan(said), name=said.get("name", ""), count=number,
            good_until=until, by=self.request.user,
        )  # fmt: skip
        return _("%(count)s codes are made; print them from the list.") % {"count": batch.count}

    def act_withdraw(self, said: Any) -> str:
        """Withdraw a batch."""
        vouchers.withdraw_batch(self.one(said, VoucherBatch), by=self.request.user)
        return _("Its unused codes are no longer good.")


class Codes(Giving):
    """The unused codes of one batch, to be printed; that somebody did is in the record."""

    template_name = "kabar/membership/newsroom/codes.html"
    title = gettext_lazy("Codes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return them."""
        batch = get_object_or_404(
            VoucherBatch, pk=self.kwargs["pk"], paper=self.request.paper.key, order=None
        )
        codes = vouchers.codes_of(batch, by=self.request.user)
        return {**super().get_context_data(**kwargs), "batch": batch, "codes": codes}


class Given(Giving):
    """Memberships that nobody pays for."""

    template_name = "kabar/membership/newsroom/given.html"
    title = gettext_lazy("Given memberships")
    kinds = (Kind.GIVEN,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return those that are open."""
        held = Membership.objects.filter(paper=self.request.paper.key, given=True).exclude(state="ended")
        return {**super().get_context_data(**kwargs), "held": held.select_related("reader", "plan")[:SHOWN]}

    def act_give(self, said: Any) -> str:
        """Give one."""
        email = said.get("email", "").strip().lower()
        reader = by_email(self.request.paper.key, email) if email else None
        if reader is None:
            raise Refused(_("No reader has that address; they have to sign in once before."))
        reason = said.get("reason", "")
        give(reader, self.plan(said), until=self.until(said), reason=reason, by=self.request.user)
        return _("%s reads from now on.") % reader

    def act_take(self, said: Any) -> str:
        """Take one back."""
        take_back_given(self.one(said, Membership), by=self.request.user)
        return _("It is taken back.")


class Institutions(Giving):
    """Libraries, schools and offices."""

    template_name = "kabar/membership/newsroom/institutions.html"
    title = gettext_lazy("Institutions")
    kinds = (Kind.INSTITUTION,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return them."""
        found = queries.institutions(self.request.paper.key).filter(ended=False)
        return {**super().get_context_data(**kwargs), "institutions": found}

    def act_admit(self, said: Any) -> str:
        """Open the paper to one."""
        seats, until = said.get("seats", ""), self.until(said)
        if not (seats.isascii() and seats.isdigit() and 0 < len(seats) < 7 and int(seats)):
            raise Refused(_("Say for how many readers."))
        if until is None or not said.get("name", "").strip():
            raise Refused(_("Give it a name, and the last day."))
        contract = institutions.Contract(
            said["name"], self.plan(said), tuple(said.get("networks", "").split()),
            tuple(said.get("domains", "").split()), int(seats), until,
        )  # fmt: skip
        admitted = institutions.admit(self.request.paper.key, contract, by=self.request.user)
        return _("The paper is open to %s.") % admitted

    def act_dismiss(self, said: Any) -> str:
        """Close it to one."""
        institutions.dismiss(self.one(said, Institution), by=self.request.user)
        return _("Its readers see advertising again.")
