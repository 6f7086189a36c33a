// Faults: the rules that are in force with what they hit and whom they keep waiting, and a form for another one.
import { html, useEffect, useState } from './library.js';
import { ask, inWorld } from './control.js';
import { catalogue, complete, lines, useData, world } from './live.js';
import { place, route } from './route.js';
import { Ask, Button, Empty, Field, Page, say, Text, useAction, Wrong } from './kit.js';
import { given, Params } from './forms.js';
import { count, t } from './words.js';

/** ruleText says in a line what a rule is for and what it does. */
const ruleText = ({ match = {}, fault = {}, after, times }) => {
	const { kind, ...rest } = fault;
	const where = [match.api, match.operation, match.method, match.path].filter(Boolean).join(' ') || t('everyRequest');
	const more = Object.entries(rest).map(([k, v]) => `${k}=${typeof v === 'string' ? v : JSON.stringify(v)}`).join(' ');
	const extra = ['header', 'body'].filter((n) => match[n]).map((n) => `${n} ${JSON.stringify(match[n])}`).join(' ');
	return { where: [where, extra].filter(Boolean).join(' '), does: [kind, more].filter(Boolean).join(' '),
		when: [after ? t('afterN', after) : '', times === 0 ? t('untilRemoved') : t('nTimes', times ?? 1)].filter(Boolean).join(', ') };
};

