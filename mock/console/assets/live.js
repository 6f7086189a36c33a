// What is known of the server, and the traffic of the world that is looked at: read once, then followed.
import { signal, effect, batch, useEffect, useRef, useState } from './library.js';
import { ask, events, inWorld, Refused } from './control.js';
import { route } from './route.js';
import { language } from './words.js';

/** worlds, the catalogue and the version; null until they have been read. */
export const worlds = signal(null);
export const catalogue = signal(null);
export const version = signal('');
/** world is the one that is looked at, as the control API shows it; null until it has been read. */
export const world = signal(null);
/** link says how it is with the server: '', 'on', 'lost', 'gone' (no such world), 'ended' (the world is closed). */
export const link = signal('');
/** pulse goes up when something happened in the world, a few times a second at most. */
export const pulse = signal(0);
/** forgotten is true if the journal dropped entries before they could be read. */
export const forgotten = signal(false);

const most = 50000; // lines that are kept here

/** lines are those of the journal, in order of seq. */
export const lines = { list: [], bySeq: new Map(), changed: signal(0), dropped: 0, completed: 0 };

const empty = () => {
	lines.list = [];
	lines.bySeq = new Map();
	lines.dropped = 0;
	forgotten.value = false;
	lines.changed.value++;
};

const put = (line) => {
	const held = lines.bySeq.get(line.seq);
	if (held && held.rev > line.rev) return;
	lines.bySeq.set(line.seq, line);
	const { list } = lines;
	if (held) {
		list[place(line.seq)] = line;
		return;
	}
	if (!list.length || list[list.length - 1].seq < line.seq) list.push(line);
	else list.splice(place(line.seq), 0, line);
};

/** place is the index of the first line whose seq is not lower. */
export const place = (seq, list = lines.list) => {
	let low = 0;
	let high = list.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (list[middle].seq < seq) low = middle + 1;
		else high = middle;
	}
	return low;
};

let arrived = [];
let planned = false;

// Lines are shown once a frame, however many have come.
const show = () => {
	planned = false;
	const all = arrived;
	arrived = [];
	all.forEach(put);
	const { list } = lines;
	if (list.length > most) {
		const gone = list.splice(0, list.length - most + most / 10);
		gone.forEach((line) => lines.bySeq.delete(line.seq));
		lines.dropped += gone.length;
	}
	lines.changed.value++;
};

const frame = (what) => {
	let done = false;
	const once = () => { if (!done) { done = true; what(); } };
	requestAnimationFrame(once);
	setTimeout(once, 250); // a page in the background has no frames
};

// A line of a stream under load: what it lacks is asked for when somebody looks at it.
const unfold = (b) => ({
	...b, brief: true, wire_time: new Date(b.wire_ms).toISOString(), error: b.failed ? '…' : '',
	response: b.status ? { status: b.status } : undefined, sent: b.end ? { end: b.end } : undefined,
	why: (b.why || []).map((code) => ({ code })), faults: (b.faults || []).map((kind) => ({ kind })), findings: [],
});

/** complete reads lines in full that came briefly: those of a list, or the newest of them. */
export const complete = async (of, stop) => {
	const seqs = of.filter((e) => e.brief).map((e) => e.seq);
	for (let to = seqs.length; to > 0 && !stop.aborted;) {
		let from = to - 1;
		while (from > 0 && seqs[to - 1] - seqs[from - 1] < 500) from--;
		const page = await ask(inWorld(current, 'journal') + `?view=line&seq=${seqs[from]}-${seqs[to - 1]}`, { signal: stop });
		if (stop.aborted) return;
		page.entries.forEach((line) => { if (lines.bySeq.get(line.seq)?.brief) put(line); });
		for (let i = from; i < to; i++) { // the journal has forgotten it
			const line = lines.bySeq.get(seqs[i]);
			if (line?.brief) line.brief = false;
		}
		lines.completed++;
		lines.changed.value++;
		to = from;
	}
};

let beat = 0;
const beats = () => {
	if (beat) return;
	beat = setTimeout(() => { beat = 0; pulse.value++; }, 300);
};

const arrive = (line) => {
	arrived.push(line);
	beats();
	if (planned) return;
	planned = true;
	frame(show);
};

const rest = (ms, stop) => new Promise((go) => {
	const timer = setTimeout(go, ms);
	stop.addEventListener('abort', () => { clearTimeout(timer); go(); });
});

