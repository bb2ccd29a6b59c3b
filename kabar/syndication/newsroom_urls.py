"""Where partners knock with their key; behind the newsroom's door, where nothing is printed."""

from django.urls import path

from kabar.syndication.partners.feeds import partner_feed

urlpatterns = [path("partners/feed/<slug:partner>/<str:form>", partner_feed, name="partner-feed")]
