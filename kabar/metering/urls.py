"""Where the rest of a story is asked for, printed and given away."""

from django.urls import path

from kabar.masthead.doors import doors
from kabar.metering import giving, views

urlpatterns = [
    path(".rest/<int:pk>", views.plate, name="rest-plate"),
    path("-/rest/<int:pk>", views.rest, name="rest"),
    path("-/whole/<int:pk>", views.whole, name="whole-story"),
    path("-/gift/<str:token>", views.gift, name="gift"),
    *doors("account", "gifts/", giving.gifts, name="reader-gifts"),
]
