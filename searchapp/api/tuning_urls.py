"""Where each endpoint is, below `/api/tuning/`."""

from django.urls import path

from searchapp.api.views import tuning_drafts as drafts
from searchapp.api.views import tuning_entries as entries
from searchapp.api.views import tuning_impact as impact
from searchapp.api.views import tuning_record as record
from searchapp.api.views import tuning_versions as versions

# What is done with a draft comes before the sections, none of which has such a name.
urlpatterns = [
    path("live", versions.LiveView.as_view()),
    path("drafts", drafts.DraftsView.as_view()),
    path("drafts/<int:id>", drafts.DraftView.as_view()),
    path("drafts/<int:id>/remarks", drafts.RemarksView.as_view()),
    path("drafts/<int:id>/settle", drafts.SettleView.as_view()),
    path("drafts/<int:id>/submit", drafts.SubmitView.as_view()),
    path("drafts/<int:id>/approve", drafts.ApproveView.as_view()),
    path("drafts/<int:id>/send-back", drafts.SendBackView.as_view()),
    path("drafts/<int:id>/publish", drafts.PublishView.as_view()),
    path("drafts/<int:id>/impact", impact.ImpactsView.as_view()),
    path("drafts/<int:id>/<str:section>", entries.EntriesView.as_view()),
    path("drafts/<int:id>/<str:section>/<str:key>", entries.EntryView.as_view()),
    path("impacts/<int:id>", impact.ImpactView.as_view()),
    path("record", record.RecordView.as_view()),
    path("versions", versions.VersionsView.as_view()),
    path("versions/<int:number>", versions.VersionView.as_view()),
    path("versions/<int:number>/difference", versions.DifferenceView.as_view()),
    path("versions/<int:number>/restore", versions.RestoreView.as_view()),
]
