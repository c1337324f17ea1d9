"""How a message leaves the machine: SMTP, GOV.UK Notify, or the demonstration's mailbox."""
