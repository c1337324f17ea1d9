"""The post: from an event to a message, its letter, and each attempt to bring it to somebody.

Where to look, along the way that a letter takes:

What is told, and to whom
    catalogue, letter_kinds, audience, recipients, channels, falling_back
From the event to the message
    telling, writing, queueing, tasks, nudge, turns
What a letter says
    letter_files, letter_context, letter_parts, findings_text, wording, letter_translation
What of it may be worded, and what keeps it whole
    wordings, wording_shown, free_text, text_differences, strict_engine, releasing, extreme_cases,
    invented_facts, checks
What it looks like on paper
    paper, rendering, pdf, tagging, twins, letter_forms, windows, looks, logos
Whether it is genuine
    seals, proving
What e-mails and texts say
    emails, texts, phone_numbers, mailing, reminder_mail, owed_mail
How it leaves, and what became of it
    delivering, sending, transports, smtp, mailbox, settling, asking, receipts
The out-tray
    batches, batch_selectors, printing, commands, returns
Dates that are owed, and who is reminded
    chasing, reminding, owed, chasing_owed, reminding_owed, told, calendars
Who is asked what a closed review was like
    surveying
Applications that were begun and not sent
    draft_mail, unsent
Staff who want one mail a day
    choices, digests, digest
What needs a person
    attention, troubles, mending, staff_mail, reminding_again
What pages show, and how the post does
    letters, selectors, figures, figures_text, measuring
"""
