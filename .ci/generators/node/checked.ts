// Makes a dozen calls with the clients that hey-api writes from the documents. zod refuses a request or a response that
// is not as the document says; what is told of each response is checked here. The argument is the server's address.
import * as bonder from './clients/bonder';
import { createClient as bonderClient } from './clients/bonder/client';
import * as control from './clients/control';
import { createClient as controlClient } from './clients/control/client';
import * as auth from './clients/iqchannels-auth';
import { createClient as authClient } from './clients/iqchannels-auth/client';
import * as chat from './clients/iqchannels-chat';
import { createClient as chatClient } from './clients/iqchannels-chat/client';
import * as kittn from './clients/kittn';
import { createClient as kittnClient } from './clients/kittn/client';
import * as radist from './clients/radist';
import { createClient as radistClient } from './clients/radist/client';
import * as tim from './clients/timconnect';
import { createClient as timClient } from './clients/timconnect/client';

function check(call: string, good: unknown, got: unknown): asserts good {
  if (!good) throw new Error(`zod: ${call}: got ${JSON.stringify(got)}`);
  console.log(`ok: zod: ${call}`);
}

async function main(address: string) {
  let client = controlClient({ baseUrl: `${address}/_sparring/v1` });
  const made = await control.createWorld({ client, body: { id: 'zod' } });
  check('control createWorld', made.data?.id === 'zod', made);
  const { urls, credentials } = made.data;
  const added = await control.addFault({
    client, path: { world: 'zod' },
    body: { fault: { kind: 'status', status: 418 }, match: { operation: 'listKittens' }, after: 1 },
  });
  check('control addFault', added.data?.fault.kind === 'status' && added.data.fault.status === 418, added);

  const { username, password, client: name } = credentials.bonder;
  const base = { baseUrl: urls.bonder };
  const ask = { username, client: name, rpt: '10000' };
  const refused = await bonder.authorize({ client: bonderClient(base), body: { ...ask, password: 'wrong' } });
  check('bonder authorize, refused',
    refused.data?.success === false && refused.data.errors.includes('INVALID_CREDENTIALS_ERROR'), refused);
  const login = await bonder.authorize({ client: bonderClient(base), body: { ...ask, password } });
  check('bonder authorize', login.data?.success && login.data.result.token, login);
  const token = login.data.result.token;
  const known = bonderClient({ ...base, auth: ({ name }) => (name === 'X-Auth-Key' ? token : username) });
  const profile = await bonder.createProfile({ client: known });
  check('bonder createProfile', profile.data?.result.cardId, profile);
  const card = await bonder.getCard({ client: known, path: { card_id: profile.data.result.cardId } });
  check('bonder getCard', card.data?.success && card.data.result.settings?.cardStatus === '1', card);

  const { token: person, channel } = credentials.iqchannels;
  const cards = authClient({ baseUrl: urls.iqchannels });
  const found = await auth.getClientCard({ client: cards, path: { token: person } });
  check('iqchannels-auth getClientCard', found.data?.client?.id, found);
  const unknown = await auth.getClientCard({ client: cards, path: { token: 'nobody' } });
  check('iqchannels-auth getClientCard, refused', (unknown.error as auth.AuthError).errorCode === '1001', unknown);
  const chats = chatClient({ baseUrl: urls.iqchannels });
  const session = await chat.integrationAuth({ client: chats, body: { Credentials: person, Channel: channel } });
  check('iqchannels-chat integrationAuth', session.data?.OK && session.data.Result, session);
  const message = { client: chats, path: { channel }, body: { LocalId: 1, Payload: 'text', Text: 'Hello' } };
  const headers = { Authorization: `Client ${session.data.Result.Session.Token}` };
  const sent = await chat.sendMessage({ ...message, headers });
  check('iqchannels-chat sendMessage', sent.data?.OK && sent.data.Result, sent);
  const nobody = await chat.sendMessage(message);
  check('iqchannels-chat sendMessage, refused',
    nobody.data?.OK === false && nobody.data.Error?.Code === 'unauthorized', nobody);

  const company = radistClient({ baseUrl: urls.radist, auth: credentials.radist.api_key });
  const companies = await radist.companiesGetItems({ client: company });
  check('radist CompaniesGetItems', companies.data?.companies.length, companies);
  const hook = await radist.webhooksCreateItem({
    client: company, path: { company_id: companies.data.companies[0].id },
    body: { url: 'http://127.0.0.1:9/hook', events: ['messages.create'] },
  });
  check('radist WebhooksCreateItem', hook.data?.id, hook);

  const key = credentials.timconnect.api_key;
  const code = await tim.registerPhone({
    client: timClient({ baseUrl: urls.timconnect, auth: ({ in: place }) => (place === 'cookie' ? undefined : key) }),
    body: { phone_number: '79991234567', device: { token: 'push-1' } },
  });
  check('timconnect registerPhone', code.data?.result === 'success' && code.data.message, code);
  const cats = kittnClient({ baseUrl: urls.timconnect, auth: key });
  const kittens = await kittn.listKittens({ client: cats });
  check('kittn listKittens', kittens.data?.[0].name === 'Fluffums', kittens);
  const broken = await kittn.listKittens({ client: cats });
  check('kittn listKittens, broken by the fault', broken.response?.status === 418 && broken.error, broken);
}

main(process.argv[2]).catch((error) => {
  console.error(`FAILED: ${error}`);
  process.exit(1);
});
