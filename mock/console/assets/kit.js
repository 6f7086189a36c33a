// The parts that all pages are made of.
import { html, useEffect, useRef, useState, signal, qr } from './library.js';
import { t } from './words.js';

/** notice is what was done last, for the eye and for a screen reader. */
export const notice = signal(null);
let clearing = 0;
export const say = (text, bad) => {
	notice.value = { text, bad };
	clearTimeout(clearing);
	clearing = setTimeout(() => { notice.value = null; }, bad ? 12000 : 4000);
};

// Characters that would hide or turn around what stands beside them are shown by their numbers.
const sly = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
export const visible = (text) => String(text ?? '').replace(sly, (c) =>
	'\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));

/** Text shows a text that somebody else wrote, in its own direction, with marked secrets. */
export const Text = ({ children }) => {
	const text = visible(children);
	const parts = text.split(/(‹[^‹›\n]{1,60}›)/);
	if (parts.length === 1) return html`<bdi>${text}</bdi>`;
	return html`<bdi>${parts.map((p, i) => (i % 2 ? html`<mark class="secret" title=${t('secretIsMarked')}>${p}</mark>` : p))}</bdi>`;
};

const copyText = async (text) => {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		const area = document.createElement('textarea'); // without https there is no clipboard
		area.value = text;
		area.className = 'away';
		(document.querySelector('dialog[open]') || document.body).append(area);
		area.select();
		const done = document.execCommand('copy');
		area.remove();
		return done;
	}
};

export const Copy = ({ text, label, children }) => {
	const press = async () => {
		const done = await copyText(typeof text === 'function' ? await text() : text);
		say(t(done ? 'copied' : 'notCopied'), !done);
	};
	return html`<button type="button" class="small" onClick=${press}
		aria-label=${children ? undefined : t('copyThis', label)}>${children || t('copy')}</button>`;
};

/** Wrong shows what the server refused, and what to do. */
export const Wrong = ({ error }) => {
	const box = useRef(null);
	useEffect(() => { if (error && box.current) box.current.focus(); }, [error]);
	if (!error) return null;
	const p = error.problem || { title: t('serverAway'), detail: String(error.message) };
	return html`<div class="wrong" role="alert" tabindex="-1" ref=${box}>
		<b><${Text}>${p.title}<//></b> <${Text}>${p.detail}<//>
		${p.hint && html`<p><${Text}>${p.hint}<//></p>`}
		${p.known?.length > 0 && html`<p>${t('known')}: ${p.known.slice(0, 40).join(', ')}</p>`}</div>`;
};

/** useAction runs something once at a time, and keeps what went wrong. */
export const useAction = (act) => {
	const [state, set] = useState({ busy: false, error: null });
	const run = async (...given) => {
		if (state.busy) return undefined;
		set({ busy: true, error: null });
		try {
			const value = await act(...given);
			set({ busy: false, error: null });
			return value;
		} catch (error) {
			set({ busy: false, error });
			return undefined;
		}
	};
	return { ...state, run };
};

export const Button = ({ action, args = [], danger, small, off, children, ...more }) => html`
	<button type="button" class=${[danger && 'danger', small && 'small'].filter(Boolean).join(' ')}
		disabled=${off || action.busy} onClick=${() => action.run(...args)} ...${more}>${children}</button>`;

let ids = 0;
export const useID = (name) => useState(() => name + '-' + ++ids)[0];

/** Field is a labelled input; kind chooses it. */
export const Field = ({ label, hint, kind = 'text', value, set, values, required, wide, ...more }) => {
	const id = useID('field');
	const described = hint ? id + '-hint' : undefined;
	const input = (e) => set(e.currentTarget.value);
	const common = { id, value, required, 'aria-describedby': described, ...more };
	const control = values
		? html`<select ...${common} onChange=${input}>${values.map((v) => {
			const [key, text] = Array.isArray(v) ? v : [v, v];
			return html`<option key=${key} value=${key} selected=${key === value}>${text}</option>`;
		})}</select>`
		: kind === 'area'
			? html`<textarea ...${common} rows="3" spellcheck="false" dir="auto" onInput=${input} />`
			: html`<input ...${common} type=${kind} autocomplete="off" spellcheck="false" dir="auto" onInput=${input} />`;
	return html`<div class=${wide ? 'field wide' : 'field'}><label for=${id}>${label}${required && html`<i aria-hidden="true"> *</i>`}</label>
		${control}${hint && html`<p class="hint" id=${described}>${hint}</p>`}</div>`;
};

/** Ask is a dialog that has to be answered. */
export const Ask = ({ title, text, yes, danger, done }) => {
	const box = useRef(null);
	useEffect(() => { box.current.showModal(); }, []);
	const id = useID('ask');
	return html`<dialog ref=${box} aria-labelledby=${id} onClose=${() => done(box.current.returnValue === 'yes')}>
		<form method="dialog"><h2 id=${id}>${title}</h2><p>${text}</p>
		<p class="row"><button value="yes" class=${danger ? 'danger' : ''}>${yes}</button><button value="no">${t('cancel')}</button></p></form></dialog>`;
};

/** Code draws a text as a QR code. */
export const Code = ({ text, label }) => {
	const drawn = draw(text);
	if (!drawn) return null;
	return html`<svg class="qr" role="img" aria-label=${label} viewBox=${`-4 -4 ${drawn.size + 8} ${drawn.size + 8}`}
		shape-rendering="crispEdges"><rect class="back" x="-4" y="-4" width=${drawn.size + 8} height=${drawn.size + 8} /><path d=${drawn.path} /></svg>`;
};

const draw = (text) => {
	try {
		const code = qr(text);
		const { size } = code;
		let path = '';
		for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`;
		return { path, size };
	} catch {
		return null; // too long for a code
	}
};

