"""Correct clients of all four APIs, to be judged: sparring verify -- python3 scenarios/clients/python/adapter.py"""
from bonder import Bonder
from iqchannels import IQChannels
from kittn import Kittn
from protocol import Server
from radist import Radist
from timconnect import TIMConnect

abilities = {}
for client in (Bonder(), IQChannels(), Radist(), TIMConnect(), Kittn()):
    abilities.update(client.abilities())
Server("Python clients", "1.0", abilities, keeps=True, patience=True).serve()
