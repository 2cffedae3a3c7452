"""Addresses of running the system, mounted at /desk/system/."""

from django.urls import path

from huiyin.workspace.system import audit_views, defaults, views

urlpatterns = [
    path("", views.home, name="system_home"),
    path("defaults/", defaults.listed, name="system_defaults"),
    path("jobs/", views.job_list, name="system_jobs"),
    path("jobs/<uuid:uid>/retry/", views.job_retry, name="system_job_retry"),
    path("calendar/", views.calendar, name="system_calendar"),
    path("calendar/load/", views.calendar_load, name="system_calendar_load"),
    path("calendar/remove/", views.calendar_remove, name="system_calendar_remove"),
    path("audit/", audit_views.lines, name="system_audit"),
    path("audit/blocks/", audit_views.blocks, name="system_audit_blocks"),
    path("audit/verify/", audit_views.verify, name="system_audit_verify"),
]
