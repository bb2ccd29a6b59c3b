"""The address of the search page."""

from kabar.archive.search import views
from kabar.masthead.doors import doors

urlpatterns = doors("search", "", views.search, name="search")
