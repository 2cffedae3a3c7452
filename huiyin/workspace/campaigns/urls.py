"""Addresses under /desk/campaigns/."""

from django.urls import path

from huiyin.workspace.campaigns import imports, plan, units, views

urlpatterns = [
    path("", views.listing, name="campaigns_list"),
    path("new/", views.new, name="campaigns_new"),
    path("handovers/<uuid:uid>/", units.receive, name="campaigns_handover"),
    path("<uuid:uid>/", views.one, name="campaigns_one"),
    path("<uuid:uid>/approve/", views.approve, name="campaigns_approve"),
    path("<uuid:uid>/start/", views.start, name="campaigns_start"),
    path("<uuid:uid>/summary/", views.summary, name="campaigns_summary"),
    path("<uuid:uid>/archive/", views.archive, name="campaigns_archive"),
    path("<uuid:uid>/stages/<uuid:stage>/open/", views.open_stage, name="campaigns_stage_open"),
    path("<uuid:uid>/stages/<uuid:stage>/close/", views.close_stage, name="campaigns_stage_close"),
    path("<uuid:uid>/plan/", plan.home, name="campaigns_plan"),
    path("<uuid:uid>/plan/stages/add/", plan.add_stage, name="campaigns_stage_add"),
    path("<uuid:uid>/plan/stages/<uuid:stage>/", plan.edit_stage, name="campaigns_stage_edit"),
    path("<uuid:uid>/plan/stages/<uuid:stage>/remove/", plan.remove_stage, name="campaigns_stage_remove"),
    path("<uuid:uid>/plan/actions/add/", plan.add_action, name="campaigns_action_add"),
    path("<uuid:uid>/plan/actions/<uuid:action>/", plan.edit_action, name="campaigns_action_edit"),
    path("<uuid:uid>/plan/actions/<uuid:action>/remove/", plan.remove_action, name="campaigns_action_remove"),
    path("<uuid:uid>/plan/import/", imports.upload, name="campaigns_plan_import"),
    path("<uuid:uid>/plan/import/<uuid:upload>/", imports.preview, name="campaigns_plan_preview"),
    path("<uuid:uid>/units/", units.listing, name="campaigns_units"),
    path("<uuid:uid>/issue/", units.issue, name="campaigns_issue"),
    path("<uuid:uid>/units/<uuid:part>/leave/", units.leave, name="campaigns_unit_leave"),
    path("<uuid:uid>/handover/", units.offer, name="campaigns_handover_offer"),
]
