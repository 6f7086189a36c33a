// What happens outside HTTP: a form for each event of the catalogue.
import { html, useState } from './library.js';
import { ask, inWorld } from './control.js';
import { catalogue, lines, world } from './live.js';
import { narrow, place, route } from './route.js';
import { clockOf, Empty, Field, Page, say, Text, Tree, useAction, Wrong } from './kit.js';
import { given, Params } from './forms.js';
import { t } from './words.js';

const Event = ({ id, api, event, off }) => {
	const [values, set] = useState({});
	const [result, show] = useState(null);
	const raise = useAction(async () => {
		show(null);
		const args = given(event.args, values);
		const body = { api, event: event.name };
		if (Object.keys(args).length) body.args = args;
		show(await ask(inWorld(id, 'events'), { method: 'POST', body }));
		say(t('raised', event.name));
	});
	return html`<details class="box" key=${event.name}><summary><code>${event.name}</code> <span class="soft">${event.doc}</span></summary>
		<form onSubmit=${() => raise.run()}><${Wrong} error=${raise.error} />
			<fieldset disabled=${off}><legend class="away">${event.name}</legend><${Params} list=${event.args} values=${values} set=${set} />
			<button type="submit" class="primary" disabled=${raise.busy}>${t('raise')}</button></fieldset></form>
		${result && html`<div class="made"><p><a href=${place(id, 'traffic', { entry: result.seq })}>${t('entry')} ${result.seq}</a></p><${Tree} value=${result.result} open /></div>`}</details>`;
};

export const Events = () => {
	const { world: id, query } = route.value;
	void lines.changed.value;
	const api = query.get('api') || catalogue.value?.[0]?.name || '';
	const word = (query.get('q') || '').toLowerCase();
	const events = (catalogue.value?.find((a) => a.name === api)?.events || []).filter((e) => !word || `${e.name} ${e.doc || ''}`.toLowerCase().includes(word));
	const done = lines.list.filter((e) => e.kind === 'event' && (!e.api || e.api === api)).slice(-12).reverse();
	return html`<${Page} title=${t('events')}><p class="soft">${t('eventsText')}</p>
		<form class="filters" role="search"><${Field} label=${t('search')} kind="search" value=${query.get('q') || ''} set=${(v) => narrow({ q: v })} />
			<${Field} label="API" value=${api} set=${(v) => narrow({ api: v })} values=${(catalogue.value || []).map((a) => a.name)} /></form>
		${events.map((e) => html`<${Event} key=${api + e.name} id=${id} api=${api} event=${e} off=${world.value?.closed} />`)}
		${events.length === 0 && html`<${Empty}>${t('nothingFound')}<//>`}
		<h2>${t('raisedHere')}</h2>
		${done.length ? html`<ul class="list">${done.map((e) => html`<li key=${e.seq}><span class="soft">${clockOf(e.wire_time)}</span> <a href=${place(id, 'traffic', { entry: e.seq })}>${e.operation}</a>
			${e.event?.asked?.args && html` <code class="wrap"><${Text}>${JSON.stringify(e.event.asked.args)}<//></code>`}</li>`)}</ul>` : html`<p class="soft">${t('noneYet')}</p>`}<//>`;
};
