"""Makes a dozen calls with the clients that openapi-python-client writes from the documents, and checks what the
generated code made of each response. Usage: calls.py ADDRESS PACKAGE=OPERATIONS...; every module of every package is
imported first, and a package has a module for each operation."""

import importlib
import pkgutil
import sys

PYTHON = "python"


def check(call, good, got):
    """Ends the program if a response was not parsed to what is expected."""
    if not good:
        sys.exit(f"FAILED: {PYTHON}: {call}: got {got}")
    print(f"ok: {PYTHON}: {call}")


def import_all(package, operations):
    """Imports every module of a package, and checks that the generator has left out no operation."""
    modules = pkgutil.walk_packages(importlib.import_module(package).__path__, package + ".")
    loaded = [importlib.import_module(module.name) for module in modules]
    made = sum(hasattr(module, "sync_detailed") for module in loaded)
    check(f"{package} has {operations} operations", made == operations, made)


address = sys.argv[1]
for argument in sys.argv[2:]:
    name, _, count = argument.partition("=")
    import_all(name, int(count))

from bonder import AuthenticatedClient as Bonder
from bonder.api.auth import authorize
from bonder.api.users import create_profile, get_card
from bonder.models import Authorization
from control import Client as Control
from control.api.faults import add_fault
from control.api.worlds import create_world
from control.models import FaultRequest, FaultStatus, FaultStatusKind, Match, World, WorldRequest
from iqchannels_auth import Client as Auth
from iqchannels_auth.api.auth import get_client_card
from iqchannels_chat import AuthenticatedClient as Session
from iqchannels_chat import Client as Chat
from iqchannels_chat.api.chats import send_message
from iqchannels_chat.api.clients import integration_auth
from iqchannels_chat.models import IntegrationAuthRequest, MessageForm
from kittn import AuthenticatedClient as Kittn
from kittn.api.kittens import list_kittens
from radist import AuthenticatedClient as Radist
from radist.api.companies import companies_get_items
from radist.api.webhooks import webhooks_create_item
from radist.models import Companies, Webhook, WebhookCreate, WebhookEventsItem
from timconnect import AuthenticatedClient as Tim
from timconnect.api.registration import register_phone
from timconnect.models import CodeSent, Device, Registration

control = Control(address + "/_sparring/v1")
world = create_world.sync(client=control, body=WorldRequest(id=PYTHON))
check("control createWorld", isinstance(world, World) and world.id == PYTHON, world)
rule = add_fault.sync(PYTHON, client=control, body=FaultRequest(
    fault=FaultStatus(kind=FaultStatusKind.STATUS, status=418), match=Match(operation="listKittens"), after=1))
check("control addFault", isinstance(rule.fault, FaultStatus) and rule.fault.status == 418, rule)
urls = world.urls.additional_properties
credentials = {api: known.additional_properties for api, known in world.credentials.additional_properties.items()}

known = credentials["bonder"]
ask = Authorization(username=known["username"], password="wrong", client=known["client"], rpt="10000")
bonder = Bonder(urls["bonder"], token="", prefix="", auth_header_name="X-Auth-Key")
refused = authorize.sync(client=bonder, body=ask)
check("bonder authorize, refused", not refused.success and "INVALID_CREDENTIALS_ERROR" in refused.errors, refused)
ask.password = known["password"]
let = authorize.sync(client=bonder, body=ask)
check("bonder authorize", let.success and let.result.token, let)
bonder = Bonder(urls["bonder"], token=let.result.token, prefix="", auth_header_name="X-Auth-Key",
                headers={"X-Auth-Email": ask.username})
profile = create_profile.sync(client=bonder)
check("bonder createProfile", profile.success and profile.result.card_id, profile)
card = get_card.sync(profile.result.card_id, client=bonder)
check("bonder getCard", card.success and card.result.settings.card_status == "1", card)

known = credentials["iqchannels"]
auth = Auth(urls["iqchannels"])
client = get_client_card.sync(known["token"], client=auth)
check("iqchannels-auth getClientCard", client.client.id, client)
unknown = get_client_card.sync("nobody", client=auth)
check("iqchannels-auth getClientCard, refused", unknown.error_code == "1001", unknown)
login = integration_auth.sync(client=Chat(urls["iqchannels"]), body=IntegrationAuthRequest(
    credentials=known["token"], channel=known["channel"]))
check("iqchannels-chat integrationAuth", login.ok and login.result.session.token, login)
session = Session(urls["iqchannels"], token=login.result.session.token, prefix="Client")
message = MessageForm(local_id=1, payload="text", text="Hello")
sent = send_message.sync(known["channel"], client=session, body=message)
check("iqchannels-chat sendMessage", sent.ok and sent.result > 0, sent)
nobody = send_message.sync(known["channel"], client=Chat(urls["iqchannels"]), body=message)
check("iqchannels-chat sendMessage, refused", not nobody.ok and nobody.error.code == "unauthorized", nobody)

radist = Radist(urls["radist"], token=credentials["radist"]["api_key"], prefix="", auth_header_name="X-Api-Key")
companies = companies_get_items.sync(client=radist)
check("radist CompaniesGetItems", isinstance(companies, Companies) and companies.companies, companies)
hook = webhooks_create_item.sync(companies.companies[0].id, client=radist, body=WebhookCreate(
    url="http://127.0.0.1:9/hook", events=[WebhookEventsItem.MESSAGES_CREATE]))
check("radist WebhooksCreateItem", isinstance(hook, Webhook) and hook.id > 0, hook)

key = credentials["timconnect"]["api_key"]
code = register_phone.sync(client=Tim(urls["timconnect"], token=key, prefix=""), body=Registration(
    phone_number="79991234567", device=Device(token="push-1")))
check("timconnect registerPhone", isinstance(code, CodeSent) and code.message, code)
kittn = Kittn(urls["timconnect"], token=key, prefix="")
kittens = list_kittens.sync(client=kittn)
check("kittn listKittens", kittens[0].name == "Fluffums", kittens)
broken = list_kittens.sync_detailed(client=kittn)
check("kittn listKittens, broken by the fault", broken.status_code == 418 and broken.parsed, broken)
