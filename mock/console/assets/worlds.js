// Worlds: all of them, and one with its addresses, credentials, switches, and what can be done with it.
import { html, useEffect, useState } from './library.js';
import { ask, inWorld } from './control.js';
import { catalogue, readWorlds, version, world, worlds } from './live.js';
import { go, place } from './route.js';
import { Ask, Code, Copy, Empty, Field, moment, Page, say, Text, useAction, Wrong } from './kit.js';
import { count, t } from './words.js';

const Make = () => {
	const [form, set] = useState({ id: '', label: '', seed: '', at: '', clock: '', listen: false });
	const put = (name) => (v) => set({ ...form, [name]: v });
	const make = useAction(async () => {
		const body = {};
		for (const name of ['id', 'label', 'at', 'clock']) if (form[name].trim()) body[name] = form[name].trim();
		if (form.listen) body.listen = true;
		const seed = form.seed.trim();
		const made = seed && /^\d+$/.test(seed) // a seed may be longer than a number of JavaScript is exact
			? await askText('worlds', body, seed) : await ask('worlds', { method: 'POST', body });
		await readWorlds();
		say(t('worldMade', made.id));
		go(place(made.id, 'world'));
	});
	return html`<form class="box" onSubmit=${() => make.run()}>
		<h2>${t('makeWorld')}</h2><${Wrong} error=${make.error} />
		<div class="fields">
			<${Field} label=${t('id')} value=${form.id} set=${put('id')} hint=${t('idHint')} />
			<${Field} label=${t('label')} value=${form.label} set=${put('label')} maxlength="200" />
			<${Field} label=${t('clock')} value=${form.clock} set=${put('clock')} values=${[['', t('asServer')], ['running', t('running')], ['frozen', t('frozen')]]} />
			<${Field} label=${t('at')} value=${form.at} set=${put('at')} placeholder="2030-01-01T00:00:00Z" />
			<${Field} label=${t('seed')} value=${form.seed} set=${put('seed')} inputmode="numeric" />
		</div>
		<p><label class="check"><input type="checkbox" checked=${form.listen} onChange=${(e) => put('listen')(e.currentTarget.checked)} /> ${t('ownPorts')}</label></p>
		<button type="submit" class="primary" disabled=${make.busy}>${t('makeWorld')}</button></form>`;
};

const askText = (path, body, seed) => ask(path, { method: 'POST', body: { toJSON: () => ({ ...body, seed: JSON.rawJSON ? JSON.rawJSON(seed) : Number(seed) }) } });

export const Worlds = () => {
	useEffect(() => {
		readWorlds().catch(() => {});
		const timer = setInterval(() => { if (!document.hidden) readWorlds().catch(() => {}); }, 5000);
		return () => clearInterval(timer);
	}, []);
	const list = worlds.value;
	return html`<${Page} title=${t('worlds')}>
		<p class="soft">${t('worldsText')}</p>
		${!list ? html`<${Empty}>${t('reading')}<//>` : html`<ul class="cards">${list.map((w) => html`<li class="box world" key=${w.id}>
			<h2><a href=${place(w.id, 'traffic')}>${w.id}</a> ${w.closed && html`<span class="tag">${t('closed')}</span>`}</h2>
			${w.label && html`<p><${Text}>${w.label}<//></p>`}
			<p class="soft">${moment(w.clock.now)} UTC, ${t(w.clock.mode)}${w.clock.scale !== 1 ? ` ×${w.clock.scale}` : ''} · ${count('nDue', w.clock.pending)}</p>
			<p class="row"><a class="button small" href=${place(w.id, 'traffic')}>${t('traffic')}</a><a class="button small" href=${place(w.id, 'world')}>${t('addresses')}</a></p></li>`)}</ul>
			${list.length === 0 && html`<${Empty}>${t('noWorlds')}<//>`}`}
		<${Make} />
		<p class="soft">Sparring ${version.value}</p><//>`;
};

const local = (url) => /^https?:\/\/(localhost|127\.|\[::1\])/.test(url) || /^https?:\/\/[^/]*\.localhost/.test(url);

