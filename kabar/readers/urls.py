"""Addresses of accounts."""

from kabar.masthead.doors import doors
from kabar.readers import views

urlpatterns = [
    *doors("account", "", views.account, name="account"),
]
