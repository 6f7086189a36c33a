// The address: #/worlds/ID/TAB?filters. Everything that a person would want to send to somebody else is in it.
import { signal } from './library.js';

const decode = (text) => {
	try { return decodeURIComponent(text); } catch { return text; }
};

const parse = () => {
	const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
	const parts = path.split('/').filter(Boolean).map(decode);
	const world = parts[0] === 'worlds' ? parts[1] : '';
	return { parts, world, tab: world ? parts[2] || 'traffic' : parts[0] || 'worlds', query: new URLSearchParams(query) };
};

export const route = signal(parse());

addEventListener('hashchange', () => { route.value = parse(); });

/** href returns the address of a place. */
export const href = (parts, query) => {
	const tail = query ? new URLSearchParams(query).toString() : '';
	return '#/' + parts.map(encodeURIComponent).join('/') + (tail && '?' + tail);
};

export const place = (world, tab, query) => href(['worlds', world, tab], query);

/** narrow changes filters of the present place; an empty value takes one away. */
export const narrow = (changes, remember) => {
	const { parts, query } = route.value;
	const next = new URLSearchParams(query);
	for (const [name, value] of Object.entries(changes)) {
		if (value === '' || value == null) next.delete(name);
		else next.set(name, value);
	}
	const at = href(parts, next);
	if (at === location.hash) return;
	history[remember ? 'pushState' : 'replaceState'](null, '', at);
	route.value = parse();
};

export const go = (address) => { location.hash = address; };
