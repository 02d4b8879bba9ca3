/* The fields of a step as a form: one generator, whatever the step asks for.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean } from '../format.js';
import { icon } from '../icons.js';
import { catalogues, colleagues, now, parties, phraseAt, phrases } from '../state.js';
import { closePhrases, openPhrases, putPhrase } from '../phrases.js';
import { say } from '../words.js';
import { maybe } from './parts.js';
import { picker } from './picker.js';

/** @typedef {import('../types/steps.js').Field} Field */
/** @typedef {import('../types/steps.js').Choice} Choice */

/**
 * @typedef {object} Form
 * @property {string} id prefix of the fields' ids
 * @property {Record<string, string>} values
 * @property {Record<string, string>} errors
 * @property {(name: string, value: string) => void} set
 * @property {import('../types/case.js').Case} [about] the case, when there is one
 */

const LINE = 200; /* bytes a single line may hold; longer texts get room */
const FEW = 5;

/** @param {Form} form @param {Field} field */
export function fieldRow(form, field) {
	if (field.type === 'number') return nothing;
	const id = `${form.id}-${field.name}`;
	const error = form.errors[field.name] ?? '';
	const wrong = maybe(error, (text) => html`<p class="step__error" id="${id}-error">${text}</p>`);
	if (field.type === 'choice' && (field.choices ?? []).length <= FEW) return radios(form, field, id, error, wrong);
	const some = phrasesFor(form, field);
	const name = html`<label class="utrecht-form-label" for=${id}>${label(field)}</label>`;
	return html`<div class="step__field ${error ? 'step__field--wrong' : ''}" @keydown=${some.length ? shortcut(id) : nothing}>
		${some.length ? html`<div class="step__label">${name}${phraseButton(field, id)}</div>` : name}${
		maybe(some.length && phraseAt.value === id, () => phrasePicker(form, field, id, some))}${wrong}${control(form, field, id, error)}</div>`;
}

/** @param {Field} field */
function label(field) {
	return html`${clean(field.label)}${field.required ? nothing : html` <span class="quiet">${say('field.optional')}</span>`}`;
}

/** @param {Form} form @param {Field} field @param {string} id @param {string} error @param {unknown} wrong */
function radios(form, field, id, error, wrong) {
	const value = form.values[field.name] ?? '';
	return html`<fieldset class="step__field choice ${error ? 'step__field--wrong' : ''}" aria-describedby=${error ? `${id}-error` : nothing}>
		<legend class="utrecht-form-label">${label(field)}</legend>${wrong}
		<div class="choice__rows">${(field.choices ?? []).map((one, i) => html`<label class="choice__row">
			<input type="radio" id=${i ? `${id}-${i}` : id} name=${id} value=${one.value} .checked=${one.value === value}
				@change=${() => form.set(field.name, one.value)}>${clean(one.label)}</label>`)}</div></fieldset>`;
}

/** @param {Form} form @param {Field} field @param {string} id @param {string} error */
function control(form, field, id, error) {
	const value = form.values[field.name] ?? '';
	const invalid = error ? 'true' : nothing, about = error ? `${id}-error` : nothing;
	const typed = (/** @type {Event} */ e) => form.set(field.name, /** @type {HTMLInputElement} */ (e.target).value);
	if (field.type === 'date') {
		const [min, max] = field.name === 'when' ? ['', today()] : [today(), ''];
		return html`<input class="utrecht-textbox step__date" type="date" id=${id} .value=${value} min=${min || nothing} max=${max || nothing}
			aria-invalid=${invalid} aria-describedby=${about} @input=${typed}>`;
	}
	if (field.type === 'choice') {
		return html`<select class="utrecht-select" id=${id} .value=${value} aria-invalid=${invalid} aria-describedby=${about} @change=${typed}>
			<option value="">${say('field.choose')}</option>${(field.choices ?? []).map((one) => html`<option value=${one.value}
				?selected=${one.value === value}>${clean(one.label)}</option>`)}</select>`;
	}
	if (field.type === 'text') {
		const cap = field.cap ?? LINE;
		if (cap <= LINE) {
			return html`<input class="utrecht-textbox" id=${id} autocomplete="off" maxlength=${cap} .value=${value}
				aria-invalid=${invalid} aria-describedby=${about} @input=${typed}>`;
		}
		return html`<textarea class="utrecht-textarea" id=${id} rows=${cap > 2000 ? 6 : 3} maxlength=${cap} .value=${value}
			aria-invalid=${invalid} aria-describedby=${about} @input=${typed}></textarea>`;
	}
	return picker({
		id, label: clean(field.label), value, options: options(form, field), invalid: Boolean(error),
		pick: (picked) => choose(form, field, picked),
	});
}

/* ---- standard texts ---- */

const ROOMY = 200; /* bytes: a text field with less is for a name */

