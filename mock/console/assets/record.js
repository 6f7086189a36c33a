// What was done in the world, as a scenario.
import { html, useEffect, useState } from './library.js';
import { ask, inWorld } from './control.js';
import { lines } from './live.js';
import { place, route } from './route.js';
import { Copy, Field, Page, useAction, Wrong } from './kit.js';
import { save } from './traffic.js';
import { language, t } from './words.js';

export const Record = () => {
	const id = route.value.world;
	const [form, set] = useState({ title: '', from: '', to: '' });
	const [made, show] = useState(null);
	const put = (name) => (v) => set({ ...form, [name]: v });
	const make = useAction(async () => {
		const body = { language: language.value };
		if (form.title.trim()) body.title = form.title.trim();
		const low = Number(form.from) || 0;
		const high = Number(form.to) || Infinity;
		if (low || high !== Infinity) body.entries = lines.list.map((l) => l.seq).filter((s) => s >= low && s <= high);
		show(await ask(inWorld(id, 'record'), { method: 'POST', body }));
	});
	useEffect(() => { make.run(); }, [language.value]);
	return html`<${Page} title=${t('record')}><p class="soft">${t('recordText')}</p>
		<form class="box" onSubmit=${() => make.run()}><div class="fields"><${Field} label=${t('title')} value=${form.title} set=${put('title')} />
			<${Field} label=${t('fromEntry')} value=${form.from} set=${put('from')} inputmode="numeric" placeholder="1" />
			<${Field} label=${t('toEntry')} value=${form.to} set=${put('to')} inputmode="numeric" placeholder=${String(lines.list[lines.list.length - 1]?.seq || '')} /></div>
			<button type="submit" class="primary" disabled=${make.busy}>${t('makeScenario')}</button></form><${Wrong} error=${make.error} />
		${made && html`<p class="row gap"><${Copy} text=${made.feature} label=${t('record')}>${t('copy')}<//><button type="button" class="small" onClick=${() => save(id + '.feature', made.feature)}>${t('saveFile')}</button></p>
			<pre tabindex="0" aria-label=${t('record')} class="feature">${made.feature}</pre>
			<p class="hint">${t('runIt')} <code>sparring verify --features .</code></p>
			${made.left_out.length > 0 && html`<h2>${t('leftOut')}</h2><ul class="list">${made.left_out.map((l) => html`<li key=${l.seq}><a href=${place(id, 'traffic', { entry: l.seq })}>${t('entry')} ${l.seq}</a> ${l.reason}</li>`)}</ul>`}`}<//>`;
};
