// One entry in full: what was asked and told, why, what is wrong with it, and what can be made of it.
import { html, useEffect, useMemo, useRef, useState } from './library.js';
import { ask, inWorld } from './control.js';
import { narrow, place } from './route.js';
import { catalogue, useData } from './live.js';
import { Copy, moment, Text, Tree, useAction, visible, Wrong } from './kit.js';
import { language, milliseconds, number, t } from './words.js';

const most = 60000; // characters of a body that are shown at once

const kindOf = (m) => {
	const found = Object.entries(m.headers || {}).find(([name]) => name.toLowerCase() === 'content-type');
	return found ? found[1][0] : '';
};

/** pretty returns a JSON text on several lines without reading its numbers: they stay as they were sent. */
export const pretty = (text) => {
	let out = '';
	let depth = 0;
	let inside = false;
	const line = () => '\n' + '  '.repeat(depth);
	for (let i = 0; i < text.length; i++) {
		const c = text[i];
		if (inside) {
			out += c;
			if (c === '\\') out += text[++i] ?? '';
			else if (c === '"') inside = false;
		} else if (c === '"') { inside = true; out += c; }
		else if (c === '{' || c === '[') {
			let next = i + 1;
			while (/\s/.test(text[next] || '')) next++;
			if (text[next] === '}' || text[next] === ']') { out += c + text[next]; i = next; continue; }
			depth++;
			out += c + line();
		} else if (c === '}' || c === ']') { depth--; out += line() + c; }
		else if (c === ',') out += c + line();
		else if (c === ':') out += ': ';
		else if (!/\s/.test(c)) out += c;
	}
	return out;
};

const isJSON = (text) => {
	try { JSON.parse(text); return true; } catch { return false; }
};

const colours = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

