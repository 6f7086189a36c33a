// How the clients of the world have behaved: the rules that traffic answers, as watch judges them.
import { html } from './library.js';
import { inWorld } from './control.js';
import { useData } from './live.js';
import { narrow, place, route } from './route.js';
import { Empty, Field, Page, Text, Wrong } from './kit.js';
import { count, language, t } from './words.js';

const order = ['failed', 'warned', 'passed', 'not exercised'];
const said = (verdict) => t('verdict-' + verdict.replace(' ', '-'));
const tones = { failed: 'bad', warned: 'wait', passed: 'good' };

const Outcome = ({ id, o }) => html`<li class="box"><div class="head"><h3><span class=${tones[o.verdict] || 'soft'}>${said(o.verdict)}</span> <code>${o.id}</code></h3><span class="soft">${t('level-' + o.level)}</span></div>
	<p><${Text}>${o.text}<//></p>${o.message && html`<p><${Text}>${o.message}<//></p>`}
	<p class="soft">${[o.source, o.provenance && t(o.provenance), o.tolerance].filter(Boolean).join(' · ')}</p>
	${o.entries?.length > 0 && html`<p class="row gap">${o.entries.slice(0, 20).map((seq) => html`<a key=${seq} href=${place(id, 'traffic', { entry: seq })}>${t('entry')} ${seq}</a>`)}</p>`}</li>`;

export const Conduct = () => {
	const { world: id, query } = route.value;
	const { data, error } = useData(inWorld(id, 'conduct') + '?language=' + language.value);
	const only = query.get('verdict') || '';
	const all = data?.outcomes || [];
	const shown = all.filter((o) => (only ? o.verdict === only : o.verdict !== 'not exercised'))
		.sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
	const of = (v) => all.filter((o) => o.verdict === v).length;
	return html`<${Page} title=${t('conduct')}><p class="soft">${t('conductText')}</p><${Wrong} error=${error} />
		${data && html`<p>${order.map((v) => html`<span class=${tones[v] || 'soft'}>${said(v)} ${of(v)}</span> `)} · ${count('nExchanges', data.exchanges)}</p>
			<form class="filters"><${Field} label=${t('only')} value=${only} set=${(v) => narrow({ verdict: v })}
				values=${[['', t('exercised')], ...order.map((v) => [v, said(v)])]} /></form>
			${data.forgotten && html`<p class="note">${t('forgotten')}</p>`}
			${shown.length ? html`<ul class="cards wide">${shown.map((o) => html`<${Outcome} key=${o.id} id=${id} o=${o} />`)}</ul>` : html`<${Empty}>${t('nothingJudged')}<//>`}
			${data.coverage.map((c) => html`<details class="box" key=${c.api}><summary>${t('met')}: ${c.api} <span class="soft">${c.operations.filter((o) => o.requests).length} / ${c.operations.length}</span></summary>
				<table><thead><tr><th scope="col">${t('operation')}</th><th scope="col">${t('requests')}</th><th scope="col">${t('outcomes')}</th></tr></thead>
				<tbody>${c.operations.map((o) => html`<tr key=${o.id}><td><code>${o.id}</code></td><td>${o.requests}</td><td>${o.outcomes.filter((m) => m.count).map((m) => `${m.outcome} ×${m.count}`).join(', ') || '—'}</td></tr>`)}</tbody></table></details>`)}
			${data.unanswered.length > 0 && html`<details class="box"><summary>${t('unanswered')} <span class="soft">${data.unanswered.length}</span></summary><p>${data.unanswered.join(', ')}</p></details>`}`}<//>`;
};
