"""Libraries, schools and offices: their people read by network or by their address of mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.membership.models import Admission, Institution, Kind, Plan
from kabar.membership.refusals import Refused
from kabar.membership.services.holding import give_exactly
from kabar.readers.models import Reader
from kabar.staff.models import User
from kabar.staff.permissions import must
from kabar.staff.rights import ADMINISTER
from kabar.staff.services import record

#: How long one visit from the network, or one sign-in with the address, lets somebody read.
LASTS = timedelta(days=30)
#: Nobody's own network is larger than this.
LARGEST = {4: 12, 6: 29}


@dataclass(frozen=True, slots=True)
class Contract:
    """What was agreed with an institution."""

    name: str
    plan: Plan
    networks: tuple[str, ...]
    domains: tuple[str, ...]
    seats: int
    until: datetime


@transaction.atomic
def admit(paper: str, contract: Contract, *, by: User) -> Institution:
    """Open the paper to an institution."""
    must(by, ADMINISTER)
    if contract.plan.kind != Kind.INSTITUTION:
        raise Refused(_("Choose a plan for institutions."))
    if not (contract.networks or contract.domains):
        raise Refused(_("Name a network or a domain of mail."))
    institution = Institution.objects.create(
        paper=paper, name=contract.name.strip()[:120], plan=contract.plan,
        networks=[_network(each) for each in contract.networks],
        domains=[_domain(each) for each in contract.domains], seats=contract.seats, until=contract.until,
        by=by,
    )  # fmt: skip
    record("admit-institution", institution, by=by)
    return institution


def _network(written: str) -> str:
    try:
        network = ip_network(written.strip(), strict=False)
    except ValueError:
        raise Refused(_("%s is no network; write for example 203.0.113.0/24.") % written) from None
    if network.prefixlen < LARGEST[network.version]:
        raise Refused(_("%s is too large for one institution.") % written)
    return str(network)


def _domain(written: str) -> str:
    domain = written.strip().lower().removeprefix("@")
    if "." not in domain or "@" in domain or any(sign.isspace() for sign in domain):
        raise Refused(_("%s is no domain of mail; write for example perpusnas.go.id.") % written)
    return domain


@transaction.atomic
def dismiss(institution: Institution, *, by: User) -> None:
    """Close the paper to an institution at once."""
    must(by, ADMINISTER)
    Institution.objects.filter(pk=institution.pk).update(ended=True)
    record("dismiss-institution", institution, by=by)
    for admission in institution.admissions.select_related("reader"):
        give_exactly(admission.reader, [], until=None, because=admission.because)
    institution.admissions.all().delete()


def by_address(paper: str, number: str) -> Institution | None:
    """Return the institution in whose network an address lies."""
    try:
        here = ip_address(number.partition("%")[0])
    except ValueError:
        return None
    here = getattr(here, "ipv4_mapped", None) or here
    for institution in _open(paper):
        if any(here in ip_network(network) for network in institution.networks):
            return institution
    return None


def by_mail(paper: str, email: str) -> Institution | None:
    """Return the institution whose domain an address of mail is in, or in a part of it."""
    domain = email.rpartition("@")[2].lower()
    for institution in _open(paper):
        if any(domain == each or domain.endswith(f".{each}") for each in institution.domains):
            return institution
    return None


def _open(paper: str) -> list[Institution]:
    standing = Institution.objects.filter(paper=paper, ended=False, until__gt=clock.now())
    return list(standing.select_related("plan"))


@transaction.atomic
def let_in(institution: Institution, reader: Reader) -> Admission:
    """Let somebody read by an institution for a while; raise Refused when it is full."""
    locked = Institution.objects.select_for_update().select_related("plan").get(pk=institution.pk)
    now = clock.now()
    others = locked.admissions.filter(until__gt=now).exclude(reader=reader)
    if locked.ended or others.count() >= locked.seats:
        raise Refused(_("So many read by %s already that there is no room.") % locked.name)
    until = min(now + LASTS, locked.until)
    admission, _made = Admission.objects.update_or_create(
        institution=locked, reader=reader, defaults={"until": until}
    )
    give_exactly(reader, list(locked.plan.entitlements), until=until, because=admission.because)
    return admission
