"""Handing letters over to a mail server, step by step, so that it is known at which step something went wrong."""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from dataclasses import dataclass

from app.outbox.channels import Delivery, Outcome
from app.outbox.envelope import Envelope
from app.outbox.rules import MailServer

TIMEOUT_SECONDS = 20.0
# A server reads a letter through before it answers.
PATIENCE_SECONDS = 60.0
# Nothing is handed over when this much has gone by already: the outbox takes the post for dead soon after.
HURRY_SECONDS = 240.0
LONGEST_ANSWER = 300
KEEPS_US_OUT = frozenset({421, 530, 534, 535, 538})
_DOT = re.compile(rb"^\.", re.MULTILINE)


class Unsettled(Exception):
    """The conversation ended before the letter was handed over."""

    def __init__(self, outcome: Outcome, answer: str) -> None:
        super().__init__(answer)
        self.delivery = Delivery(outcome, answer[:LONGEST_ANSWER])


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server: encrypted from the start (smtps) or as soon as it offers to (STARTTLS)."""

    server: MailServer
    timeout: float = TIMEOUT_SECONDS
    patience: float = PATIENCE_SECONDS

    def deliver(self, envelope: Envelope) -> Delivery:
        """Hand one letter over. Until its content goes out anything that fails is known to be unsent; after it, nothing is."""
        began = time.monotonic()
        try:
            connection = self._connect()
        except Unsettled as ended:
            return ended.delivery
        try:
            self._announce(connection, envelope, began)
            return self._hand_over(connection, envelope.data)
        except Unsettled as ended:
            return ended.delivery
        except (OSError, smtplib.SMTPException) as error:
            return Delivery(Outcome.TRY_LATER, _told(error))
        finally:
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        try:
            connection = (
                smtplib.SMTP_SSL(host, port, timeout=self.timeout, context=ssl.create_default_context())
                if self.server.secure
                else smtplib.SMTP(host, port, timeout=self.timeout)
            )
        except smtplib.SMTPConnectError as error:
            raise Unsettled(Outcome.SHUT_OUT, _told(error)) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Unsettled(Outcome.NO_SERVER, _told(error)) from None
        try:
            self._introduce(connection)
        except (OSError, smtplib.SMTPException) as error:
            connection.close()
            raise Unsettled(Outcome.SHUT_OUT, _told(error)) from None
        return connection

    def _introduce(self, connection: smtplib.SMTP) -> None:
        connection.ehlo_or_helo_if_needed()
        encrypted = self.server.secure
        if not encrypted and connection.has_extn("starttls"):
            connection.starttls(context=self._encryption())
            connection.ehlo_or_helo_if_needed()
            encrypted = True
        if self.server.user:
            if not encrypted:
                raise smtplib.SMTPNotSupportedError(
                    "the server offers no encryption, so the password is not sent"
                )
            connection.login(self.server.user, self.server.password)

    def _encryption(self) -> ssl.SSLContext:
        """Return how to encrypt when offered: with a password the server's name is checked.

        Without one the choice is between this and clear text, so a certificate that cannot be checked is taken.
        """
        context = ssl.create_default_context()
        if not self.server.user:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def _announce(self, connection: smtplib.SMTP, envelope: Envelope, began: float) -> None:
        """Say who writes to whom. What the server has against the sender concerns every letter, not this one."""
        _expect(connection.mail(envelope.sender), good=250, refused=Outcome.SHUT_OUT)
        _expect(connection.rcpt(envelope.recipient), good=250, refused=Outcome.REFUSED, also=251)
        if time.monotonic() - began > HURRY_SECONDS:
            raise Unsettled(Outcome.TRY_LATER, "the server is too slow")
        _expect(connection.docmd("DATA"), good=354, refused=Outcome.REFUSED)

    def _hand_over(self, connection: smtplib.SMTP, data: bytes) -> Delivery:
        """Send the content. A yes is a yes, whatever happens to the farewell."""
        try:
            if connection.sock is not None:
                connection.sock.settimeout(self.patience)
            connection.send(_DOT.sub(b"..", data.rstrip(b"\r\n")) + b"\r\n.\r\n")
            answer = connection.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return Delivery(Outcome.UNKNOWN, _told(error)[:LONGEST_ANSWER])
        _expect(answer, good=250, refused=Outcome.REFUSED)
        _farewell(connection)
        return Delivery(Outcome.DELIVERED, _said(answer)[:LONGEST_ANSWER])


def _expect(answer: tuple[int, bytes], *, good: int, refused: Outcome, also: int = 0) -> None:
    """Go on only with the expected answer: 4xx is for later, 5xx is final, and some words shut every letter out."""
    code = answer[0]
    if code in (good, also):
        return
    if code in KEEPS_US_OUT:
        raise Unsettled(Outcome.SHUT_OUT, _said(answer))
    raise Unsettled(refused if code >= 500 else Outcome.TRY_LATER, _said(answer))


def _farewell(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        return


def _said(answer: tuple[int, bytes]) -> str:
    return f"{answer[0]} {answer[1].decode('utf-8', 'replace')}"


def _told(error: Exception) -> str:
    """Return an error's words; a server's answer in front, and never the password."""
    if isinstance(error, smtplib.SMTPResponseException):
        told = error.smtp_error
        return f"{error.smtp_code} {told.decode('utf-8', 'replace') if isinstance(told, bytes) else told}"
    return f"{type(error).__name__}: {error}"
