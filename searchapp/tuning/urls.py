"""Where each tuning page is, below `/tuning/`."""

from django.urls import path

from searchapp.tuning.views import drafts, entrance, impact

app_name = "tuning"
urlpatterns = [
    path("", drafts.drafts, name="drafts"),
    path("login/", entrance.login, name="login"),
    path("logout/", entrance.logout, name="logout"),
    path("work-in/", entrance.work_in, name="work-in"),
    path("begin/", entrance.begin, name="begin"),
    path("impact/<int:pk>/", impact.impact, name="impact"),
    path("impact/ask/<int:pk>/", impact.ask, name="impact-ask"),
    path("impact/of/<int:pk>/", impact.summary, name="impact-summary"),
]