// A browser opens six connections to a server: a page that nobody sees gives its own back.
const seen = (stop) => new Promise((go) => {
	if (!document.hidden || stop.aborted) return go();
	const look = () => {
		if (document.hidden && !stop.aborted) return;
		document.removeEventListener('visibilitychange', look);
		go();
	};
	document.addEventListener('visibilitychange', look);
	stop.addEventListener('abort', look);
});

const follow = async (id, stop) => {
	let since = 0;
	let seed;
	let patience = 300;
	while (!stop.aborted) {
		await seen(stop);
		const turn = new AbortController();
		const end = () => turn.abort();
		const hide = () => { if (document.hidden) end(); };
		stop.addEventListener('abort', end);
		document.addEventListener('visibilitychange', hide);
		try {
			const found = await ask(inWorld(id), { signal: turn.signal });
			const next = await ask(inWorld(id, 'journal') + `?view=line&limit=1&since=${since}`, { signal: turn.signal });
			if (stop.aborted) return;
			if (next.next < since || seed !== undefined && seed !== found.seed) { // another server, or another world
				since = 0;
				empty();
			}
			seed = found.seed;
			batch(() => {
				if (link.value !== 'ended' || !found.closed) pulse.value++;
				world.value = found;
				link.value = found.closed ? 'ended' : 'on';
			});
			patience = 300;
			let ended = false;
			await events(inWorld(id, 'journal') + `?view=brief&since=${since}`, turn.signal, (name, data) => {
				if (name === 'entry' || name === 'brief') {
					const line = name === 'brief' ? unfold(JSON.parse(data)) : JSON.parse(data);
					since = Math.max(since, line.rev);
					arrive(line);
				} else if (name === 'truncated') forgotten.value = true;
				else if (name === 'end') ended = true;
			});
			if (ended) {
				link.value = 'ended';
				world.value = await ask(inWorld(id), { signal: turn.signal });
				await rest(3000, stop); // it may be deleted, and one of the same name made
				continue;
			}
			link.value = 'lost';
		} catch (e) {
			if (stop.aborted) return;
			if (!turn.signal.aborted) link.value = e instanceof Refused && e.status === 404 ? 'gone' : 'lost';
		} finally {
			stop.removeEventListener('abort', end);
			document.removeEventListener('visibilitychange', hide);
		}
		await rest(patience, stop);
		patience = Math.min(patience * 2, 3000);
	}
};

let current = '';
let stopping = null;

/** attend begins to follow the world that the address names. */
export const attend = () => effect(() => {
	const id = route.value.world;
	if (id === current) return;
	current = id;
	if (stopping) stopping.abort();
	stopping = new AbortController();
	batch(() => { world.value = null; link.value = ''; });
	arrived = [];
	empty();
	if (id) follow(id, stopping.signal);
});

/** forget drops the lines, after the journal was cleared. */
export const forget = empty;

/** knowServer reads the version, the catalogue and the worlds, in every language that is chosen; it tries until it has
 * them. */
export const knowServer = () => effect(() => { know(language.value); });

const know = async (said) => {
	while (said === language.peek()) {
		try {
			const [health, apis, list] = await Promise.all([ask('health'), ask('apis'), ask('worlds')]);
			if (said === language.peek()) batch(() => { version.value = health.version || ''; catalogue.value = apis.apis; worlds.value = list.worlds; });
			return;
		} catch (e) {
			if (!route.value.world) link.value = 'lost';
			await new Promise((go) => setTimeout(go, 1000));
		}
	}
};

export const readWorlds = async () => {
	const list = await ask('worlds');
	batch(() => { worlds.value = list.worlds; if (!route.value.world) link.value = 'on'; });
};

/** useData reads something now, and again whenever something has happened: {data, error, reload}. */
export const useData = (path, live = true) => {
	const [state, set] = useState({ path, data: null, error: null });
	const mine = useRef({ busy: '', again: false, path: '' });
	const beat = live ? pulse.value : 0;
	const read = async () => {
		const here = mine.current;
		if (here.busy === path) { here.again = true; return; } // one at a time; the last one counts
		here.busy = path;
		do {
			here.again = false;
			try {
				const data = await ask(path);
				if (here.path === path) set({ path, data, error: null });
			} catch (error) {
				if (here.path === path && error instanceof Refused) set({ path, data: null, error });
			}
		} while (here.again && here.path === path);
		if (here.busy === path) here.busy = '';
	};
	mine.current.path = path;
	useEffect(() => { read(); }, [path, beat]);
	useEffect(() => () => { mine.current.path = ''; }, []);
	return { ...(state.path === path ? state : { data: null, error: null }), reload: read };
};
