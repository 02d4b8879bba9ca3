/* Taking a step with a case: its form is opened, filled in, sent, and kept while people look at other
 * cases. What is asked comes from central; the only thing made up here are sensible first values.
 *
 * A form knows the version of the case it was begun with. When somebody else did something since, the
 * person is shown what, and nothing typed is lost.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { effect, untracked } from '@preact/signals-core';
import { perform } from './acts.js';
import { get, post } from './api.js';
import { clean } from './format.js';
import { inSight, keyOf, noPreview, previewNow, previewSoon } from './letters.js';
import { loadCase, loadParties, refresh } from './load.js';
import { asApiError, noteFailure } from './outcome.js';
import * as s from './state.js';
import { loadPhrases } from './phrases.js';
import { say, word } from './words.js';

/** @typedef {import('./types/case.js').Case} Case */
/** @typedef {import('./types/steps.js').Draft} Draft */
/** @typedef {import('./types/steps.js').Field} Field */
/** @typedef {import('./types/steps.js').Step} Step */

const DAY = 86_400_000;
const civil = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });
const bytes = new TextEncoder();

/** Steps that the page takes by itself or from a place of their own. */
const ELSEWHERE = ['see', 'task_done'];

/** @param {Case} c */
export function stepsOf(c) {
	return (c.steps ?? []).filter((step) => !ELSEWHERE.includes(step.action));
}

/** @param {number|string} nr @returns {Draft} */
export function draftOf(nr) {
	return s.drafts.value[String(nr)] ?? { action: '', seen: 0, texts: {}, errors: {}, problem: '' };
}

/** @param {number|string} nr @param {Partial<Draft>} change */
function setDraft(nr, change) {
	s.drafts.value = { ...s.drafts.value, [String(nr)]: { ...draftOf(nr), ...change } };
}

/** The step whose form is open, also when the case does not offer it any more. @param {Case} c */
export function openStepOf(c) {
	const draft = draftOf(c.nr);
	const now = (c.steps ?? []).find((step) => step.action === draft.action && step.ready);
	return { draft, step: now ?? draft.step, gone: Boolean(draft.action) && !now && s.busy.value !== `step-${c.nr}` };
}

/** @param {Case} c @param {Step} step */
export function openStep(c, step) {
	s.stepsOpen.value = false;
	s.picking.value = null;
	if (!step.ready) return;
	const texts = draftOf(c.nr).texts;
	const kept = texts[step.action] ?? firstValues(c, step);
	setDraft(c.nr, {
		action: step.action, seen: c.version ?? 0, errors: {}, problem: '', step,
		texts: { ...texts, [step.action]: kept },
	});
	s.notice.value = null;
	void lookUp(c, step.fields);
	focusSoon('.step__field input:not([type="hidden"]), .step__field textarea, .step__field select');
}

/** Closed, not thrown away: the same step opens with the same text. @param {number} nr */
export function closeStep(nr) {
	s.picking.value = null;
	setDraft(nr, { action: '', errors: {}, problem: '' });
	focusSoon('.case__act button, #case-title');
}

/** @param {number} nr @param {string} name @param {string} value */
export function setValue(nr, name, value) {
	const draft = draftOf(nr);
	const errors = { ...draft.errors };
	delete errors[name];
	setDraft(nr, { errors, texts: { ...draft.texts, [draft.action]: { ...draft.texts[draft.action], [name]: value } } });
}

/** What pickers choose from, asked for when a form needs it. @param {Case} c @param {Field[]} fields */
async function lookUp(c, fields) {
	const types = new Set(fields.map((field) => field.type));
	if (types.has('party')) void loadParties();
	if (types.has('text')) void loadPhrases(c);
	if (types.has('staff') && !s.colleagues.value.length) {
		s.colleagues.value = (await get('staff').catch(() => ({}))).staff ?? [];
	}
	const version = c.catalogue ?? '';
	if (types.has('code') && version && !s.catalogues.value[version]) {
		const found = await get(`catalogue/${encodeURIComponent(version)}`).catch(() => null);
		if (found) s.catalogues.value = { ...s.catalogues.value, [version]: found };
	}
}

/* ---- first values ---- */

/** The civil day after so many working days. @param {number} n */
export function workday(n) {
	let t = s.now.value;
	for (let left = n; left > 0;) {
		t += DAY;
		if (![0, 6].includes(new Date(`${civil.format(t)}T12:00:00Z`).getUTCDay())) left -= 1;
	}
	return civil.format(t);
}

/** @param {Case} c @param {Step} step @returns {Record<string, string>} */
function firstValues(c, step) {
	const slots = /** @type {[string, string][]} */ (c.when?.slots ?? c.report?.['when']?.slots ?? []);
	const wish = slots.find(([day]) => day > civil.format(s.now.value));
	const party = c.route?.party?.startsWith('dept:') ? '' : c.route?.party ?? '';
	const me = s.me.value ? s.me.value.name : '';
	const guess = /** @type {Record<string, string>} */ ({
		due: workday(5), when: civil.format(s.now.value), day: wish?.[0] ?? workday(2), part: wish?.[1] ?? '',
		by: party ? clean(c.route?.party_label) : me, owner: me, party: step.action === 'assign' ? '' : party,
		room: c.report?.['room'] ?? '', object: c.report?.['object'] ?? '', fault: c.report?.['fault'] ?? '',
		found: c.found ?? '', reason: c.before?.reason ?? '', medium: step.fields.find((f) => f.name === 'medium')?.choices?.[0]?.value ?? '',
	});
	return Object.fromEntries(step.fields.map((field) => [field.name, guess[field.name] ?? '']));
}

/* ---- what happened meanwhile ---- */

/** Events that a form need not know of: one's own, and what the house does by itself. */
const HARMLESS = ['see', 'confirmed'];

