"""Where each tuning page is, below `/tuning/`."""

from django.urls import path

from searchapp.tuning.views import drafts, entrance, mine, why, workbench

app_name = "tuning"
urlpatterns = [
    path("", drafts.drafts, name="drafts"),
    path("login/", entrance.login, name="login"),
    path("logout/", entrance.logout, name="logout"),
    path("work-in/", entrance.work_in, name="work-in"),
    path("begin/", entrance.begin, name="begin"),
    path("workbench/", workbench.workbench, name="workbench"),
    path("workbench/act/", workbench.act, name="workbench-act"),
    path("workbench/undo/", workbench.undo, name="workbench-undo"),
    path("workbench/keep/", workbench.keep, name="workbench-keep"),
    path("why/items/", why.items, name="why-items"),
    path("why/<str:kind>/<path:id>/cure/", why.cure, name="why-cure"),
    path("why/<str:kind>/<path:id>/", why.why, name="why"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<str:kind>/<path:id>/", mine.item, name="mine-item"),
]
