"""This service's few knobs."""

from __future__ import annotations

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """`smtp_url` is `smtp://[user:password@]host:port` (STARTTLS where offered) or `smtps://…`."""

    smtp_url: str
    mail_from: str = "Answerbus <support@answerbus.invalid>"
