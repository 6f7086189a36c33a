// The control API, as any other client uses it.
import { signal } from './library.js';
import { language } from './words.js';

const base = new URL('v1/', location.href.split(/[?#]/)[0]);
const kept = 'sparring-token';

/** locked is true while the server wants a token that we do not have. */
export const locked = signal(false);
/** wrongToken is true if the token that was typed in last was refused. */
export const wrongToken = signal(false);

let token = sessionStorage.getItem(kept) || '';
let waiting = [];

/** unlock takes a token for this browser session and lets those go on who wait for it. */
export const unlock = (text) => {
	token = text.trim();
	sessionStorage.setItem(kept, token);
	locked.value = false;
	const all = waiting;
	waiting = [];
	all.forEach((go) => go());
};

/** Refused is a problem that the server described (RFC 9457). */
export class Refused extends Error {
	constructor(status, problem) {
		super(problem.detail || problem.title || 'HTTP ' + status);
		this.status = status;
		this.problem = problem;
		this.code = String(problem.type || '').split(/[:/]/).pop();
	}
}

/** request sends one request, with the token; it waits while the server wants another one. */
export const request = async (path, options = {}) => {
	for (;;) {
		const used = token;
		const headers = { 'Accept-Language': language.value, ...options.headers };
		if (used) headers.Authorization = 'Bearer ' + used;
		const response = await fetch(new URL(path, base), { cache: 'no-store', ...options, headers });
		if (response.status !== 401) return response;
		if (used === token) {
			wrongToken.value = used !== '';
			locked.value = true;
			await new Promise((go) => waiting.push(go));
		}
	}
};

/** ask returns the JSON of an answer, null if it has none. Errors: Refused, and what fetch throws. */
export const ask = async (path, { method = 'GET', body, signal: stop } = {}) => {
	const options = { method, signal: stop, headers: { Accept: 'application/json' } };
	if (body !== undefined) {
		options.body = JSON.stringify(body);
		options.headers['Content-Type'] = 'application/json';
	}
	const response = await request(path, options);
	const text = await response.text();
	let value = null;
	try { value = text ? JSON.parse(text) : null; } catch { /* a page of a proxy, perhaps */ }
	if (!response.ok) throw new Refused(response.status, value || { title: text.slice(0, 300) });
	return value;
};

/** inWorld is the path of something in a world. */
export const inWorld = (world, ...parts) =>
	['worlds', world, ...parts].map((p) => encodeURIComponent(p)).join('/');

/** events reads server-sent events until the stream ends: each(name, data). */
export const events = async (path, stop, each) => {
	const response = await request(path, { signal: stop, headers: { Accept: 'text/event-stream' } });
	if (!response.ok) throw new Refused(response.status, await response.json().catch(() => ({})));
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let rest = '';
	for (;;) {
		const { value, done } = await reader.read();
		if (done) return;
		const frames = (rest + value).split('\n\n');
		rest = frames.pop();
		for (const frame of frames) {
			let name = 'message';
			let data = '';
			for (const line of frame.split('\n')) {
				if (line.startsWith('event: ')) name = line.slice(7);
				else if (line.startsWith('data: ')) data += line.slice(6);
			}
			if (data) each(name, data);
		}
	}
};
