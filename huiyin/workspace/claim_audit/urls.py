"""Addresses of the claim audit."""

from django.urls import path

from huiyin.workspace.claim_audit import batches, claims, downloads, erasing, views, whose

urlpatterns = [
    path("", views.index, name="claim_audit_list"),
    path("new/", views.new, name="claim_audit_new"),
    path("batch/<uuid:uid>/", batches.batch, name="claim_audit_batch"),
    path("batch/<uuid:uid>/again/", batches.take_up, name="claim_audit_batch_again"),
    path("batch/<uuid:uid>/excel/", batches.excel, name="claim_audit_batch_excel"),
    path("batch/<uuid:uid>/json/", batches.as_json, name="claim_audit_batch_json"),
    path("<uuid:uid>/", views.one, name="claim_audit_text"),
    path("<uuid:uid>/repair/", views.repair, name="claim_audit_repair"),
    path("<uuid:uid>/recheck/", views.recheck, name="claim_audit_recheck"),
    path("<uuid:uid>/withdraw/", views.withdraw, name="claim_audit_withdraw"),
    path("<uuid:uid>/claims/", claims.index, name="claim_audit_claims"),
    path("<uuid:uid>/claims/<uuid:claim>/", claims.one, name="claim_audit_claim"),
    path("<uuid:uid>/claims/<uuid:claim>/decide/", claims.decide, name="claim_audit_decide"),
    path("<uuid:uid>/unit/", whose.unit, name="claim_audit_unit"),
    path("<uuid:uid>/erase/", erasing.erase, name="claim_audit_erase"),
    path("<uuid:uid>/original/", downloads.original, name="claim_audit_original"),
    path("<uuid:uid>/word/", downloads.word, name="claim_audit_word"),
    path("<uuid:uid>/excel/", downloads.excel, name="claim_audit_excel"),
    path("<uuid:uid>/json/", downloads.as_json, name="claim_audit_json"),
]
