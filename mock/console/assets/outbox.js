// What the world sent by SMS and push.
import { html } from './library.js';
import { inWorld } from './control.js';
import { useData } from './live.js';
import { route } from './route.js';
import { Copy, Empty, moment, Page, Text, Tree, Wrong } from './kit.js';
import { t } from './words.js';

export const Outbox = () => {
	const { data, error } = useData(inWorld(route.value.world, 'outbox'));
	const messages = [...(data?.messages || [])].reverse();
	return html`<${Page} title=${t('outbox')}><p class="soft">${t('outboxText')}</p><${Wrong} error=${error} />
		${data?.dropped > 0 && html`<p class="note">${t('droppedN', data.dropped)}</p>`}
		${data && messages.length === 0 && html`<${Empty}>${t('nothingSent')}<//>`}
		<ul class="cards">${messages.slice(0, 500).map((m) => html`<li class="box" key=${m.seq}><h2>${m.kind === 'sms' ? 'SMS' : t('push')} → <${Text}>${m.to}<//></h2>
			<p class="soft">${moment(m.world_time)} · ${m.api}${m.sender ? html` · <${Text}>${m.sender}<//>` : ''}${m.device ? html` · <${Text}>${m.device}<//>` : ''}</p>
			${m.text && html`<p class="bubble"><${Text}>${m.text}<//> <${Copy} text=${m.text} label=${t('textOf')} /></p>`}
			${m.payload && html`<${Tree} value=${m.payload} open />`}</li>`)}</ul><//>`;
};
