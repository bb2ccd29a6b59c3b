"""Addresses of accounts, and of what a page asks for whoever is signed in."""

from django.urls import path

from kabar.masthead.doors import doors
from kabar.readers import account, me, views
from kabar.readers.door import elsewhere
from kabar.readers.door import views as door

urlpatterns = [
    path("-/me", me.me, name="me"),
    path("-/me/pass", me.pass_, name="me-pass"),
    path("-/me/saved", me.saved, name="me-saved"),
    *doors("account", "", account.home, name="account"),
    *doors("account", "saved/", account.saved, name="reader-saved"),
    *doors("account", "following/", account.following, name="reader-following"),
    *doors("account", "follow/<slug:kind>/<slug:slug>/", account.follow, name="reader-follow"),
    *doors("account", "devices/", account.devices, name="reader-devices"),
    *doors("account", "data/", views.data, name="reader-data"),
    *doors("account", "address/<str:secret>/", views.address, name="reader-address"),
    *doors("account", "sign-in/", door.sign_in, name="reader-sign-in"),
    *doors("account", "sign-in/with/<slug:name>/", elsewhere.away, name="reader-away"),
    *doors("account", "sign-in/from/<slug:name>/", elsewhere.back, name="reader-back"),
    *doors("account", "sign-in/passkey/", door.passkey, name="reader-passkey"),
    *doors("account", "sign-in/code/", door.code, name="reader-code"),
    *doors("account", "sign-in/<str:secret>/", door.link, name="reader-link"),
    *doors("account", "sign-out/", door.sign_out, name="reader-sign-out"),
]
