"""One letter and a real mail server: at which step it ends decides what is known of it."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.outbox.channels import Outcome
from app.outbox.rules import MailServer
from app.outbox.smtp import Smtp
from tests.outbox.mail_server import free_port, open_office, scripted

EHLO = b"250 mail"
OK = b"250 OK"


def test_a_letter_reaches_the_server_as_it_was_written(office, envelope):
    delivery = Smtp(office.server).deliver(envelope)

    assert (delivery.outcome, delivery.answer) == (Outcome.DELIVERED, "250 taken in")
    ((recipient, content),) = office.received
    assert recipient == "doctor@xunhu.example"
    assert content == envelope.data


@pytest.mark.parametrize(
    ("at", "answer", "outcome"),
    [
        ("rcpt", "451 greylisted", Outcome.TRY_LATER),
        ("rcpt", "550 no such user", Outcome.REFUSED),
        ("rcpt", "421 closing", Outcome.SHUT_OUT),
        ("rcpt", "530 sign in first", Outcome.SHUT_OUT),
        ("data", "451 try again", Outcome.TRY_LATER),
        ("data", "554 looks like spam", Outcome.REFUSED),
    ],
)
def test_an_answer_says_whether_to_try_again(office, envelope, at, answer, outcome):
    getattr(office, at).append(answer)

    delivery = Smtp(office.server).deliver(envelope)

    assert (delivery.outcome, delivery.answer) == (outcome, answer)
    assert not office.received


def test_where_nobody_answers_the_letter_is_known_to_be_unsent(envelope):
    delivery = Smtp(MailServer("127.0.0.1", free_port())).deliver(envelope)

    assert delivery.outcome is Outcome.NO_SERVER


def test_a_server_that_never_greets_is_no_server(envelope):
    with scripted(b"") as server:
        assert Smtp(server, timeout=0.2).deliver(envelope).outcome in (Outcome.NO_SERVER, Outcome.SHUT_OUT)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ((b"421 too busy",), Outcome.SHUT_OUT),
        ((b"554 not you",), Outcome.SHUT_OUT),
        ((b"220 mail", EHLO, b"553 sender unknown"), Outcome.SHUT_OUT),
        ((b"220 mail", EHLO), Outcome.TRY_LATER),
        ((b"220 mail", EHLO, OK, OK), Outcome.TRY_LATER),
        ((b"220 mail", EHLO, OK, OK, b"354 go on"), Outcome.UNKNOWN),
    ],
)
def test_a_conversation_that_breaks_off_is_unsent_until_the_content_goes_out(envelope, answers, outcome):
    with scripted(*answers) as server:
        assert Smtp(server).deliver(envelope).outcome is outcome


def test_a_server_that_dies_after_the_content_leaves_doubt(office, envelope):
    office.dies_after_data = True

    assert Smtp(office.server).deliver(envelope).outcome is Outcome.UNKNOWN
    assert len(office.received) == 1


def test_a_server_that_falls_silent_after_the_content_leaves_doubt(office, envelope):
    office.silent_after_data = 0.6

    assert Smtp(office.server, patience=0.2).deliver(envelope).outcome is Outcome.UNKNOWN


def test_a_yes_is_a_yes_whatever_happens_to_the_farewell(office, envelope):
    office.hangs_up_at_quit = True

    assert Smtp(office.server).deliver(envelope).outcome is Outcome.DELIVERED


def test_a_password_is_not_sent_where_nothing_is_encrypted(office, envelope):
    delivery = Smtp(MailServer("127.0.0.1", office.port, user="li", password="secret")).deliver(envelope)

    assert delivery.outcome is Outcome.SHUT_OUT
    assert "secret" not in delivery.answer and not office.received


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that a machine may be told to trust."""
    folder = tmp_path_factory.mktemp("certificate")
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "m")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "both.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return path


@pytest.fixture
def encryption(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def knows(_server, _session, _envelope, _mechanism, given):
    return AuthResult(success=given.login == b"li@b.cn" and given.password == b"p@ss/w", handled=False)


@pytest.mark.filterwarnings(
    "ignore:Requiring AUTH"
)  # the line is encrypted from the first byte, which it overlooks
@pytest.mark.parametrize("secure", [True, False])
@pytest.mark.parametrize(
    ("password", "outcome"), [("p@ss/w", Outcome.DELIVERED), ("wrong", Outcome.SHUT_OUT)]
)
def test_an_account_signs_in_over_an_encrypted_line(
    encryption, certificate, monkeypatch, envelope, secure, password, outcome
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    options = {"ssl_context": encryption} if secure else {"tls_context": encryption, "require_starttls": True}

    with open_office(
        authenticator=knows, auth_required=True, auth_require_tls=not secure, **options
    ) as office:
        server = MailServer("127.0.0.1", office.port, secure, "li@b.cn", password)
        delivery = Smtp(server).deliver(envelope)

    assert delivery.outcome is outcome, delivery.answer
    assert len(office.received) == (outcome is Outcome.DELIVERED)
    assert password not in delivery.answer


def test_a_server_nobody_vouches_for_never_hears_the_password(encryption, envelope):
    with open_office(ssl_context=encryption) as office:
        delivery = Smtp(MailServer("127.0.0.1", office.port, True, "li@b.cn", "p@ss/w")).deliver(envelope)

    assert delivery.outcome in (Outcome.NO_SERVER, Outcome.SHUT_OUT)
    assert not office.received