/** What others did since the form was opened. @param {Case} c @param {Draft} draft */
export function meanwhile(c, draft) {
	const me = s.me.value ? s.me.value.name : '';
	return (c.events ?? []).filter((e) => e.n > draft.seen && e.who !== me && !HARMLESS.includes(e.what));
}

/** Seen: go on with the case as it is now. @param {Case} c */
export function acknowledge(c) {
	setDraft(c.nr, { seen: c.version ?? 0 });
}

/* ---- sending ---- */

/**
 * What is missing or too long, per field.
 * @param {Field[]} fields @param {Record<string, string>} values
 */
export function mistakes(fields, values) {
	/** @type {Record<string, string>} */
	const errors = {};
	for (const field of fields) {
		const text = (values[field.name] ?? '').trim();
		if (field.required && !text) errors[field.name] = say(`field.missing.${field.type}`);
		else if (field.type === 'text' && field.cap && bytes.encode(text).length > field.cap) errors[field.name] = say('field.long');
	}
	return errors;
}

/** Only what was filled in. @param {Field[]} fields @param {Record<string, string>} values */
export function filledIn(fields, values) {
	return Object.fromEntries(fields.map((f) => [f.name, (values[f.name] ?? '').trim()]).filter(([, text]) => text));
}

/** A letter that follows is seen before it is sent: was one only now brought on screen? What central refuses is told
 * with the step itself. @param {Case} c @param {string} action @param {Record<string, string>} body */
async function letterFirst(c, action, body) {
	if (inSight(keyOf(c, action, body))) return false;
	await previewNow(c, action, body);
	return inSight(keyOf(c, action, body)) && s.preview.value.letters.length > 0;
}

/** The letter of the form that is open follows what is typed. */
export function watchLetters() {
	let wanted = '';
	effect(() => {
		const c = s.open.value.data;
		const { draft, step } = c ? openStepOf(c) : { draft: null, step: null };
		const values = draft?.texts[draft.action] ?? {};
		const body = step ? filledIn(step.fields, values) : {};
		const key = c && draft && step?.letters ? keyOf(c, draft.action, body) : '';
		untracked(() => {
			if (key === wanted) return;
			wanted = key;
			if (!c || !draft || !step || !key) noPreview('idle');
			else if (Object.keys(mistakes(step.fields, values)).length) noPreview('incomplete');
			else previewSoon(c, draft.action, body);
		});
	});
}

/** @param {Case} c */
export async function sendStep(c) {
	const { draft, step, gone } = openStepOf(c);
	if (!step || gone || s.busy.value) return;
	const values = draft.texts[draft.action] ?? {};
	const errors = mistakes(step.fields, values);
	if (Object.keys(errors).length) return refuse(c.nr, errors, '');
	if (step.letters && await letterFirst(c, draft.action, filledIn(step.fields, values))) return focusSoon('#preview-title');
	s.busy.value = `step-${c.nr}`;
	try {
		await take(c, draft.action, filledIn(step.fields, values), draft.seen);
		await loadCase(String(c.nr), { quiet: true });
		const texts = { ...draft.texts };
		delete texts[draft.action];
		setDraft(c.nr, { action: '', texts, errors: {}, problem: '' });
		s.notice.value = { kind: 'ok', text: say('step.done', { label: clean(step.label) }) };
		focusSoon('#case-title');
	} catch (error) {
		await refused(c, step, asApiError(error));
	} finally {
		s.busy.value = '';
		void refresh();
	}
}

/** Asked with the version it was begun with; a newer one that is only our own doing is no conflict.
 * @param {Case} c @param {string} action @param {Record<string, unknown>} body @param {number} seen */
async function take(c, action, body, seen) {
	try {
		await post(`cases/${c.nr}/${action}`, body, seen);
	} catch (error) {
		if (asApiError(error).status !== 412) throw error;
		const fresh = await get(`cases/${c.nr}`);
		if (meanwhile(fresh, { ...draftOf(c.nr), seen }).length) throw error;
		await post(`cases/${c.nr}/${action}`, body, fresh.version);
	}
}

/** @param {Case} c @param {Step} step @param {import('./api.js').ApiError} refusal */
async function refused(c, step, refusal) {
	noteFailure(refusal);
	if (refusal.status === 412 || refusal.status === 409) {
		await loadCase(String(c.nr), { quiet: true });
		s.busy.value = '';
		const { draft, gone } = openStepOf(s.open.value.data ?? c);
		if (gone || meanwhile(s.open.value.data ?? c, draft).length) return focusSoon('#step-stale');
	}
	const field = step.fields.some((f) => f.name === refusal.field) ? refusal.field : '';
	const text = refusal.detail || word('error', refusal.code, say('error.other'));
	const type = step.fields.find((f) => f.name === field)?.type ?? 'text';
	refuse(c.nr, field ? { [field]: refusal.code === 'incomplete' ? text : say(`field.wrong.${type}`) } : {}, field ? '' : text);
}

/** @param {number} nr @param {Record<string, string>} errors @param {string} problem */
function refuse(nr, errors, problem) {
	setDraft(nr, { errors, problem });
	focusSoon('#step-problem');
}

/** A task is done, from its own button. @param {Case} c @param {import('./types/case.js').Task} task */
export async function finishTask(c, task) {
	await perform(`task-${task.id}`, () => post(`cases/${c.nr}/task_done`, { task: task.id }), say('tasks.finished', { what: clean(task.what) }));
}

/** After the next drawing. @param {string} selector */
export function focusSoon(selector) {
	requestAnimationFrame(() => {
		for (const one of selector.split(', ')) {
			const found = /** @type {HTMLElement|null} */ (document.querySelector(one));
			if (found) return found.focus();
		}
	});
}
