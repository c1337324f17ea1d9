"""Addresses of this door."""

from django.urls import path

from portals.spoc.views import (
    answering,
    applying,
    assessing,
    cases,
    choosing,
    deciding,
    following,
    identifying,
    intake,
    letters,
    mending,
    queue,
    repinning,
    reviewing,
)

app_name = "spoc"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("new/", applying.new_application, name="new_application"),
    path("new/done/", applying.keyed_in, name="keyed_in"),
    path("meetings/new/", reviewing.plan_meeting, name="plan_meeting"),
    path("letters/", letters.letters, name="letters"),
    path("letters/troubles/", mending.troubles, name="troubles"),
    path("letters/troubles/events/", mending.tell_all_again, name="tell_all_again"),
    path("letters/troubles/events/<int:event_id>/", mending.tell_again, name="tell_again"),
    path("letters/troubles/<int:message_id>/send/", mending.send_again, name="send_again"),
    path("letters/troubles/<int:delivery_id>/sent/", mending.mark_sent, name="mark_sent"),
    path(
        "letters/troubles/<int:message_id>/told/",
        mending.told_another_way,
        name="told_another_way",
    ),
    path("letters/<int:letter_id>/", letters.letter, name="letter"),
    path("letters/<int:letter_id>/twins/<slug:form>/", letters.letter_twin, name="letter_twin"),
    path("letters/<int:delivery_id>/posted/", letters.mark_posted, name="mark_posted"),
    path("cases/<str:reference>/", cases.case, name="case"),
    path("cases/<str:reference>/acknowledge/", intake.acknowledge, name="acknowledge"),
    path("cases/<str:reference>/assess/", assessing.assess, name="assess"),
    path("cases/<str:reference>/risk/", assessing.risk, name="risk"),
    path("cases/<str:reference>/decide/", deciding.decide, name="decide"),
    path("cases/<str:reference>/resume/", deciding.resume, name="resume"),
    path("cases/<str:reference>/peer-review/", reviewing.peer_review, name="peer_review"),
    path("cases/<str:reference>/refer/", reviewing.refer, name="refer"),
    path("cases/<str:reference>/respond/", following.respond, name="respond"),
    path("cases/<str:reference>/close/", following.close, name="close"),
    path("cases/<str:reference>/reopen/", following.reopen, name="reopen"),
    path("cases/<str:reference>/withdraw/", intake.withdraw, name="withdraw"),
    path("cases/<str:reference>/procedure/", repinning.repin, name="repin"),
    path("cases/<str:reference>/code/", identifying.identify, name="identify"),
    path("cases/<str:reference>/letter-form/", choosing.letter_form, name="letter_form"),
    path("cases/<str:reference>/merge/", intake.merge, name="merge"),
    path(
        "cases/<str:reference>/deadlines/<int:deadline_id>/extend/",
        following.extend,
        name="extend",
    ),
    path("cases/<str:reference>/actions/<int:action_id>/", following.progress, name="progress"),
    path(
        "cases/<str:reference>/pcc-reviews/<int:review_id>/",
        answering.answer_pcc,
        name="answer_pcc",
    ),
    path(
        "cases/<str:reference>/information/",
        reviewing.request_information,
        name="request_information",
    ),
]
