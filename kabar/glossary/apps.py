"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GlossaryConfig(AppConfig):
    name = "kabar.glossary"
    label = "kabar_glossary"
    verbose_name = _("Glossary")

    def ready(self) -> None:
        """Explain words on the stories' pages."""
        from kabar.glossary import part, press_keys, travelling
        from kabar.glossary.models import Term
        from kabar.staff.recorded import reprint
        from kabar.stories import parts

        parts.register(part.PART)
        reprint(Term, lambda term, _changed: [press_keys.glossary(term.paper)])
        travelling.register()
