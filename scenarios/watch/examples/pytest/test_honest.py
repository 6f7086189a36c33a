import pytest

from bonder import Refused, from_environment

NAMES = {"name": "Anna", "lastname": "Karenina", "position": "Director"}


@pytest.fixture
def bonder():
    return from_environment()


def test_a_card_is_saved_and_loaded(bonder):
    card = bonder.create()
    bonder.save(card, {"en": NAMES})
    assert bonder.load(card)["translatable"]["en"]["name"] == "Anna"


def test_too_many_languages_are_refused_by_the_client(bonder):
    with pytest.raises(ValueError):
        bonder.save("x", dict.fromkeys(["en", "de", "fr", "it", "es", "pl"], NAMES))


def test_an_unknown_card_is_told(bonder):
    with pytest.raises(Refused):
        bonder.load("4hGkW0tq7ZrLx2MdPc9YbN5vJs8Ra1Ef")
