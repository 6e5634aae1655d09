"""Where each tuning page is, below `/tuning/`."""

from django.urls import path

from searchapp.tuning.views import (
    audit,
    calendar,
    draft_steps,
    drafts,
    entrance,
    impact,
    items,
    mine,
    rules,
    versions,
    why,
    workbench,
)

app_name = "tuning"
urlpatterns = [
    path("", drafts.drafts, name="drafts"),
    path("login/", entrance.login, name="login"),
    path("logout/", entrance.logout, name="logout"),
    path("work-in/", entrance.work_in, name="work-in"),
    path("begin/", entrance.begin, name="begin"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    *(
        path(f"drafts/<int:pk>/{name}/", view, name=f"draft-{name}")
        for name, view in draft_steps.STEPS.items()
    ),
    path("versions/", versions.versions, name="versions"),
    path("versions/compare/", versions.compare, name="compare"),
    path("versions/<int:number>/", versions.version, name="version"),
    path("versions/<int:number>/restore/", versions.restore, name="restore"),
    path("versions/<int:number>/draft/", versions.into_draft, name="version-draft"),
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.rule, name="new-rule"),
    path("rules/conflicts/", rules.conflicts, name="conflicts"),
    path("rules/calendar/", calendar.calendar, name="calendar"),
    path("rules/<str:key>/", rules.rule, name="rule"),
    path("rules/<str:key>/switch/", rules.switch, name="switch-rule"),
    path("rules/<str:key>/remove/", rules.remove, name="remove-rule"),
    path("items", items.items, name="items"),
    path("audit/", audit.audit, name="audit"),
    path("workbench/", workbench.workbench, name="workbench"),
    path("workbench/act/", workbench.act, name="workbench-act"),
    path("workbench/undo/", workbench.undo, name="workbench-undo"),
    path("workbench/keep/", workbench.keep, name="workbench-keep"),
    path("why/items/", why.items, name="why-items"),
    path("why/<str:kind>/<path:id>/cure/", why.cure, name="why-cure"),
    path("why/<str:kind>/<path:id>/", why.why, name="why"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<str:kind>/<path:id>/", mine.item, name="mine-item"),
    path("impact/<int:pk>/", impact.impact, name="impact"),
    path("impact/ask/<int:pk>/", impact.ask, name="impact-ask"),
    path("impact/of/<int:pk>/", impact.summary, name="impact-summary"),
]
