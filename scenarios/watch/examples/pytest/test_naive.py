import pytest

from bonder import Refused, from_environment
from naive_bonder import NaiveBonder

NAMES = {"name": "Anna", "lastname": "Karenina", "position": "Director"}


def test_a_card_is_saved_in_all_languages():
    bonder = from_environment(NaiveBonder)
    bonder.save(bonder.create(), dict.fromkeys(["en", "de", "fr", "it", "es", "pl"], NAMES))  # it seems to work


def test_maintenance_is_told():
    bonder = from_environment(NaiveBonder)
    with pytest.raises(Refused):
        bonder.create()
