"""Addresses of supervision, under /desk/supervision/."""

from django.urls import path

from huiyin.workspace.supervision import following, groups, index, plans, visits

urlpatterns = [
    path("", index.index, name="supervision_index"),
    path("load/", index.load, name="supervision_load"),
    path("load/<uuid:uid>/", visits.calendar, name="supervision_unit"),
    path("groups/", groups.groups, name="supervision_groups"),
    path("groups/rotation/", groups.rotation, name="supervision_rotation"),
    path("groups/assignments/<uuid:uid>/end/", groups.end, name="supervision_assignment_end"),
    path("relations/", groups.relations, name="supervision_relations"),
    path("relations/<uuid:uid>/end/", groups.end_relation, name="supervision_relation_end"),
    path("plans/new/", plans.new, name="supervision_plan_new"),
    path("plans/<uuid:uid>/", plans.one, name="supervision_plan"),
    path("plans/<uuid:uid>/visit/", plans.visit, name="supervision_plan_visit"),
    path("plans/<uuid:uid>/draw/", plans.new_draw, name="supervision_plan_draw"),
    path("draws/<uuid:uid>/", plans.draw, name="supervision_draw"),
    path("draws/<uuid:uid>/list/", plans.draw_list, name="supervision_draw_list"),
    path("visits/<uuid:uid>/", visits.one, name="supervision_visit"),
    path("visits/<uuid:uid>/record/", visits.record, name="supervision_visit_record"),
    path("visits/<uuid:uid>/act/", visits.act, name="supervision_visit_act"),
    path("findings/<uuid:uid>/", visits.finding, name="supervision_finding"),
    path("findings/<uuid:uid>/answer/", visits.answer, name="supervision_finding_answer"),
    path("findings/<uuid:uid>/decide/", visits.decide, name="supervision_finding_decide"),
    path("findings/<uuid:uid>/take-up/", visits.take_up, name="supervision_finding_take_up"),
    path("answers/<uuid:uid>/file/", visits.answer_file, name="supervision_answer_file"),
    path("follow-ups/", following.matters, name="supervision_follow_ups"),
    path("follow-ups/new/", following.new_matter, name="supervision_follow_up_new"),
    path("follow-ups/<uuid:uid>/", following.matter, name="supervision_follow_up"),
    path("follow-ups/<uuid:uid>/file/", following.matter_file, name="supervision_follow_up_file"),
    path("circulars/", following.listed, name="supervision_circulars"),
    path("circulars/new/", following.new_circular, name="supervision_circular_new"),
    path("circulars/<uuid:uid>/", following.circular, name="supervision_circular"),
]
