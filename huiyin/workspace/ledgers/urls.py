"""Addresses of the ledgers; entries and batches are named by uid, never by key."""

from django.urls import path

from huiyin.workspace.ledgers import downloads, imports, publishing, views, writing

urlpatterns = [
    path("", views.index, name="ledgers_index"),
    path("<slug:code>/", views.listing, name="ledgers_list"),
    path("<slug:code>/new/", writing.new, name="ledgers_new"),
    path("<slug:code>/template/", downloads.template, name="ledgers_template"),
    path("<slug:code>/export/", downloads.export_list, name="ledgers_export"),
    path("<slug:code>/import/", imports.upload, name="ledgers_import"),
    path("<slug:code>/imports/<uuid:uid>/", imports.batch, name="ledgers_batch"),
    path("<slug:code>/imports/<uuid:uid>/again/", imports.again, name="ledgers_batch_again"),
    path("<slug:code>/imports/<uuid:uid>/confirm/", imports.confirm, name="ledgers_batch_confirm"),
    path("<slug:code>/imports/<uuid:uid>/discard/", imports.discard, name="ledgers_batch_discard"),
    path("<slug:code>/imports/<uuid:uid>/problems/", downloads.problems, name="ledgers_batch_problems"),
    path("<slug:code>/imports/<uuid:uid>/marked/<int:number>/", downloads.marked, name="ledgers_batch_marked"),
    path("<slug:code>/imports/<uuid:uid>/files/<uuid:file>/", downloads.source, name="ledgers_batch_file"),
    path("<slug:code>/entries/<uuid:uid>/", views.entry, name="ledgers_entry"),
    path("<slug:code>/entries/<uuid:uid>/revise/", writing.revise, name="ledgers_revise"),
    path("<slug:code>/entries/<uuid:uid>/void/", writing.void, name="ledgers_void"),
    path("<slug:code>/entries/<uuid:uid>/release/", publishing.release, name="ledgers_release"),
    path("<slug:code>/entries/<uuid:uid>/withdraw/", publishing.withdraw, name="ledgers_withdraw"),
]
