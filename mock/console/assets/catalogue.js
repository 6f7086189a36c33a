// What is faked: operations, errors, events, faults and switches of each API, and the documents.
import { html, useEffect, useState } from './library.js';
import { ask } from './control.js';
import { catalogue } from './live.js';
import { href, narrow, route } from './route.js';
import { Empty, Field, Page, Tree, useAction, Wrong } from './kit.js';
import { t } from './words.js';

const Document = ({ name }) => {
	const [text, show] = useState(null);
	const read = useAction(async () => show(await ask(`documents/${encodeURIComponent(name)}.json`)));
	return html`<details class="box" onToggle=${(e) => { if (e.currentTarget.open && !text) read.run(); }}><summary>${name}</summary><${Wrong} error=${read.error} />
		${text && html`<${Tree} value=${text} open />`}</details>`;
};

const Operation = ({ api, o, open }) => {
	const codes = o.codes.map((c) => [c, api.errors.find((e) => e.code === c)]);
	const id = 'op-' + o.id;
	useEffect(() => { if (open) document.getElementById(id)?.scrollIntoView({ block: 'center' }); }, []);
	return html`<details class="box" id=${id} open=${open}><summary><b class="verb">${o.method}</b> <code class="wrap">${o.path}</code> <span class="soft">${o.id}${o.summary ? ' · ' + o.summary : ''}</span></summary>
		<p class="soft">${[o.document, t(o.provenance), o.stream && t('stream'), o.aliases.length && `${t('alsoCalled')} ${o.aliases.join(', ')}`].filter(Boolean).join(' · ')}</p>
		${codes.length > 0 && html`<table><thead><tr><th scope="col">${t('code')}</th><th scope="col">HTTP</th><th scope="col">${t('meaning')}</th></tr></thead><tbody>${codes.map(([c, e]) => html`<tr key=${c}><td><code>${c}</code></td><td>${e?.status}</td><td>${e?.meaning}</td></tr>`)}</tbody></table>`}</details>`;
};

const Parameters = ({ list }) => (list?.length ? html`<dl class="facts">${list.map((p) => html`<div key=${p.name}><dt><code>${p.name}</code>${p.required ? ' *' : ''}</dt><dd>${p.doc || ''} <span class="soft">${[p.type, p.values?.join(' | '), p.default !== undefined && JSON.stringify(p.default)].filter(Boolean).join(' · ')}</span></dd></div>`)}</dl>` : html`<p class="soft">${t('noParameters')}</p>`);

const parts = ['operations', 'errors', 'events', 'faults', 'switches', 'documents'];

export const Catalogue = () => {
	const { parts: at, query } = route.value;
	const all = catalogue.value || [];
	const api = all.find((a) => a.name === at[1]) || all[0];
	const part = query.get('part') || 'operations';
	const words = (query.get('q') || '').toLowerCase();
	const fits = (...texts) => !words || texts.join(' ').toLowerCase().includes(words);
	if (!api) return html`<${Page} title=${t('catalogue')}><${Empty}>${t('reading')}<//><//>`;
	const shown = {
		operations: () => api.operations.filter((o) => fits(o.id, o.path, o.method, o.summary)).map((o) => html`<${Operation} key=${o.id} api=${api} o=${o} open=${query.get('op') === o.id} />`),
		errors: () => api.errors.filter((e) => fits(e.code, e.meaning, e.status)).map((e) => html`<div class="box" key=${e.code}><h3>${e.code} <span class="soft">HTTP ${e.status}</span></h3><p>${e.meaning}</p><p class="soft">${[t('advice') + ' ' + e.advice, t(e.provenance), e.source].filter(Boolean).join(' · ')}</p></div>`),
		events: () => api.events.filter((e) => fits(e.name, e.doc)).map((e) => html`<div class="box" key=${e.name}><h3>${e.name}</h3><p>${e.doc}</p><${Parameters} list=${e.args} /></div>`),
		faults: () => api.faults.filter((f) => fits(f.kind, f.doc)).map((f) => html`<div class="box" key=${f.kind}><h3>${f.kind}</h3><p>${f.doc}</p><${Parameters} list=${f.parameters} /></div>`),
		switches: () => html`<div class="box"><${Parameters} list=${api.switches.filter((s) => fits(s.name, s.doc))} /></div>`,
		documents: () => api.documents.map((d) => html`<${Document} key=${d} name=${d} />`),
	};
	return html`<${Page} title=${t('catalogue')}><form class="filters" role="search">
			<${Field} label=${t('search')} kind="search" value=${query.get('q') || ''} set=${(v) => narrow({ q: v })} />
			<${Field} label="API" value=${api.name} set=${(v) => { location.hash = href(['catalogue', v], { part }); }} values=${all.map((a) => a.name)} />
			<${Field} label=${t('part')} value=${part} set=${(v) => narrow({ part: v, op: '' })} values=${parts.map((p) => [p, t(p)])} /></form>
		<div>${(shown[part] || shown.operations)()}</div><//>`;
};
