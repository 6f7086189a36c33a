// The texts, in the language of the person; the other one is read when somebody wants it.
import { signal, batch } from './library.js';

const kept = 'sparring-language';
const stored = localStorage.getItem(kept);
const load = { en: () => import('./words-en.js'), ru: () => import('./words-ru.js') };

export const language = signal('');
const texts = signal({});

const use = async (name) => {
	const words = (await load[name]()).default;
	document.documentElement.lang = name;
	batch(() => { texts.value = words; language.value = name; });
};

export const speak = (name) => {
	localStorage.setItem(kept, name);
	return use(name);
};

await use(load[stored] ? stored : /^ru\b/i.test(navigator.language) ? 'ru' : 'en');

/** t returns a text; {0}, {1} … stand for what is given. */
export const t = (key, ...given) =>
	(texts.value[key] ?? key).replace(/\{(\d)\}/g, (_, i) => given[i]);

/** count returns a number with its noun: the texts of key are separated by |, as the plurals of the language are. */
export const count = (key, n) => {
	const forms = t(key).split('|');
	const rule = new Intl.PluralRules(language.value).select(n);
	const at = { one: 0, few: 1, many: 2, other: forms.length - 1 }[rule];
	return number(n) + '\u00a0' + forms[Math.min(at, forms.length - 1)];
};

export const number = (n, options) => new Intl.NumberFormat(language.value, options).format(n);

export const milliseconds = (n, digits) => number(n, { style: 'unit', unit: 'millisecond', maximumFractionDigits: digits });
