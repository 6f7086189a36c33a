// The frame of the console: what stands around a page, and which page the address names.
import { html, render, useEffect, useRef, useState } from './library.js';
import { locked, unlock, wrongToken } from './control.js';
import { attend, catalogue, knowServer, link, world, worlds } from './live.js';
import { go, href, place, route } from './route.js';
import { notice, Ticking, useID } from './kit.js';
import { language, speak, t } from './words.js';
import { Traffic } from './traffic.js';
import { World, Worlds } from './worlds.js';

// Pages that are not there at first are loaded when somebody goes to one.
const later = (load, name) => () => {
	const [page, set] = useState(null);
	useEffect(() => { load().then((m) => set(() => m[name])); }, []);
	return page ? html`<${page} />` : html`<p class="empty">${t('reading')}</p>`;
};

const pages = {
	traffic: Traffic,
	clock: later(() => import('./clock.js'), 'Clock'),
	events: later(() => import('./events.js'), 'Events'),
	faults: later(() => import('./faults.js'), 'Faults'),
	state: later(() => import('./state.js'), 'State'),
	outbox: later(() => import('./outbox.js'), 'Outbox'),
	conduct: later(() => import('./conduct.js'), 'Conduct'),
	record: later(() => import('./record.js'), 'Record'),
	world: World,
};
const tabs = Object.keys(pages);
const outerPages = { catalogue: later(() => import('./catalogue.js'), 'Catalogue') };
const outer = Object.keys(outerPages);

const Lock = () => {
	const box = useRef(null);
	const [text, set] = useState('');
	const id = useID('token');
	useEffect(() => { if (!box.current.open) box.current.showModal(); }, []);
	return html`<dialog ref=${box} class="lock" aria-labelledby=${id + 'h'} onCancel=${(e) => e.preventDefault()}>
		<form onSubmit=${() => unlock(text)}><h2 id=${id + 'h'}>${t('tokenTitle')}</h2><p id=${id + 'p'}>${t('tokenText')}</p>
		${wrongToken.value && html`<p class="wrong" role="alert">${t('tokenWrong')}</p>`}
		<div class="field wide"><label for=${id}>${t('token')}</label><input id=${id} type="password" autocomplete="off" required value=${text}
			aria-describedby=${id + 'p'} onInput=${(e) => set(e.currentTarget.value)} /></div>
		<p><button type="submit" class="primary">${t('go')}</button></p></form></dialog>`;
};

const Clock = ({ id, w }) => html`<a class="chip" href=${place(id, 'clock')}>
	<span class="soft">${t('worldTime')}</span> <${Ticking} clock=${w.clock} /></a>`;

const Top = ({ id }) => html`<header class="top">
	<a class="brand" href="#/worlds"><img src="console/icon.svg" alt="" width="22" height="22" />Sparring</a>
	${id && html`<label class="pick"><span class="away">${t('world')}</span><select value=${id} onChange=${(e) => go(place(e.currentTarget.value, route.value.tab))}>
		${[...new Set([id, ...(worlds.value || []).map((w) => w.id)])].map((w) => html`<option key=${w} value=${w} selected=${w === id}>${w}</option>`)}</select></label>`}
	${id && world.value && html`<${Clock} id=${id} w=${world.value} />`}
	<span class="grow"></span>
	<div class="tongues" role="group" aria-label=${t('language')}>${['en', 'ru'].map((l) => html`<button type="button" class="small" lang=${l} aria-pressed=${language.value === l}
		onClick=${() => speak(l)}>${l === 'en' ? 'EN' : 'РУ'}<span class="away"> ${l === 'en' ? 'English' : 'Русский'}</span></button>`)}</div></header>`;

const Nav = ({ id, tab }) => html`<nav class="tabs" aria-label=${t('pages')}>
	${id && tabs.map((n) => html`<a key=${n} href=${place(id, n)} aria-current=${tab === n ? 'page' : undefined}>${t(n)}</a>`)}
	${!id && html`<a href="#/worlds" aria-current=${tab === 'worlds' ? 'page' : undefined}>${t('worlds')}</a>`}
	${(catalogue.value || []).length > 0 && outer.map((n) => html`<a key=${n} href=${href([n])} aria-current=${tab === n ? 'page' : undefined}>${t(n)}</a>`)}</nav>`;

const Link = ({ id }) => {
	const state = link.value;
	if (state !== 'lost' && state !== 'gone') return html`<div class="link" role="status">${state === 'ended' ? html`<p class="note">${t('ended')}</p>` : ''}</div>`;
	return html`<div class="link" role="status"><p class="note bad">${state === 'lost' ? t('lost') : t('gone', id)} ${state === 'gone' && html`<a href="#/worlds">${t('worlds')}</a>`}</p></div>`;
};

const App = () => {
	const { world: id, tab } = route.value;
	const page = id ? pages[tab] || Traffic : outerPages[tab] || Worlds;
	const main = useRef(null);
	const came = useRef(false);
	useEffect(() => { // who goes to another page reads it from its heading on
		if (came.current) main.current.querySelector('h1')?.focus();
		came.current = true;
		document.querySelector('.tabs [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
	}, [id, tab]);
	return html`<a class="skip" href="#main" onClick=${(e) => { e.preventDefault(); main.current.focus(); }}>${t('skip')}</a>
		<${Top} id=${id} /><${Nav} id=${id} tab=${id && !pages[tab] ? 'traffic' : tab} />
		<main id="main" tabindex="-1" ref=${main}><${Link} id=${id} /><${page} key=${id + '/' + tab} /></main>
		<div class="notice" role="status" aria-live="polite">${notice.value && html`<p class=${notice.value.bad ? 'bad' : ''}>${notice.value.text}</p>`}</div>
		${locked.value && html`<${Lock} />`}`;
};

addEventListener('submit', (e) => { if (e.target.method !== 'dialog') e.preventDefault(); });
if (!location.hash) history.replaceState(null, '', '#/worlds');
attend();
knowServer();
render(html`<${App} />`, document.getElementById('app'));
