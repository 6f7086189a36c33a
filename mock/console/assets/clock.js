// The clock of a world: how it runs, what is due, and moving it.
import { html, useState } from './library.js';
import { ask, inWorld } from './control.js';
import { useData, world } from './live.js';
import { route } from './route.js';
import { Button, Empty, Field, moment, Page, say, span, Ticking, useAction, Wrong } from './kit.js';
import { count, t } from './words.js';

export const Clock = () => {
	const id = route.value.world;
	const { data: clock, error, reload } = useData(inWorld(id, 'clock'));
	const [by, setBy] = useState('1m');
	const [to, setTo] = useState('');
	const [scale, setScale] = useState('');
	const off = world.value?.closed;
	const change = useAction(async (body) => {
		const now = await ask(inWorld(id, 'clock'), { method: 'PATCH', body });
		world.value = { ...world.value, clock: now };
		say(body.advance || body.set ? t('moved', moment(now.now), count('nFired', now.fired)) : t('saved'));
		reload();
	});
	const next = clock?.due?.[0];
	const submit = (make) => () => change.run(make());
	return html`<${Page} title=${t('clock')}><${Wrong} error=${error || change.error} />
		${clock && html`<p class="big"><${Ticking} clock=${clock} /> <span class="soft">UTC, ${t(clock.mode)}${clock.scale !== 1 ? ' ×' + clock.scale : ''}</span></p>
		<div class="grid">
			<section class="box" aria-labelledby="clock-move"><h2 id="clock-move">${t('advance')}</h2>
				<form class="row" onSubmit=${submit(() => ({ advance: by.trim() }))}><${Field} label=${t('by')} value=${by} set=${setBy} placeholder="1h30m" required />
					<button type="submit" class="primary" disabled=${off || change.busy}>${t('advance')}</button></form>
				<p class="row gap">${['1s', '30s', '1m', '1h', '24h'].map((d) => html`<${Button} small action=${change} args=${[{ advance: d }]} off=${off}>+${d}<//>`)}</p>
				<p class="row gap"><${Button} action=${change} off=${off || !next} args=${[{ set: next?.at }]}>${t('toNextDue')}<//></p>
				<form class="row" onSubmit=${submit(() => ({ set: to.trim() }))}><${Field} label=${t('to')} value=${to} set=${setTo} placeholder=${clock.now.slice(0, 19) + 'Z'} required />
					<button type="submit" disabled=${off || change.busy}>${t('set')}</button></form></section>
			<section class="box" aria-labelledby="clock-mode"><h2 id="clock-mode">${t('mode')}</h2>
				<p class="row gap"><${Button} action=${change} args=${[{ mode: 'frozen' }]} off=${off || clock.mode === 'frozen'}>${t('freeze')}<//>
					<${Button} action=${change} args=${[{ mode: 'running', scale: 1 }]} off=${off || (clock.mode === 'running' && clock.scale === 1)}>${t('run')}<//></p>
				<form class="row" onSubmit=${submit(() => ({ mode: 'running', scale: Number(scale) }))}><${Field} label=${t('scale')} value=${scale} set=${setScale} inputmode="decimal" placeholder="60" required />
					<button type="submit" disabled=${off || change.busy}>${t('runFast')}</button></form></section>
			<section class="box" aria-labelledby="clock-due"><h2 id="clock-due">${t('due')}</h2>
				${clock.due?.length ? html`<table><thead><tr><th scope="col">API</th><th scope="col">${t('next')}</th><th scope="col">${t('in')}</th><th scope="col">${t('pending')}</th></tr></thead>
					<tbody>${clock.due.map((d) => html`<tr key=${d.api}><td>${d.api}</td><td>${moment(d.at)}</td><td>${span((Date.parse(d.at) - Date.parse(clock.now)) / 1000)}</td><td>${d.pending}</td></tr>`)}</tbody></table>`
					: html`<${Empty}>${t('nothingDue')}<//>`}</section></div>`}<//>`;
};
