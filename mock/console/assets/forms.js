// Forms made from the catalogue: arguments of events, parameters of faults.
import { html } from './library.js';
import { Field } from './kit.js';
import { t } from './words.js';

const texts = { object: 1, array: 1, any: 1, list: 1 };

const hintOf = (p) => [p.doc, p.default !== undefined && p.default !== '' && t('normallyIs', JSON.stringify(p.default)),
	p.type === 'list' && t('oneALine'), (p.type === 'object' || p.type === 'array') && 'JSON',
	p.type === 'duration' && '30s, 1h30m'].filter(Boolean).join(' · ');

/** Params shows a field for each parameter; what is left empty is not given. */
export const Params = ({ list, values, set, suggest = {} }) => html`<div class="fields">${(list || []).map((p) => {
	const choices = suggest[p.name] || (p.values?.length ? p.values : p.type === 'bool' ? ['true', 'false'] : null);
	return html`<${Field} key=${p.name} label=${p.name} hint=${hintOf(p)} required=${p.required} value=${values[p.name] || ''}
		kind=${texts[p.type] ? 'area' : 'text'} values=${choices && [['', t('notGiven')], ...choices]}
		set=${(v) => set({ ...values, [p.name]: v })} />`;
})}</div>`;

/** given makes of the fields what the control API takes. A text that is not of its type goes as it is: the server says
 * what is wrong with it. */
export const given = (list, values) => {
	const out = {};
	for (const p of list || []) {
		const text = values[p.name] ?? '';
		if (text.trim() === '') continue;
		out[p.name] = convert(p.type, text);
	}
	return out;
};

const convert = (type, text) => {
	switch (type) {
		case 'bool': return text === 'true' ? true : text === 'false' ? false : text;
		case 'int': case 'integer': case 'number': return text.trim() !== '' && Number.isFinite(Number(text)) && String(Number(text)) === text.trim() ? Number(text) : text.trim();
		case 'list': return text.split('\n').map((l) => l.trim()).filter(Boolean);
		case 'object': case 'array': case 'any':
			try { return JSON.parse(text); } catch { return text; }
		default: return text;
	}
};
