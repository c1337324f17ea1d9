"""Addresses of this door."""

from django.urls import path

from portals.public.views import (
    answering,
    applying,
    checking,
    checking_letters,
    drafting,
    following,
    information,
    leaving,
    surveying,
)

app_name = "public"
urlpatterns = [
    path("", information.home, name="home"),
    path("p/<slug:slug>/", information.partnership, name="partnership"),
    path("p/<slug:slug>/preview/<int:procedure_id>/", information.preview, name="preview"),
    path("p/<slug:slug>/check/", checking.check, name="check"),
    path("p/<slug:slug>/apply/", applying.apply, name="apply"),
    path("p/<slug:slug>/apply/saved/", drafting.saved, name="draft_saved"),
    path("p/<slug:slug>/apply/back/", drafting.back, name="draft_back"),
    path("p/<slug:slug>/apply/back/<slug:token>/", drafting.link, name="draft_link"),
    path("p/<slug:slug>/apply/delete/", drafting.erase, name="draft_erase"),
    path("p/<slug:slug>/apply/deleted/", drafting.erased, name="draft_erased"),
    path("p/<slug:slug>/applied/", applying.applied, name="applied"),
    path("p/<slug:slug>/track/", following.track, name="track"),
    path("m/<int:number>/", following.message, name="message"),
    path("p/<slug:slug>/case/", following.tracker, name="tracker"),
    path("p/<slug:slug>/case/letters/<int:letter_id>/", following.letter, name="letter"),
    path(
        "p/<slug:slug>/case/letters/<int:letter_id>/twins/<slug:form>/",
        following.letter_twin,
        name="letter_twin",
    ),
    path("p/<slug:slug>/case/withdraw/", following.withdraw, name="withdraw"),
    path(
        "p/<slug:slug>/case/questions/<int:request_id>/",
        answering.answer_question,
        name="answer_question",
    ),
    path("p/<slug:slug>/case/draft-plan/", answering.comment_on_plan, name="comment_on_plan"),
    path("p/<slug:slug>/case/ask-pcc/", following.ask_pcc, name="ask_pcc"),
    path("p/<slug:slug>/letters/check/", checking_letters.check_letter, name="check_letter"),
    path("p/<slug:slug>/survey/", surveying.survey, name="survey"),
    path("p/<slug:slug>/survey/thanks/", surveying.survey_thanks, name="survey_thanks"),
    path("p/<slug:slug>/leave/", leaving.leave, name="leave"),
    path("p/<slug:slug>/left/", leaving.left, name="left"),
    path("p/<slug:slug>/exit/", leaving.exit_now, name="exit_now"),
    path("p/<slug:slug>/statistics/", information.statistics, name="statistics"),
    path("p/<slug:slug>/privacy/", information.privacy, name="privacy"),
    path("p/<slug:slug>/accessibility/", information.accessibility, name="accessibility"),
    path("p/<slug:slug>/stay-safe/", information.stay_safe, name="stay_safe"),
]