const step = 100; // of a long list, so many are shown at once

/** Tree shows any JSON value; what is inside is made when it is opened. */
export const Tree = ({ value, name, open, depth = 0 }) => {
	const [shown, more] = useState(step);
	const [opened, toggle] = useState(!!open);
	const key = name !== undefined && html`<span class="key"><${Text}>${name}<//></span>`;
	if (value === null || typeof value !== 'object') {
		return html`<div class="leaf">${key} <${Value} value=${value} /></div>`;
	}
	const list = Array.isArray(value);
	const names = Object.keys(value);
	if (!names.length) return html`<div class="leaf">${key} <span class="soft">${list ? '[ ]' : '{ }'}</span></div>`;
	return html`<details class="tree" open=${opened} onToggle=${(e) => toggle(e.currentTarget.open)}>
		<summary>${key} <span class="soft">${list ? `[${names.length}]` : `{${names.length}}`}</span></summary>
		${opened && html`<div class="inside">${names.slice(0, shown).map((n) => html`
			<${Tree} key=${n} name=${n} value=${value[n]} depth=${depth + 1} open=${depth < 1 && names.length < 8} />`)}
			${names.length > shown && html`<button type="button" class="small" onClick=${() => more(shown + step)}>${t('more', names.length - shown)}</button>`}</div>`}
	</details>`;
};

const Value = ({ value }) => {
	const [whole, all] = useState(false);
	if (typeof value !== 'string') return html`<span class="plainvalue">${String(value)}</span>`;
	const long = value.length > 500;
	return html`<span class="text">"<${Text}>${long && !whole ? value.slice(0, 500) : value}<//>"</span>
		${long && !whole && html` <button type="button" class="small" onClick=${() => all(true)}>${t('whole', value.length)}</button>`}`;
};

const two = (n) => String(n).padStart(2, '0');
/** moment shows a time of the wire or of the world: UTC, to the second. */
export const moment = (text) => (text ? text.slice(0, 19).replace('T', ' ') : '');
/** clockOf shows the wire time of a line, as the person's own clock has it. */
export const clockOf = (text) => {
	const d = new Date(text);
	return Number.isNaN(+d) ? '' : `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}.${String(d.getMilliseconds()).padStart(3, '0')}`;
};

/** span writes seconds as a Go duration. */
export const span = (seconds) => {
	let left = Math.max(0, Math.ceil(seconds));
	let out = '';
	for (const [name, size] of [['h', 3600], ['m', 60], ['s', 1]]) {
		const n = Math.floor(left / size);
		left -= n * size;
		if (n) out += n + name;
	}
	return out || '0s';
};

/** Ticking shows world time as it goes on. */
export const Ticking = ({ clock }) => {
	const [now, set] = useState(clock.now);
	useEffect(() => {
		set(clock.now);
		if (clock.mode !== 'running') return undefined;
		const began = performance.now();
		const from = Date.parse(clock.now);
		const timer = setInterval(() => {
			const at = new Date(from + (performance.now() - began) * clock.scale);
			set(Number.isNaN(+at) ? clock.now : at.toISOString());
		}, 1000);
		return () => clearInterval(timer);
	}, [clock.now, clock.mode, clock.scale]);
	return html`<time>${moment(now)}</time>`;
};

/** Page is the frame of what stands in main: its heading takes the focus when a person comes here. */
export const Page = ({ title, tools, children }) => {
	const head = useRef(null);
	useEffect(() => {
		document.title = title + ' · Sparring';
		if (!document.activeElement || document.activeElement === document.body) head.current?.focus({ preventScroll: true });
	}, [title]);
	return html`<div class="page"><div class="head"><h1 tabindex="-1" ref=${head}>${title}</h1>${tools}</div>${children}</div>`;
};

export const Empty = ({ children }) => html`<p class="empty">${children}</p>`;