const Waiting = ({ id, rule, off }) => {
	const release = useAction(async (entries) => {
		const { released } = await ask(inWorld(id, 'faults', rule.id, 'release'), { method: 'POST', body: entries ? { entries } : {} });
		say(t('releasedN', released.join(', ') || '–'));
	});
	void lines.changed.value;
	const held = (rule.waiting || []).map((seq) => lines.bySeq.get(seq)).filter((e) => e?.brief);
	useEffect(() => { complete(held, AbortSignal.timeout(9000)).catch(() => {}); }, [held.length]);
	if (!rule.waiting?.length) return null;
	return html`<div class="waiting"><h3>${t('waiting')}</h3><${Wrong} error=${release.error} />
		<ol class="list">${rule.waiting.map((seq) => {
			const e = lines.bySeq.get(seq);
			return html`<li key=${seq} class="row"><a href=${place(id, 'traffic', { entry: seq })}>${t('entry')} ${seq}</a>
				<code class="wrap">${e ? html`${e.method} <${Text}>${e.path}<//>` : ''}</code>
				<${Button} small action=${release} args=${[[seq]]} off=${off} aria-label=${t('releaseOne', seq)}>${t('release')}<//></li>`;
		})}</ol>
		<p class="row gap"><${Button} small action=${release} off=${off}>${t('releaseAll')}<//>
			${rule.waiting.length > 1 && html`<${Button} small action=${release} args=${[[...rule.waiting].reverse()]} off=${off}>${t('releaseBackwards')}<//>`}</p></div>`;
};

const Rule = ({ id, rule, off }) => {
	const remove = useAction(() => ask(inWorld(id, 'faults', rule.id), { method: 'DELETE' }));
	const text = ruleText(rule);
	const spent = rule.remaining === 0 && !rule.waiting?.length;
	return html`<li class=${spent ? 'box rule spent' : 'box rule'}><div class="head"><h3>${rule.id} <${Text}>${text.does}<//></h3>
			<${Button} small action=${remove} off=${off} aria-label=${t('removeRule', rule.id)}>${t('remove')}<//></div><${Wrong} error=${remove.error} />
		<p><${Text}>${text.where}<//> <span class="soft">· ${text.when}</span></p>
		<p><b>${count('nHits', rule.hits)}</b>${rule.remaining != null ? `, ${t('left', rule.remaining)}` : ''} ${spent && html`<span class="tag">${t('spent')}</span>`}</p>
		<${Waiting} id=${id} rule=${rule} off=${off} /></li>`;
};

const blank = { api: '', operation: '', method: '', path: '', header: '', body: '', kind: 'error', after: '', times: '' };

const Make = ({ id, off, made }) => {
	const { query } = route.value;
	const [form, set] = useState(() => ({ ...blank, ...Object.fromEntries(Object.keys(blank).filter((n) => query.get(n)).map((n) => [n, query.get(n)])) }));
	const [values, setValues] = useState(() => (query.get('code') ? { code: query.get('code') } : {}));
	const put = (name) => (v) => set({ ...form, [name]: v, ...(name === 'api' ? { operation: '' } : {}) });
	const all = catalogue.value || [];
	const api = all.find((a) => a.name === form.api);
	const operations = (api ? [api] : all).flatMap((a) => a.operations.filter((o) => !o.page).map((o) => ({ ...o, api: a.name })));
	const operation = api?.operations.find((o) => o.id === form.operation);
	const kinds = (api || all[0])?.faults || [];
	const kind = kinds.find((k) => k.kind === form.kind);
	const codes = operation?.codes?.length ? operation.codes : (api ? [api] : all).flatMap((a) => a.errors.map((e) => e.code));
	const chosen = values.code && !codes.includes(values.code) ? [values.code, ...codes] : codes;
	const meaning = kind?.kind === 'error' && (api ? [api] : all).flatMap((a) => a.errors).find((e) => e.code === values.code)?.meaning;
	const add = useAction(async () => {
		const match = {};
		for (const name of ['api', 'operation', 'method', 'path']) if (form[name].trim()) match[name] = form[name].trim();
		for (const name of ['header', 'body']) if (form[name].trim()) { try { match[name] = JSON.parse(form[name]); } catch { match[name] = form[name]; } }
		const body = { match, fault: { kind: form.kind, ...given(kind?.parameters, values) } };
		for (const name of ['after', 'times']) if (form[name].trim()) body[name] = /^\d+$/.test(form[name].trim()) ? Number(form[name]) : form[name];
		const rule = await ask(inWorld(id, 'faults'), { method: 'POST', body });
		say(t('ruleMade', rule.id));
		made();
	});
	return html`<form class="box" onSubmit=${() => add.run()}><h2>${t('makeFault')}</h2><${Wrong} error=${add.error} />
		<fieldset disabled=${off}><legend class="away">${t('makeFault')}</legend><div class="fields">
			<${Field} label="API" value=${form.api} set=${put('api')} values=${[['', t('any')], ...all.map((a) => a.name)]} />
			<${Field} label=${t('operation')} value=${form.operation} set=${put('operation')} values=${[['', t('any')], ...new Set(operations.map((o) => o.id))].map((o) => (Array.isArray(o) ? o : [o, o]))} />
			<${Field} label=${t('faultKind')} value=${form.kind} set=${(v) => { put('kind')(v); setValues({}); }} values=${kinds.map((k) => k.kind)} hint=${kind?.doc} />
			<${Field} label=${t('after')} hint=${t('afterHint')} value=${form.after} set=${put('after')} inputmode="numeric" placeholder="0" />
			<${Field} label=${t('timesOf')} hint=${t('timesHint')} value=${form.times} set=${put('times')} inputmode="numeric" placeholder="1" /></div>
		<${Params} list=${kind?.parameters} values=${values} set=${setValues} suggest=${kind?.kind === 'error' ? { code: [...new Set(chosen)] } : {}} />
		${meaning && html`<p class="soft">${meaning}</p>`}
		<details open=${!!(form.method || form.path)}><summary>${t('moreMatch')}</summary><div class="fields">
			<${Field} label=${t('method')} value=${form.method} set=${put('method')} /><${Field} label=${t('path')} value=${form.path} set=${put('path')} hint=${t('pathHint')} />
			<${Field} label=${t('matchHeader')} kind="area" value=${form.header} set=${put('header')} placeholder='{"X-Test": "1"}' />
			<${Field} label=${t('matchBody')} kind="area" value=${form.body} set=${put('body')} placeholder='{"/type": "whatsapp"}' /></div></details>
		<p class="row gap"><button type="submit" class="primary" disabled=${add.busy}>${t('makeFault')}</button></p></fieldset></form>`;
};

export const Faults = () => {
	const id = route.value.world;
	const { data, error, reload } = useData(inWorld(id, 'faults'));
	const [asking, setAsking] = useState(false);
	const clear = useAction(() => ask(inWorld(id, 'faults'), { method: 'DELETE' }));
	const off = world.value?.closed;
	const rules = data?.faults || [];
	useEffect(() => { if (clear.error === null && !clear.busy) reload(); }, [clear.busy]);
	return html`<${Page} title=${t('faults')} tools=${rules.length > 0 && html`<button type="button" class="small" disabled=${off} onClick=${() => setAsking(true)}>${t('clearFaults')}</button>`}>
		<${Wrong} error=${error || clear.error} />
		${catalogue.value && html`<${Make} id=${id} off=${off} made=${reload} />`}
		<h2>${t('inForce')}</h2>
		${rules.length ? html`<ul class="cards">${rules.map((r) => html`<${Rule} key=${r.id} id=${id} rule=${r} off=${off} />`)}</ul>` : html`<${Empty}>${t('noFaults')}<//>`}
		${asking && html`<${Ask} title=${t('clearFaults')} text=${t('clearFaultsText')} yes=${t('clearFaults')} danger done=${(yes) => { setAsking(false); if (yes) clear.run(); }} />`}<//>`;
};
