"""Addresses of the desk, all behind the newsroom's door; the screen is where everybody comes in."""

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from kabar.desk.views import acts, assigning, remarks, screen

app_name = "kabar_desk"

urlpatterns = decorate_urlpatterns(
    [
        path("", screen.Screen.as_view(), name="screen"),
        path("desk/now/", screen.Now.as_view(), name="now"),
        path("desk/notices/read/", screen.ReadNotices.as_view(), name="read_notices"),
        path("desk/hand-over/", remarks.HandOver.as_view(), name="hand_over"),
        path("desk/hand-over/<int:pk>/read/", remarks.ReadHandover.as_view(), name="read_handover"),
        path("desk/assign/", assigning.Assign.as_view(), name="assign"),
        path("desk/assignments/<int:pk>/", assigning.ChangeAssignment.as_view(), name="assignment"),
        path("desk/assignments/<int:pk>/accept/", assigning.Accept.as_view(), name="accept"),
        path("desk/assignments/<int:pk>/begin/", assigning.Begin.as_view(), name="begin"),
        path("desk/assignments/<int:pk>/drop/", assigning.Drop.as_view(), name="drop"),
        path("desk/file/<int:pk>/", acts.File.as_view(), name="file"),
        path("desk/review/<int:pk>/", acts.Review.as_view(), name="review"),
        path("desk/press/<int:pk>/", acts.Press.as_view(), name="press"),
        path("desk/notes/<int:pk>/", remarks.Notes.as_view(), name="notes"),
        path("desk/notes/<int:pk>/resolve/<int:note>/", remarks.Resolve.as_view(), name="resolve"),
        path("desk/side/<int:pk>/", remarks.Side.as_view(), name="side"),
    ],
    require_admin_access,
)