const Address = ({ api, url, credentials }) => {
	const [shown, show] = useState(false);
	return html`<section class="box" aria-label=${api}><h2>${api}</h2>
		<dl class="facts"><div><dt>${t('baseURL')}</dt><dd><code class="wrap">${url}</code> <${Copy} text=${url} label=${t('baseURL')} />
			<button type="button" class="small" aria-expanded=${shown} onClick=${() => show(!shown)}>${t('qr')}</button></dd></div>
			${Object.entries(credentials || {}).map(([name, value]) => html`<div><dt>${name}</dt><dd><code class="wrap"><${Text}>${value}<//></code> <${Copy} text=${value} label=${name} /></dd></div>`)}</dl>
		${shown && html`<div class="code"><${Code} text=${url} label=${t('qrOf', url)} />${local(url) && html`<p class="note">${t('qrLocal')}</p>`}</div>`}</section>`;
};

const Switch = ({ api, param, value, change }) => {
	const standard = String(param.default ?? '');
	const now = String(value ?? param.default ?? '');
	const [text, set] = useState(now);
	useEffect(() => set(now), [now]);
	const values = param.type === 'bool' ? ['true', 'false'] : param.values?.length ? param.values : null;
	const typed = (v) => (param.type === 'bool' ? v === 'true' : param.type === 'int' && /^-?\d+$/.test(v) ? Number(v) : v);
	const put = (v) => change(api, param.name, typed(v));
	return html`<div class=${now === standard ? 'switch' : 'switch changed'}>
		<${Field} label=${param.name} hint=${`${param.doc || ''} (${t('normally')} ${standard || '""'})`} value=${text} values=${values}
			set=${values ? put : set} onBlur=${values ? undefined : () => { if (text !== now) put(text); }} /></div>`;
};

const Switches = ({ w, off }) => {
	const change = useAction(async (api, name, value) => {
		world.value = await ask(inWorld(w.id), { method: 'PATCH', body: { switches: { [api]: { [name]: value } } } });
		say(t('switchSet', api + '.' + name, String(value)));
	});
	return html`<h2>${t('switches')}</h2><p class="soft">${t('switchesText')}</p><${Wrong} error=${change.error} />
		${(catalogue.value || []).filter((a) => a.switches?.length).map((a) => html`<details class="box" key=${a.name}><summary>${a.name} <span class="soft">(${a.switches.length})</span></summary>
			<fieldset disabled=${off} class="fields"><legend class="away">${a.name}</legend>${a.switches.map((s) => html`<${Switch} key=${s.name} api=${a.name} param=${s} value=${w.switches?.[a.name]?.[s.name]} change=${change.run} />`)}</fieldset></details>`)}`;
};

export const World = () => {
	const w = world.value;
	const [label, setLabel] = useState(null);
	const [fork, setFork] = useState('');
	const [asking, setAsking] = useState('');
	const [judged, judge] = useState(null);
	const rename = useAction(async () => {
		world.value = await ask(inWorld(w.id), { method: 'PATCH', body: { label: label ?? '' } });
		setLabel(null);
		say(t('saved'));
	});
	const copy = useAction(async () => {
		const made = await ask(inWorld(w.id, 'fork'), { method: 'POST', body: fork.trim() ? { id: fork.trim() } : {} });
		await readWorlds();
		say(t('worldMade', made.id));
		go(place(made.id, 'world'));
	});
	const close = useAction(async () => {
		judge(await ask(inWorld(w.id, 'close'), { method: 'POST' }));
		world.value = await ask(inWorld(w.id));
	});
	const remove = useAction(async () => {
		await ask(inWorld(w.id), { method: 'DELETE' });
		await readWorlds();
		say(t('worldDeleted', w.id));
		go('#/worlds');
	});
	if (!w) return html`<${Page} title=${t('world')}><${Empty}>${t('reading')}<//><//>`;
	return html`<${Page} title=${`${t('world')} ${w.id}`}>
		<form class="row" onSubmit=${() => rename.run()}>
			<${Field} label=${t('label')} value=${label ?? w.label ?? ''} set=${setLabel} maxlength="200" wide />
			<button type="submit" disabled=${label === null || rename.busy || w.closed}>${t('save')}</button></form>
		<${Wrong} error=${rename.error} />
		<p class="soft">${t('seed')} <code>${String(w.seed)}</code>. ${w.closed ? t('closedText') : ''}</p>
		<div class="grid">${Object.entries(w.urls).map(([api, url]) => html`<${Address} key=${api} api=${api} url=${url} credentials=${w.credentials[api]} />`)}</div>
		<h2>${t('whatToDo')}</h2>
		<form class="row" onSubmit=${() => copy.run()}><${Field} label=${t('forkID')} value=${fork} set=${setFork} />
			<button type="submit" disabled=${copy.busy || w.closed}>${t('fork')}</button></form><p class="hint">${t('forkText')}</p><${Wrong} error=${copy.error} />
		<p class="row"><button type="button" disabled=${w.closed} onClick=${() => setAsking('close')}>${t('closeWorld')}</button>
			<button type="button" class="danger" onClick=${() => setAsking('delete')}>${t('deleteWorld')}</button></p>
		<${Wrong} error=${close.error || remove.error} />
		${judged && html`<div class="box" role="status"><h3>${t('summary')}</h3><dl class="facts">${['entries', 'unmatched', 'violations', 'defects', 'evicted_unchecked'].map((n) => html`<div><dt>${t('sum-' + n)}</dt><dd>${judged[n]}</dd></div>`)}
			<div><dt>${t('sum-unfired')}</dt><dd>${judged.unfired_rules.map((r) => r.id).join(', ') || '0'}</dd></div></dl></div>`}
		<${Switches} w=${w} off=${w.closed} />
		${asking && html`<${Ask} title=${t(asking + 'World')} text=${t(asking + 'Text', w.id)}
			yes=${t(asking + 'World')} danger done=${(yes) => { setAsking(''); if (yes) (asking === 'close' ? close : remove).run(); }} />`}
	<//>`;
};

