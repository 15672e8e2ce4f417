"""What a text that comes in means, and whether a call is really the provider's."""

import pytest

from iop.notifications.signatures import is_signed, signature_of
from iop.notifications.words_back import meaning_of


@pytest.mark.parametrize(("words", "kind", "language"), [
    ("STOP", "stop", "en"), (" stop. ", "stop", "en"), ("StopAll", "stop", "en"), ("Stop all", "stop", "en"), ("unsubscribe", "stop", "en"),
    ("CANCEL", "stop", "en"), ("End", "stop", "en"), ("quit!", "stop", "en"), ("ALTO", "stop", "es"), ("Parar", "stop", "es"),
    ("No más", "stop", "es"), ("start", "start", "en"), ("UNSTOP", "start", "en"), ("Empezar", "start", "es"), ("HELP", "help", "en"),
    ("info?", "help", "en"), ("AYUDA", "help", "es"), ("información", "help", "es"),
    ("stop by at five?", "other", ""), ("please help me", "other", ""), ("the end is near", "other", ""), ("", "other", ""),
    ("🛑", "other", ""), ("I can't stop", "other", ""), ("ok", "other", ""),
])  # fmt: skip
def test_only_the_word_alone_asks_for_something(words, kind, language):
    meaning = meaning_of(words)
    assert (meaning.kind, meaning.language) == (kind, language)


URL = "https://clinic.example.org/callbacks/sms/status/?key=1"
POSTED = {"MessageSid": ["SM1"], "MessageStatus": ["delivered"], "To": ["+16175550100"]}


def test_a_signature_is_the_one_that_the_provider_documents():
    posted = {
        "CallSid": ["CA1234567890ABCDE"], "Caller": ["+14158675309"], "Digits": ["1234"], "From": ["+14158675309"], "To": ["+18005551212"],
    }  # fmt: skip
    assert (
        signature_of("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", posted) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    )


def test_the_right_signature_is_believed():
    assert is_signed("token", URL, POSTED, signature_of("token", URL, POSTED))


@pytest.mark.parametrize(("token", "url", "posted"), [
    ("other", URL, POSTED), ("token", URL.replace("key=1", "key=2"), POSTED), ("token", URL, {**POSTED, "MessageStatus": ["failed"]}),
    ("token", URL, {**POSTED, "More": ["x"]}), ("", URL, POSTED),
])  # fmt: skip
def test_a_signature_for_something_else_is_not(token, url, posted):
    assert not is_signed(token, url, posted, signature_of("token", URL, POSTED))


@pytest.mark.parametrize("signature", ["", "nonsense", "ü"])
def test_anything_else_is_not_a_signature(signature):
    assert not is_signed("token", URL, POSTED, signature)


def test_without_a_token_nothing_is_believed():
    assert not is_signed("", URL, POSTED, signature_of("", URL, POSTED))
