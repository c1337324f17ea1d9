"""The steps that a story can name, and what carries each of them out."""

from collections.abc import Callable

from portals.demo.stories import arriving, judging, resolving

ACTS: dict[str, Callable[..., None]] = {
    "apply": arriving.apply,
    "acknowledge": judging.acknowledge,
    "ask": judging.ask,
    "answer": judging.answer,
    "question": judging.question,
    "assess": judging.assess,
    "risk": judging.risk,
    "decide": judging.decide,
    "resume": judging.resume,
    "consider_peer": judging.consider_peer,
    "refer": resolving.refer,
    "draft": resolving.draft,
    "leave_out": resolving.leave_out,
    "meet": resolving.meet,
    "plan": resolving.plan,
    "respond": resolving.respond,
    "progress": resolving.progress,
    "close": resolving.close,
    "withdraw": resolving.withdraw,
    "merge": resolving.merge,
    "extend": resolving.extend,
    "ask_pcc": resolving.ask_pcc,
    "pcc_eligibility": resolving.pcc_eligibility,
    "pcc_ask": resolving.pcc_ask,
    "pcc_answer": resolving.pcc_answer,
    "pcc_begin": resolving.pcc_begin,
    "pcc_outcome": resolving.pcc_outcome,
    "pcc_close": resolving.pcc_close,
}
