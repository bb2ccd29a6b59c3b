"""Addresses of the archive: topics, authors, days, search."""

from kabar.archive import search_urls, views
from kabar.masthead.doors import doors

urlpatterns = [
    *doors("topic", "<slug:slug>/", views.topic, name="topic"),
    *doors("author", "<slug:slug>/", views.author, name="author"),
    *doors("date", "", views.newest_day, name="newest-day"),
    *doors("date", "<year>/<month>/<number>/", views.day, name="day"),
    *search_urls.urlpatterns,
]
