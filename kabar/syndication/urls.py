"""Addresses for machines."""

from django.urls import path

from kabar.masthead.doors import doors
from kabar.syndication import oembed, views
from kabar.syndication.api.views import addresses

urlpatterns = [
    path("rss.xml", views.whole_paper, {"form": "rss.xml"}, name="rss"),
    path("atom.xml", views.whole_paper, {"form": "atom.xml"}, name="atom"),
    path("feed.json", views.whole_paper, {"form": "feed.json"}, name="json-feed"),
    *doors("corrections", "rss.xml", views.corrections, name="corrections-rss"),
    path("<slug:slug>/rss.xml", views.section, {"form": "rss.xml"}, name="section-rss"),
    path("<slug:slug>/atom.xml", views.section, {"form": "atom.xml"}, name="section-atom"),
    path("<slug:slug>/feed.json", views.section, {"form": "feed.json"}, name="section-json-feed"),
    path("sitemap.xml", views.sitemap_index, name="sitemap-index"),
    path("sitemap-news.xml", views.news_sitemap, name="news-sitemap"),
    path("sitemap-<int:number>.xml", views.sitemap_part, name="sitemap-part"),
    path("robots.txt", views.robots, name="robots"),
    path("llms.txt", views.llms, name="llms"),
    path("indexnow.txt", views.indexnow_key, name="indexnow-key"),
    path(".well-known/tdmrep.json", views.tdm, name="tdm"),
    path("share/<int:pk>-<slug:seal>.png", views.share_picture, name="share-picture"),
    path("oembed", oembed.oembed, name="oembed"),
    *addresses(),
]
