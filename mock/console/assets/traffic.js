// The live traffic of a world: a list of which only the visible lines are made, and its filters, which are in the address.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from './library.js';
import { ask, inWorld } from './control.js';
import { catalogue, complete, forget, forgotten, lines, link, place, world } from './live.js';
import { narrow, route } from './route.js';
import { Ask, Button, clockOf, Empty, Field, Page, say, Text, useAction, visible } from './kit.js';
import { Exchange } from './exchange.js';
import { count, milliseconds, number, t } from './words.js';

const kinds = ['exchange', 'outgoing', 'event', 'clock', 'fault'];
const wrongs = ['findings', 'refused', 'faults', 'unmatched', 'open'];

const small = matchMedia('(max-width: 44rem)');
const height = () => (small.matches ? 58 : 32);

/** refused reports whether a response is an error, by its status or by the vendor's code. */
export const refused = (e) => !!e.error || (e.response?.status ?? 0) >= 400 || !!e.code;

/** what says in a few words what a line is about. */
export const what = (e) => {
	if (e.kind === 'exchange' || e.kind === 'outgoing') return (e.operation || e.path || '');
	const asked = e.event?.asked || {};
	const rule = asked.fault ? asked.fault.kind + (asked.fault.code ? ' ' + asked.fault.code : '') + ' ' + (asked.match?.operation || asked.match?.path || '') : '';
	const detail = asked.args ? JSON.stringify(asked.args) : asked.advance || asked.set || asked.mode || rule || asked.id || '';
	return `${e.operation} ${detail}`.trim();
};

const words = (e) => [e.method, e.path, e.operation, e.api, e.code, e.response?.status, e.state, e.error,
	...(e.why || []).map((w) => w.code), ...(e.findings || []).map((f) => f.code),
	...(e.faults || []).map((f) => f.kind), e.event ? what(e) : ''].join(' ').toLowerCase();

/** chooser makes a function that says whether a line fits the filters of the address. */
const chooser = (query) => {
	const api = query.get('api');
	const kind = query.get('kind');
	const only = query.get('only');
	const parts = (query.get('q') || '').toLowerCase().split(/\s+/).filter(Boolean);
	return (e) => (!api || e.api === api) && (!kind || e.kind === kind) && (!only || fits[only]?.(e))
		&& (!parts.length || (({ text }) => parts.every((p) => text.includes(p)))({ text: words(e) }));
};

const fits = {
	findings: (e) => e.findings?.length > 0 || e.unmatched,
	refused,
	faults: (e) => e.faults?.length > 0 || e.kind === 'fault',
	unmatched: (e) => e.unmatched,
	open: (e) => e.state === 'open',
};

/** useChosen keeps the lines that fit; as long as the filters stay, only what is new is looked at. */
const useChosen = (query) => {
	const turn = lines.changed.value;
	const text = ['api', 'kind', 'only', 'q'].map((n) => query.get(n) || '').join('\u0000');
	const fit = useMemo(() => chooser(query), [text]);
	const held = useRef(null);
	return useMemo(() => {
		const { list } = lines;
		if (!text.replaceAll('\u0000', '')) return list;
		const old = held.current;
		const same = old && old.text === text && old.bySeq === lines.bySeq && old.completed === lines.completed && old.first === list[0]?.seq;
		const chosen = same ? old.chosen : [];
		let from = same ? place(old.last + 1) : 0;
		if (same) { // lines that were there may have changed: the open ones do
			for (const seq of old.open) {
				const e = lines.bySeq.get(seq);
				const at = place(seq, chosen);
				const has = chosen[at]?.seq === seq;
				if (e && fit(e)) chosen.splice(at, has ? 1 : 0, e);
				else if (has) chosen.splice(at, 1);
			}
		}
		const open = same ? old.open.filter((seq) => lines.bySeq.get(seq)?.state === 'open') : [];
		for (; from < list.length; from++) {
			if (fit(list[from])) chosen.push(list[from]);
			if (list[from].state === 'open') open.push(list[from].seq);
		}
		held.current = { text, chosen, open, bySeq: lines.bySeq, completed: lines.completed, first: list[0]?.seq, last: list[list.length - 1]?.seq ?? 0 };
		return chosen;
	}, [turn, text]);
};

const tone = (e) => {
	if (e.error || e.state === 'aborted' || e.response?.status >= 500) return 'bad';
	if (e.response?.status >= 400 || e.code || e.state === 'late') return 'wait';
	return 'good';
};

const state = (e) => {
	if (e.state === 'open') return t('open');
	if (e.state !== 'closed') return t(e.state);
	if (e.sent && !e.sent.status) return e.sent.end || '—';
	return e.response?.status || (e.error ? t('failed') : '');
};

// A line that came briefly has no path: the document's stands there until it is read in full.
const pathOf = (e) => e.path || (e.brief && catalogue.value?.find((a) => a.name === e.api)?.operations.find((o) => o.id === e.operation)?.path) || '';

