"""Where each tuning page is, below `/tuning/`."""

from django.urls import path, re_path

from searchapp.tuning.views import drafts, entrance, impact, judging, quality, rating

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
    path("quality/", quality.quality, name="quality"),
    path("quality/measure/", quality.measure, name="quality-measure"),
    path("quality/progress/<int:pk>/", quality.progress, name="quality-progress"),
    path("judge/", judging.sets, name="judge"),
    path("judge/new/", judging.create, name="judge-new"),
    path("judge/<int:pk>/", judging.query_set, name="judge-set"),
    path("judge/<int:pk>/add/", judging.add, name="judge-add"),
    path("judge/<int:pk>/add-logged/", judging.add_logged, name="judge-logged"),
    path("judge/<int:pk>/import/", judging.upload, name="judge-import"),
    re_path(
        r"^judge/(?P<pk>[0-9]+)/export/(?P<format_>csv|quepid|qrels|topics)/$",
        judging.download,
        name="judge-export",
    ),
    path("judge/<int:pk>/remove/<int:query_pk>/", judging.remove_query, name="judge-remove"),
    path("judge/<int:pk>/delete/", judging.delete, name="judge-delete"),
    path("judge/<int:pk>/rate/", rating.rating, name="judge-rate"),
    path("judge/<int:pk>/give/", rating.give, name="judge-give"),
]
