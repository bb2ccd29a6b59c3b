"""Addresses of the ledger, of what was said before, and of the rules we keep."""

from kabar.corrections import asking, views
from kabar.masthead.doors import doors

urlpatterns = [
    *doors("corrections", "", views.ledger, name="corrections"),
    *doors("corrections", "<int:year>/<int:number>/", views.month, name="corrections-month"),
    *doors("corrections", "<int:number>/", views.before, name="correction"),
    *doors("corrections", "<slug:word>/", views.standing, name="corrections-page"),
    *doors("corrections", "<slug:word>/<slug:reference>/", asking.received, name="complaint-received"),
    *doors("guidelines", "", views.guidelines, name="guidelines"),
]
