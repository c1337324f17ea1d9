"""What statuses and time limits are called on the SPOC's pages, and the colour beside the word."""

from cases.status import Status

COLOURS: dict[Status, str] = {
    Status.RECEIVED: "blue",
    Status.ACKNOWLEDGED: "blue",
    Status.ASSESSMENT: "blue",
    Status.ACCEPTED: "green",
    Status.REJECTED: "magenta",
    Status.DEFERRED: "yellow",
    Status.REDIRECTED: "magenta",
    Status.INVALID: "magenta",
    Status.REFERRED: "purple",
    Status.PLAN_AGREED: "purple",
    Status.RESPONDED: "teal",
    Status.MONITORING: "teal",
    Status.CLOSED: "grey",
    Status.WITHDRAWN: "grey",
    Status.MERGED: "grey",
}