const Coloured = ({ text }) => {
	if (text.length > 20000) return html`<${Text}>${text}<//>`;
	const out = [];
	let from = 0;
	for (const m of text.matchAll(colours)) {
		out.push(text.slice(from, m.index));
		if (m[2] !== undefined) out.push(html`<span class="key"><${Text}>${m[1]}<//></span>`, m[2]);
		else out.push(html`<span class=${m[1] ? 'text' : 'number'}>${m[1] ? html`<${Text}>${m[1]}<//>` : m[0]}</span>`);
		from = m.index + m[0].length;
	}
	out.push(text.slice(from));
	return out;
};

const Body = ({ message, name }) => {
	const [whole, all] = useState(false);
	const [raw, asIs] = useState(false);
	const text = message.body || '';
	const json = useMemo(() => message.body_encoding !== 'base64' && /^\s*[[{]/.test(text) && isJSON(text), [text]);
	if (message.body_withheld) return html`<p class="soft">${t('withheld')}: ${message.body_withheld}</p>`;
	if (!text) return html`<p class="soft">${t('noBody')}</p>`;
	const binary = message.body_encoding === 'base64';
	const image = binary && /^image\/(png|jpeg|gif|webp)/.exec(kindOf(message));
	const nice = json && !raw && text.length < 2000000 ? pretty(text) : visible(text);
	const shown = whole ? nice : nice.slice(0, most);
	return html`<div class="body">
		<div class="row small">${binary && html`<span class="soft">base64</span>`}
			${message.body_decoded && html`<span class="soft">${t('unpacked')}: ${message.body_decoded}</span>`}
			${json && html`<button type="button" class="small" aria-pressed=${raw} onClick=${() => asIs(!raw)}>${t('asSent')}</button>`}
			<${Copy} text=${text} label=${name} /></div>
		${image && html`<img class="picture" alt=${t('picture')} src=${`data:${image[0]};base64,${text}`} />`}
		<pre tabindex="0" aria-label=${name} dir="auto">${json && !raw ? html`<${Coloured} text=${shown} />` : html`<${Text}>${shown}<//>`}</pre>
		${shown.length < nice.length && html`<button type="button" class="small" onClick=${() => all(true)}>${t('whole', number(nice.length))}</button>`}
	</div>`;
};

const Headers = ({ headers }) => {
	const rows = Object.entries(headers || {}).flatMap(([name, values]) => values.map((v) => [name, v]));
	if (!rows.length) return null;
	return html`<details class="headers"><summary>${t('headers')} <span class="soft">(${rows.length})</span></summary>
		<dl>${rows.map(([name, value]) => html`<div><dt><${Text}>${name}<//></dt><dd><${Text}>${value.slice(0, 4000)}<//></dd></div>`)}</dl></details>`;
};

const Part = ({ title, children, id }) => html`<section class="part" aria-labelledby=${id}><h3 id=${id}>${title}</h3>${children}</section>`;

const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const own = /^(host|content-length|connection|accept-encoding|transfer-encoding)$/i;

/** asCurl writes a request as a command. Secrets are marks in it: a person puts in their own. */
export const asCurl = (e) => {
	const out = ['curl -i'];
	if (e.method !== 'GET') out.push(`-X ${quote(e.method)}`);
	for (const [name, values] of Object.entries(e.request?.headers || {})) {
		if (!own.test(name)) values.forEach((v) => out.push(`-H ${quote(`${name}: ${v}`)}`));
	}
	const body = e.request?.body || '';
	const binary = e.request?.body_encoding === 'base64';
	if (body) out.push(binary ? '--data-binary @-' : `--data-binary ${quote(body)}`);
	out.push(quote(e.url));
	const command = out.join(' \\\n  ');
	return body && binary ? `printf %s ${quote(body)} | base64 -d | ${command}` : command;
};

/** ruleOf are the fields of a fault rule for the next request like this one. */
const ruleOf = (e) => {
	const own = e.faults?.[0];
	return { api: e.api || '', operation: e.operation || '', path: e.operation ? '' : e.path, method: e.operation ? '' : e.method,
		kind: own?.kind || 'error', code: own ? '' : e.code || '' };
};

const Step = ({ id, seq }) => {
	const act = useAction(() => ask(inWorld(id, 'record'), { method: 'POST', body: { entries: [seq], language: language.value } }));
	const [made, show] = useState(null);
	return html`<button type="button" class="small" disabled=${act.busy} onClick=${async () => show(await act.run())}>${t('asStep')}</button>
		${(made || act.error) && html`<div class="made"><${Wrong} error=${act.error} />${made && (made.steps.length
			? html`<pre tabindex="0" aria-label=${t('asStep')}>${made.steps.join('\n')}</pre><${Copy} text=${made.steps.join('\n')} label=${t('asStep')} />`
			: html`<p>${t('noStep')}</p>`)}</div>`}`;
};

const Actions = ({ id, e }) => {
	const [curl, showCurl] = useState(false);
	const called = e.kind === 'exchange' || e.kind === 'outgoing';
	return html`<div class="actions">
		${called && html`<button type="button" class="small" aria-expanded=${curl} onClick=${() => showCurl(!curl)}>${t('asCurl')}</button>`}
		<${Step} id=${id} seq=${e.seq} />
		${e.kind === 'exchange' && html`<a class="button small" href=${place(id, 'faults', ruleOf(e))}>${t('asFault')}</a>`}
		${curl && html`<div class="made"><pre tabindex="0" aria-label=${t('asCurl')}>${visible(asCurl(e))}</pre><${Copy} text=${asCurl(e)} label=${t('asCurl')} />
			${/‹/.test(asCurl(e)) && html`<p class="hint">${t('curlSecrets')}</p>`}</div>`}</div>`;
};

const operationOf = (e) => catalogue.value?.find((a) => a.name === e.api)?.operations.find((o) => o.id === e.operation);

export const Exchange = ({ id, seq, rev }) => {
	const { data: e, error, reload } = useData(inWorld(id, 'journal', seq), false);
	const head = useRef(null);
	useEffect(() => { if (rev) reload(); }, [rev, language.value]);
	useEffect(() => { head.current?.focus({ preventScroll: true }); }, []);
	const close = () => narrow({ entry: '' });
	return html`<aside class="entry" aria-labelledby="entry-title" onKeyDown=${(k) => { if (k.key === 'Escape') close(); }}>
		<div class="head"><h2 id="entry-title" tabindex="-1" ref=${head}>${t('entry')} ${seq}</h2>
			<button type="button" class="small" onClick=${close}>${t('close')}</button></div>
		<${Wrong} error=${error} />
		${e && html`<${Whole} id=${id} e=${e} />`}</aside>`;
};

const Whole = ({ id, e }) => {
	const operation = operationOf(e);
	return html`
		<p class="title"><b class="verb">${e.method || t('kind-' + e.kind)}</b> <${Text}>${(e.url || e.operation || '').slice(0, 2000)}<//></p>
		<dl class="facts">
			<div><dt>${t('state')}</dt><dd>${t(e.state)}${e.response?.status ? ', HTTP ' + e.response.status : ''}${e.code ? ', ' + e.code : ''}</dd></div>
			<div><dt>${t('operation')}</dt><dd>${e.unmatched ? t('noOperation') : operation
				? html`<a href=${`#/catalogue/${e.api}?op=${encodeURIComponent(e.operation)}`}>${e.operation}</a> <span class="soft">${operation.summary || ''}</span>` : e.operation || '—'}
				${e.hint && html`<br /><span class="soft"><${Text}>${e.hint}<//></span>`}</dd></div>
			<div><dt>${t('times')}</dt><dd>${moment(e.wire_time)} UTC, ${t('worldTime').toLowerCase()} ${moment(e.world_time)}${e.duration_ms != null && e.state !== 'open' ? `, ${milliseconds(e.duration_ms, 2)}` : ''}</dd></div>
			${e.error && html`<div><dt>${t('failed')}</dt><dd><${Text}>${e.error}<//></dd></div>`}
		</dl>
		<${Actions} id=${id} e=${e} />
		${e.findings?.length > 0 && html`<${Part} id="part-findings" title=${t('findings')}>${e.findings.map((f) => html`<div class=${'found ' + f.kind}>
			<b>${f.code}</b> <span class="soft">${t(f.kind)}, ${t('by-' + f.by)}${f.provenance ? ', ' + t(f.provenance) : ''}</span>
			<p><${Text}>${f.message}<//></p>
			<dl><div><dt>${t('where')}</dt><dd><code><${Text}>${f.pointer || '/'}<//></code></dd></div>
			<div><dt>${t('expected')}</dt><dd><${Text}>${f.expected}<//></dd></div><div><dt>${t('came')}</dt><dd><${Text}>${f.actual}<//></dd></div>
			${f.source && html`<div><dt>${t('source')}</dt><dd>${f.source}</dd></div>`}</dl></div>`)}<//>`}
		${e.why?.length > 0 && html`<${Part} id="part-why" title=${t('why')}><ul>${e.why.map((w) => html`<li><b>${w.code}</b> <${Text}>${w.text}<//></li>`)}</ul><//>`}
		${e.faults?.length > 0 && html`<${Part} id="part-faults" title=${t('faults')}><ul>${e.faults.map((f) => html`<li><b>${f.kind}</b> <${Text}>${f.detail || ''}<//> <a href=${place(id, 'faults')}>${t('rule')} ${f.rule}</a></li>`)}</ul><//>`}
		${e.request && html`<${Part} id="part-request" title=${t('request')}><${Headers} headers=${e.request.headers} /><${Body} message=${e.request} name=${t('request')} /><//>`}
		${e.response && html`<${Part} id="part-response" title=${`${t('response')} ${e.response.status || ''}`}><${Headers} headers=${e.response.headers} /><${Body} message=${e.response} name=${t('response')} /><//>`}
		${e.sent && html`<${Part} id="part-sent" title=${t('sent')}><p>${t('sentText', e.sent.status || '—', number(e.sent.bytes), e.sent.end || t('inOrder'))}</p>
			<${Headers} headers=${e.sent.headers} />${e.sent.body && html`<${Body} message=${e.sent} name=${t('sent')} />`}<//>`}
		${e.messages?.length > 0 && html`<${Part} id="part-messages" title=${t('streamed')}><ol class="messages">${e.messages.slice(-200).map((m) => html`<li><span class="soft">${moment(m.world_time)}${m.sent ? ' ' + m.sent : ''}</span><pre tabindex="0"><${Text}>${m.data.slice(0, 4000)}<//></pre></li>`)}</ol><//>`}
		${e.event && html`<${Part} id="part-event" title=${t('asked')}><${Tree} value=${e.event.asked} open /><//>
			${e.event.result && html`<${Part} id="part-result" title=${t('result')}><${Tree} value=${e.event.result} open /><//>`}`}`;
};

