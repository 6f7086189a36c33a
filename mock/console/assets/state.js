// What an API of the world remembers: as a page that one can read, and as facts.
import { html, useState } from './library.js';
import { inWorld } from './control.js';
import { useData, world } from './live.js';
import { narrow, route } from './route.js';
import { Code, Copy, Empty, Field, moment, Page, Text, Tree, Wrong } from './kit.js';
import { number, t } from './words.js';

const step = 20;
const isTime = (v) => typeof v === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(v);
const isObject = (v) => v !== null && typeof v === 'object';

/** own is what only one API has: pages for people, codes to scan, talks. */
const own = {
	bonder: {
		cards: (c, base) => html`<p><a href=${`${base}/card/${encodeURIComponent(c.card_id)}`}>${t('cardPage')}</a></p>`,
	},
	radist: {
		sessions: (s, base) => html`${s.qr?.text && html`<${Code} text=${s.qr.text} label=${t('qrOf', s.id)} />`}
			<p><a href=${`${base}/${s.messenger === 'telegram' ? 'telegram' : 'max_personal'}/${encodeURIComponent(s.id)}`}>${t('phonePage')}</a></p>`,
		connections: (c, base) => html`${c.qr_login?.text && html`<${Code} text=${c.qr_login.text} label=${t('qrOf', c.id)} />`}
			${c.radist_token && html`<p><a href=${`${base}/qr/${encodeURIComponent(c.radist_token)}`}>${t('phonePage')}</a></p>`}`,
	},
};

// Collections that are a talk are shown as one.
const talk = {
	iqchannels: { messages: (m) => ({ mine: m.author === 'client', text: m.text || m.payload, at: m.created_at, chat: t('chat') + ' ' + m.chat_id, note: m.deleted_at ? t('deleted') : m.read_at ? t('read') : m.received_at ? t('received') : '' }) },
	radist: { messages: (m) => ({ mine: m.direction === 'outbound', text: m.text, at: m.created_at, chat: t('chat') + ' ' + m.chat, note: m.error || m.delivery }) },
	timconnect: { messages: (m) => ({ text: m.message, at: m.queued_at, chat: `${m.sender} → ${m.receiver}`, note: m.reported_at ? t('received') : m.sms_sent_at ? 'SMS' : '' }) },
};

const Fact = ({ value }) => {
	if (isTime(value)) return html`<time>${moment(new Date(value).toISOString())}</time>`;
	if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
	if (value === null) return html`<span class="soft">—</span>`;
	if (isObject(value)) {
		const flat = Array.isArray(value) && value.every((v) => !isObject(v)) && value.length < 12;
		return flat ? html`<${Text}>${value.join(', ')}<//>` : html`<${Tree} value=${value} />`;
	}
	const text = String(value);
	return html`<${Text}>${text.slice(0, 300)}<//>${text.length > 300 ? '…' : ''}${text.length > 12 && /^\S+$/.test(text) && html` <${Copy} text=${text} label=${t('value')} />`}`;
};

const nameOf = (key, value) => value.name || value.id || value.card_id || value.username || value.value || value.key || key;

const Item = ({ name, value, extra }) => html`<li class="box"><h3><${Text}>${String(name).slice(0, 120)}<//></h3>${extra}
	${isObject(value) && !Array.isArray(value)
		? html`<dl class="facts">${Object.entries(value).map(([k, v]) => html`<div key=${k}><dt><${Text}>${k}<//></dt><dd><${Fact} value=${v} /></dd></div>`)}</dl>`
		: html`<${Fact} value=${value} />`}</li>`;

const Talk = ({ list, of }) => html`<ol class="talk">${list.map((m, i) => {
	const x = of(m);
	return html`<li key=${i} class=${x.mine ? 'mine' : ''}><p class="bubble"><${Text}>${String(x.text ?? '').slice(0, 2000)}<//></p>
		<span class="soft">${x.chat} · ${moment(x.at)}${x.note ? ' · ' + x.note : ''}</span></li>`;
})}</ol>`;

const Collection = ({ api, name, value, base }) => {
	const [shown, more] = useState(step);
	const entries = Object.entries(value).reverse(); // the newest first
	const as = talk[api]?.[name];
	return html`<section aria-label=${name}><h2>${name} <span class="soft">${number(entries.length)}</span></h2>
		${as ? html`<${Talk} list=${entries.slice(0, shown).map(([, v]) => v)} of=${as} />`
			: html`<ul class="cards">${entries.slice(0, shown).map(([k, v]) => html`<${Item} key=${k} name=${isObject(v) ? nameOf(k, v) : Array.isArray(value) ? Number(k) + 1 : k} value=${v} extra=${isObject(v) && own[api]?.[name]?.(v, base)} />`)}</ul>`}
		${entries.length > shown && html`<button type="button" class="small" onClick=${() => more(shown + step)}>${t('more', entries.length - shown)}</button>`}</section>`;
};

const first = { bonder: ['cards', 'tokens', 'accounts'], radist: ['sessions', 'connections', 'messages', 'chats'],
	iqchannels: ['messages', 'sessions', 'clients', 'chats'], timconnect: ['devices', 'messages', 'calls'] };

const Readable = ({ api, state, base }) => {
	const order = first[api] || [];
	const rank = (n) => (order.includes(n) ? order.indexOf(n) : 99);
	const all = Object.entries(state).sort(([a], [b]) => rank(a) - rank(b));
	const full = all.filter(([, v]) => isObject(v) && Object.keys(v).length > 0 && (Array.isArray(v) || Object.values(v).some(isObject)));
	const rest = all.filter((e) => !full.includes(e) && !(isObject(e[1]) && !Object.keys(e[1]).length));
	const bare = all.filter(([, v]) => isObject(v) && !Object.keys(v).length).map(([n]) => n);
	return html`${full.map(([n, v]) => html`<${Collection} key=${n} api=${api} name=${n} value=${v} base=${base} />`)}
		${rest.length > 0 && html`<ul class="cards"><${Item} name=${t('other')} value=${Object.fromEntries(rest)} /></ul>`}
		${bare.length > 0 && html`<p class="soft">${t('nothingIn')}: ${bare.join(', ')}</p>`}`;
};

export const State = () => {
	const { world: id, query } = route.value;
	const apis = Object.keys(world.value?.urls || {});
	const api = query.get('api') || apis[0] || '';
	const asFacts = query.get('as') === 'facts';
	if (!api) return html`<${Page} title=${t('state')}><${Empty}>${t('reading')}<//><//>`;
	return html`<${Page} title=${t('state')}><form class="filters">
			<${Field} label="API" value=${api} set=${(v) => narrow({ api: v })} values=${apis} />
			<${Field} label=${t('shownAs')} value=${asFacts ? 'facts' : ''} set=${(v) => narrow({ as: v })} values=${[['', t('asPage')], ['facts', t('asFacts')]]} /></form>
		<${Shown} key=${api} id=${id} api=${api} asFacts=${asFacts} /><//>`;
};

const Shown = ({ id, api, asFacts }) => {
	const { data, error } = useData(inWorld(id, 'state', api));
	const base = (world.value?.urls[api] || '').replace(/\/v2$/, '');
	return html`<${Wrong} error=${error} />${data && (asFacts
		? html`<p class="row gap"><${Copy} text=${() => JSON.stringify(data, null, 2)} label=${t('asFacts')} /></p><div class="box"><${Tree} value=${data} open /></div>`
		: html`<${Readable} api=${api} state=${data} base=${base} />`)}`;
};
