"""Addresses of the pages about the paper itself."""

from kabar.masthead import views
from kabar.masthead.doors import doors

urlpatterns = [
    *doors("about", "", views.about, name="about"),
    *doors("imprint", "", views.imprint, name="imprint"),
    *doors("policy", "", views.policy, name="policy"),
]