/** Those that fit the field first. @param {Form} form @param {Field} field */
function phrasesFor(form, field) {
	if (field.type !== 'text' || (field.cap ?? 0) < ROOMY || !form.about || !phrases.value.key.startsWith(`${form.about.nr}/`)) return [];
	const subject = field.name === 'note' ? 'note' : form.id === 'step-result' && field.name === 'text' ? 'result' : 'message';
	const far = (/** @type {import('../types/steps.js').Phrase} */ one) => (one.subject === subject ? 0 : 1);
	return [...phrases.value.rows].sort((a, b) => far(a) - far(b));
}

/** @param {Field} field @param {string} id */
function phraseButton(field, id) {
	const open = phraseAt.value === id;
	return html`<button type="button" class="utrecht-button utrecht-button--subtle step__phrase" aria-expanded=${open ? 'true' : 'false'}
		aria-keyshortcuts="Control+K" @click=${() => (open ? closePhrases(id) : openPhrases(id))}>${icon('plus')}${say('phrase.button')}<span
		class="visually-hidden">: ${clean(field.label)}</span> <kbd aria-hidden="true">Ctrl K</kbd></button>`;
}

/** Before the list hears it: Escape there closes all of it. @param {string} id */
function shortcut(id) {
	const handleEvent = (/** @type {KeyboardEvent} */ e) => {
		const here = /** @type {HTMLElement} */ (e.target).id;
		if (e.ctrlKey && e.key.toLowerCase() === 'k' && here === id) openPhrases(id);
		else if (e.key === 'Escape' && here === `${id}-phrase`) closePhrases(id);
		else return;
		e.preventDefault();
		e.stopPropagation();
	};
	return { handleEvent, capture: true };
}

/** @param {Form} form @param {Field} field @param {string} id @param {import('../types/steps.js').Phrase[]} some */
function phrasePicker(form, field, id, some) {
	const box = `${id}-phrase`;
	return html`<div class="step__phrases"><label class="visually-hidden" for=${box}>${say('phrase.pick')}</label>${picker({
		id: box, label: say('phrase.pick'), value: '', invalid: false,
		options: some.map((one) => ({ value: String(one.id), label: clean(one.title), note: clean(one.text) })),
		pick: (picked) => {
			const one = some.find((p) => String(p.id) === picked);
			if (one) putPhrase(id, form.values[field.name] ?? '', one.text, (value) => form.set(field.name, value));
		},
	})}</div>`;
}

function today() {
	return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(now.value);
}

/** Another room has other objects, another object other faults. @param {Form} form @param {Field} field @param {string} value */
function choose(form, field, value) {
	const below = { room: ['object', 'fault'], object: ['fault'] }[field.name] ?? [];
	form.set(field.name, value);
	for (const name of below) form.set(name, '');
}

/* ---- what there is to choose ---- */

/** @param {Form} form @param {Field} field @returns {Choice[]} */
function options(form, field) {
	if (field.type === 'party') return partyOptions(form);
	if (field.type === 'staff') return colleagues.value.map((one) => ({ value: one.name, label: clean(one.name), note: clean(one.role_label) }));
	return codes(form, field.name).map((one) => ({ value: one.code, label: clean(one.label) }));
}

/** @param {Form} form @param {string} name @returns {import('../types/sets.js').Code[]} */
function codes(form, name) {
	const catalogue = catalogues.value[form.about?.catalogue ?? ''];
	if (!catalogue) return [];
	if (name === 'found') return catalogue.causes;
	const room = catalogue.areas.find((one) => one.code === form.values['room']);
	const object = room?.objects.find((one) => one.code === form.values['object']);
	return name === 'room' ? catalogue.areas : name === 'object' ? room?.objects ?? [] : object?.faults ?? [];
}

/** Those of this address first, then departments, then everybody by name. @param {Form} form @returns {Choice[]} */
function partyOptions(form) {
	const address = /** @type {any} */ (form.about?.address ?? {});
	const near = [form.about?.route?.party, address.provider, address.supplier].filter(Boolean);
	const rank = (/** @type {import('../types/register.js').Party} */ p) => (near.includes(p.key) || near.includes(p.name) ? 0 : p.kind === 'department' ? 1 : 2);
	return [...parties.value].sort((a, b) => rank(a) - rank(b) || (rank(a) === 1 ? 0 : a.name.localeCompare(b.name, 'nl'))).map((p) => ({
		value: p.key, label: clean(p.name),
		note: [rank(p) === 0 && p.kind !== 'department' ? say('party.near') : '', p.kind === 'department' ? say('party.department') : clean(p.phone), clean(p.hours)].filter(Boolean).join(' · '),
		warn: p.expired ? say('party.expired') : p.incomplete ? say('party.incomplete') : '',
	}));
}