const Line = ({ e, id, chosen, top, tall, index, of }) => {
	const called = e.kind === 'exchange' || e.kind === 'outgoing';
	const wrong = (e.findings?.length || 0) + (e.unmatched ? 1 : 0);
	return html`<div role="option" id=${id} aria-selected=${chosen} aria-setsize=${of} aria-posinset=${index + 1}
		class=${`line ${e.kind}${chosen ? ' chosen' : ''}`} style=${{ transform: `translateY(${top}px)`, height: tall + 'px' }} data-seq=${e.seq}>
		<span class="seq">${e.seq}</span><span class="time">${clockOf(e.wire_time)}</span>
		<span class="api">${e.api || ''}</span>
		<span class="what">${called
			? html`<b class="verb">${e.kind === 'outgoing' ? '→ ' : ''}${visible(e.method).slice(0, 12)}</b> <${Text}>${visible(pathOf(e)).slice(0, 300)}<//>${e.operation && html` <i>${e.operation}</i>`}`
			: html`<b class="verb">${t('kind-' + e.kind)}</b> <${Text}>${visible(what(e)).slice(0, 300)}<//>`}</span>
		<span class=${'status ' + (called ? tone(e) : '')}>${called ? state(e) : ''}</span>
		<span class="code">${e.code || ''}</span>
		<span class="why">${(e.why || []).map((w) => w.code).join(' ')}</span>
		<span class="flags">${e.faults?.length > 0 && html`<span class="tag fault">${e.faults.map((f) => f.kind).join(' ')}</span>`}
			${wrong > 0 && html`<span class="tag finding">${e.unmatched ? t('unmatched') : count('nFindings', wrong)}</span>`}</span>
		<span class="took">${called && e.state !== 'open' && e.duration_ms != null ? milliseconds(e.duration_ms, 1) : ''}</span>
	</div>`;
};

const List = ({ chosen, entry }) => {
	const box = useRef(null);
	const [view, look] = useState({ top: 0, tall: 600 });
	const [at, mark] = useState(0); // the line under the keyboard, by seq
	const following = useRef(true);
	void lines.changed.value; // the list is changed in place
	const tall = height();
	const total = chosen.length * tall;
	const measure = () => {
		const el = box.current;
		if (!el) return; // it has just gone
		following.current = el.scrollTop + el.clientHeight >= el.scrollHeight - tall;
		look({ top: el.scrollTop, tall: el.clientHeight });
	};
	useEffect(() => {
		const watch = new ResizeObserver(measure);
		watch.observe(box.current);
		return () => watch.disconnect();
	}, []);
	useLayoutEffect(() => { // what is new is seen, unless somebody has scrolled away
		const el = box.current;
		if (following.current && !entry) { el.scrollTop = el.scrollHeight; }
		if (el.scrollTop !== view.top || el.clientHeight !== view.tall) look({ top: el.scrollTop, tall: el.clientHeight });
	}, [total]);
	const before = useRef(entry);
	useEffect(() => { // who closes an entry is where it was opened
		if (before.current && !entry) box.current.focus();
		before.current = entry;
	}, [entry]);
	const first = Math.max(0, Math.floor(view.top / tall) - 8);
	const last = Math.min(chosen.length, Math.ceil((view.top + view.tall) / tall) + 8);
	const shown = chosen.slice(first, last);
	useEffect(() => { // what stands still is looked at
		if (!shown.some((e) => e.brief)) return undefined;
		const stop = new AbortController();
		const timer = setTimeout(() => complete(shown, stop.signal).catch(() => {}), 300);
		return () => { clearTimeout(timer); stop.abort(); };
	}, [shown.map((e) => `${e.seq}${e.brief ? '-' : ''}`).join()]);
	const index = place(at, chosen);
	const present = chosen[index]?.seq === at;
	const reveal = (i) => {
		const el = box.current;
		if (i * tall < el.scrollTop) el.scrollTop = i * tall;
		else if ((i + 1) * tall > el.scrollTop + el.clientHeight) el.scrollTop = (i + 1) * tall - el.clientHeight;
	};
	const there = lines.bySeq.has(entry);
	useEffect(() => { if (there) reveal(place(entry, chosen)); }, [entry, there]);
	const open = (seq) => { following.current = false; mark(seq); narrow({ entry: seq }, true); };
	const press = (e) => {
		const page = Math.max(1, Math.floor(view.tall / tall) - 1);
		const from = present ? index : chosen.length;
		const to = { ArrowDown: from + 1, ArrowUp: from - 1, PageDown: from + page, PageUp: from - page, Home: 0, End: chosen.length - 1 }[e.key];
		if (to !== undefined && chosen.length) {
			e.preventDefault();
			const i = Math.max(0, Math.min(chosen.length - 1, to));
			following.current = i === chosen.length - 1;
			mark(chosen[i].seq);
			reveal(i);
			if (entry) narrow({ entry: chosen[i].seq });
		} else if ((e.key === 'Enter' || e.key === ' ') && present) {
			e.preventDefault();
			open(at);
		}
	};
	return html`<div class="listbox">
		<div class="lines" role="listbox" tabindex="0" aria-label=${t('traffic')} ref=${box} onScroll=${measure} onKeyDown=${press}
			aria-activedescendant=${present && index >= first && index < last ? 'line-' + at : undefined}
			onClick=${(e) => { const seq = e.target.closest('[data-seq]')?.dataset.seq; if (seq && !String(getSelection())) open(+seq); }}>
			<div class="all" role="presentation" style=${{ height: total + 'px' }}>${shown.map((e, i) => html`
				<${Line} key=${e.seq} e=${e} id=${'line-' + e.seq} chosen=${e.seq === (entry || at)} top=${(first + i) * tall} tall=${tall}
					index=${first + i} of=${chosen.length} />`)}</div></div>
		${!following.current && view.top + view.tall < total - tall && html`<button type="button" class="newest small" onClick=${() => {
			following.current = true; box.current.scrollTop = box.current.scrollHeight; }}>${t('toNewest')}</button>`}
	</div>`;
};

const Filters = ({ query, shown }) => {
	const apis = (catalogue.value || []).map((a) => a.name);
	const set = (name) => (v) => narrow({ [name]: v });
	const any = ['api', 'kind', 'only', 'q'].some((n) => query.get(n));
	return html`<form class="filters" role="search">
		<${Field} label=${t('search')} kind="search" value=${query.get('q') || ''} set=${set('q')} placeholder=${t('searchHint')} />
		<${Field} label="API" value=${query.get('api') || ''} set=${set('api')} values=${[['', t('all')], ...apis]} />
		<${Field} label=${t('kind')} value=${query.get('kind') || ''} set=${set('kind')} values=${[['', t('all')], ...kinds.map((k) => [k, t('kind-' + k)])]} />
		<${Field} label=${t('only')} value=${query.get('only') || ''} set=${set('only')} values=${[['', t('all')], ...wrongs.map((w) => [w, t('only-' + w)])]} />
		<p class="shown">${t('nOfM', number(shown), number(lines.list.length))}
			${any && html` <button type="button" class="small" onClick=${() => narrow({ api: '', kind: '', only: '', q: '' })}>${t('clearFilters')}</button>`}</p>
	</form>`;
};

export const Traffic = () => {
	const { query } = route.value;
	const id = route.value.world;
	const chosen = useChosen(query);
	const entry = Number(query.get('entry')) || 0;
	const looks = !!(query.get('only') || query.get('q'));
	useEffect(() => { // what is searched is read in full
		if (!looks) return undefined;
		const stop = new AbortController();
		let busy = false;
		const read = async () => {
			if (busy) return;
			busy = true;
			await complete(lines.list, stop.signal).catch(() => {});
			busy = false;
		};
		read();
		const timer = setInterval(read, 1000);
		return () => { clearInterval(timer); stop.abort(); };
	}, [looks, id]);
	const [asking, askClear] = useState(false);
	const clear = useAction(async () => {
		await ask(inWorld(id, 'journal'), { method: 'DELETE' });
		forget();
		narrow({ entry: '' });
		say(t('journalCleared'));
	});
	const har = useAction(async () => {
		const archive = await ask(inWorld(id, 'journal.har'));
		save(id + '.har', JSON.stringify(archive));
	});
	return html`<${Page} title=${t('traffic')} tools=${html`<div class="row"><${Button} small action=${har}>HAR<//>
			<button type="button" class="small" onClick=${() => askClear(true)}>${t('clearJournal')}</button></div>`}>
		<${Filters} query=${query} shown=${chosen.length} />
		${(forgotten.value || lines.dropped > 0) && html`<p class="note">${t('forgotten')}</p>`}
		<div class=${entry ? 'split opened' : 'split'}>
			${lines.list.length === 0
				? html`<${Empty}>${link.value === '' ? t('reading') : t('noTraffic')}${world.value && html`<br /><code>${Object.values(world.value.urls)[0]}</code>`}<//>`
				: html`<${List} chosen=${chosen} entry=${entry} />`}
			${entry > 0 && html`<${Exchange} key=${entry} id=${id} seq=${entry} rev=${lines.bySeq.get(entry)?.rev} />`}
		</div>
		${asking && html`<${Ask} title=${t('clearJournal')} text=${t('clearJournalText')} yes=${t('clearJournal')} danger
			done=${(yes) => { askClear(false); if (yes) clear.run(); }} />`}
	<//>`;
};

/** save hands a text to the person as a file. */
export const save = (name, text) => {
	const url = URL.createObjectURL(new Blob([text]));
	const a = document.createElement('a');
	a.href = url;
	a.download = name;
	a.click();
	setTimeout(() => URL.revokeObjectURL(url), 10000);
};
