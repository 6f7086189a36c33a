// Makes a dozen calls with openapi-fetch and the types that openapi-typescript writes from the documents, and checks
// what is told of each response. The argument is the server's address.
import createClient from 'openapi-fetch';
import type { paths as Bonder } from './types/bonder';
import type { paths as Control } from './types/control';
import type { components as Cards, paths as Auth } from './types/iqchannels-auth';
import type { paths as Chat } from './types/iqchannels-chat';
import type { paths as Kittn } from './types/kittn';
import type { paths as Radist } from './types/radist';
import type { paths as Tim } from './types/timconnect';

function check(call: string, good: unknown, got: unknown): asserts good {
  if (!good) throw new Error(`typescript: ${call}: got ${JSON.stringify(got)}`);
  console.log(`ok: typescript: ${call}`);
}

async function main(address: string) {
  const control = createClient<Control>({ baseUrl: `${address}/_sparring/v1` });
  const made = await control.POST('/worlds', { body: { id: 'typescript' } });
  check('control createWorld', made.data?.id === 'typescript', made);
  const { urls, credentials } = made.data;
  const added = await control.POST('/worlds/{world}/faults', {
    params: { path: { world: 'typescript' } },
    body: { fault: { kind: 'status', status: 418 }, match: { operation: 'listKittens' }, after: 1 },
  });
  check('control addFault', added.data?.fault.kind === 'status' && added.data.fault.status === 418, added);

  const { username, password, client } = credentials.bonder;
  const bonder = createClient<Bonder>({ baseUrl: urls.bonder });
  const ask = { username, client, rpt: '10000' };
  const refused = await bonder.POST('/auth', { body: { ...ask, password: 'wrong' } });
  check('bonder authorize, refused',
    refused.data?.success === false && refused.data.errors.includes('INVALID_CREDENTIALS_ERROR'), refused);
  const login = await bonder.POST('/auth', { body: { ...ask, password } });
  check('bonder authorize', login.data?.success && login.data.result.token, login);
  const headers = { 'X-Auth-Key': login.data.result.token, 'X-Auth-Email': username };
  const profile = await bonder.POST('/users', { headers });
  check('bonder createProfile', profile.data?.result.cardId, profile);
  const path = { card_id: profile.data.result.cardId };
  const card = await bonder.GET('/users/{card_id}', { params: { path }, headers });
  check('bonder getCard', card.data?.success && card.data.result.settings?.cardStatus === '1', card);

  const { token, channel } = credentials.iqchannels;
  const auth = createClient<Auth>({ baseUrl: urls.iqchannels });
  const known = await auth.GET('/rest/chat/client/id/{token}', { params: { path: { token } } });
  check('iqchannels-auth getClientCard', known.data?.client?.id, known);
  const unknown = await auth.GET('/rest/chat/client/id/{token}', { params: { path: { token: 'nobody' } } });
  const refusal = unknown.error as Cards['schemas']['AuthError'];
  check('iqchannels-auth getClientCard, refused', refusal.errorCode === '1001', unknown);
  const chat = createClient<Chat>({ baseUrl: urls.iqchannels });
  const session = await chat.POST('/public/api/v1/clients/integration_auth', {
    body: { Credentials: token, Channel: channel },
  });
  check('iqchannels-chat integrationAuth', session.data?.OK && session.data.Result, session);
  const message = {
    params: { path: { channel } },
    body: { LocalId: 1, Payload: 'text', Text: 'Hello' },
  };
  const sent = await chat.POST('/public/api/v1/chats/channel/send/{channel}', {
    ...message, headers: { Authorization: `Client ${session.data.Result.Session.Token}` },
  });
  check('iqchannels-chat sendMessage', sent.data?.OK && sent.data.Result, sent);
  const nobody = await chat.POST('/public/api/v1/chats/channel/send/{channel}', message);
  check('iqchannels-chat sendMessage, refused',
    nobody.data?.OK === false && nobody.data.Error?.Code === 'unauthorized', nobody);

  const radist = createClient<Radist>({ baseUrl: urls.radist, headers: { 'X-Api-Key': credentials.radist.api_key } });
  const companies = await radist.GET('/companies/');
  check('radist CompaniesGetItems', companies.data?.companies.length, companies);
  const hook = await radist.POST('/companies/{company_id}/webhooks/', {
    params: { path: { company_id: companies.data.companies[0].id } },
    body: { url: 'http://127.0.0.1:9/hook', events: ['messages.create'] },
  });
  check('radist WebhooksCreateItem', hook.data?.id, hook);

  const key = { headers: { Authorization: credentials.timconnect.api_key } };
  const tim = createClient<Tim>({ baseUrl: urls.timconnect, ...key });
  const code = await tim.POST('/api/registration', {
    body: { phone_number: '79991234567', device: { token: 'push-1' } },
  });
  check('timconnect registerPhone', code.data?.result === 'success' && code.data.message, code);
  const kittn = createClient<Kittn>({ baseUrl: urls.timconnect, ...key });
  const kittens = await kittn.GET('/api/kittens');
  check('kittn listKittens', kittens.data?.[0].name === 'Fluffums', kittens);
  const broken = await kittn.GET('/api/kittens');
  check('kittn listKittens, broken by the fault', broken.response.status === 418 && broken.error, broken);
}

main(process.argv[2]).catch((error) => {
  console.error(`FAILED: ${error}`);
  process.exit(1);
});
