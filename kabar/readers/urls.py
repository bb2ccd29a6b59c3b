"""Addresses of accounts, and of what a page asks for whoever is signed in."""

from kabar.masthead.doors import doors
from kabar.readers import views
from kabar.readers.door import views as door

urlpatterns = [
    *doors("account", "", views.account, name="account"),
    *doors("account", "sign-in/", door.sign_in, name="reader-sign-in"),
    *doors("account", "sign-in/code/", door.code, name="reader-code"),
    *doors("account", "sign-in/<str:secret>/", door.link, name="reader-link"),
    *doors("account", "sign-out/", door.sign_out, name="reader-sign-out"),
]
