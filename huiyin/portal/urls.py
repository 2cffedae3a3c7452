"""Addresses of the public face, mounted at /p/."""

from django.urls import path

from huiyin.portal import (
    ballots,
    burden,
    data,
    follow,
    grids,
    home,
    receipts,
    regulations,
    reports,
    results,
    speak,
    surveys,
)

urlpatterns = [
    path("", home.home, name="portal_home"),
    path("speak/", speak.speak_index, name="portal_speak_index"),
    path("speak/<slug:code>/", speak.speak, name="portal_speak"),
    path("follow/", follow.follow, name="portal_follow"),
    path("results/", results.results, name="portal_results"),
    path("results/<uuid:uid>/", results.result, name="portal_result"),
    path("grids/<slug:code>/", grids.grid, name="portal_grid"),
    path("grids/<slug:code>.xlsx", grids.workbook, name="portal_grid_workbook"),
    path("notice/<uuid:uid>/", results.notice, name="portal_notice"),
    path("data/", data.data, name="portal_data"),
    path("data/notes.txt", data.notes, name="portal_data_notes"),
    path("data/answers.csv", data.answers, name="portal_data_answers"),
    path("data/<slug:code>.csv", data.ledger_rows, name="portal_data_rows"),
    path("burden/", burden.relief, name="portal_burden"),
    path("regulations/", regulations.rules, name="portal_regulations"),
    path("regulations/<uuid:uid>/", regulations.rule, name="portal_regulation"),
    path("reports/", reports.reports, name="portal_reports"),
    path("reports/<uuid:uid>/word/", reports.report_word, name="portal_report_word"),
    path("reports/<uuid:uid>/pdf/", reports.report_pdf, name="portal_report_pdf"),
    path("ballots/<uuid:uid>/", ballots.ballot, name="portal_ballot"),
    path("ballots/<uuid:uid>/board/", ballots.board, name="portal_ballot_board"),
    path("surveys/", surveys.surveys, name="portal_surveys"),
    path("surveys/<uuid:uid>/", surveys.survey, name="portal_survey"),
    path("surveys/<uuid:uid>/lots.txt", surveys.lots, name="portal_survey_lots"),
    path("surveys/<uuid:uid>/again/", surveys.again, name="portal_survey_again"),
    path("receipts/", receipts.receipts, name="portal_receipts"),
    path("verify/", reports.verify, name="portal_verify"),
]
