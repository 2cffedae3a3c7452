"""Addresses of burden, under /desk/burden/."""

from django.urls import path

from huiyin.workspace.burden import budgets, load, objections, requests, spending

urlpatterns = [
    path("", budgets.home, name="burden_home"),
    path("units/<uuid:uid>/budget/<int:year>/", budgets.year, name="burden_year"),
    path("units/<uuid:uid>/open/", budgets.openness, name="burden_open"),
    path("units/<uuid:uid>/load/<int:year>/<int:month>/", load.month, name="burden_month"),
    path("units/<uuid:uid>/spending/<int:year>/", spending.years, name="burden_spending"),
    path("units/<uuid:uid>/spending/<int:year>.xlsx", spending.workbook, name="burden_spending_book"),
    path("budgets/<uuid:uid>/sign/", budgets.sign, name="burden_budget_sign"),
    path("budgets/<uuid:uid>/decline/", budgets.decline, name="burden_budget_decline"),
    path("over/<uuid:uid>/explain/", budgets.explain, name="burden_over_explain"),
    path("plans/<uuid:uid>/", load.plan, name="burden_plan"),
    path("requests/", requests.listing, name="burden_requests"),
    path("requests/new/", requests.new, name="burden_request_new"),
    path("requests/<uuid:uid>/", requests.one, name="burden_request"),
    path("requests/<uuid:uid>/filled.xlsx", requests.filled, name="burden_request_filled"),
    path("requests/<uuid:uid>/edit/", requests.edit, name="burden_request_edit"),
    path("requests/<uuid:uid>/issue/", requests.issue, name="burden_request_issue"),
    path("requests/<uuid:uid>/withdraw/", requests.withdraw, name="burden_request_withdraw"),
    path("requests/<uuid:uid>/object/", requests.objection, name="burden_request_object"),
    path("objections/", objections.listing, name="burden_objections"),
    path("objections/<uuid:uid>/", objections.one, name="burden_objection"),
]
