"""Addresses of the wire behind the newsroom's door, and those at which agencies and hubs knock."""

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from kabar.wire.views import hub, push, screen

app_name = "kabar_wire"

urlpatterns = [
    path("wire/in/<slug:name>/", push.receive_pushed, name="push"),
    path("wire/hub/<str:token>/", hub.hub, name="hub"),
    *decorate_urlpatterns(
        [
            path("wire/", screen.Screen.as_view(), name="screen"),
            path("wire/rules/", screen.Rules.as_view(), name="rules"),
            path("wire/<int:pk>/", screen.ReadItem.as_view(), name="item"),
            path("wire/<int:pk>/sent/", screen.AsSent.as_view(), name="sent"),
            path("wire/<int:pk>/take/", screen.Take.as_view(), name="take"),
            path("wire/<int:pk>/aside/", screen.PutAside.as_view(), name="aside"),
            path("wire/refused/<int:pk>/seen/", screen.SeenRefused.as_view(), name="seen"),
        ],
        require_admin_access,
    ),
]
