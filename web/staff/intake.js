/* A new report taken by phone: the draft, what it asks, central's verdict on it, saving it. What is
 * asked when comes from the form central hands out, what is missing, how urgent it is and who pays from
 * its judge; nothing of that is decided here.
 *
 * The draft lives in this tab's sessionStorage: a reload or an ended log-in loses nothing, another
 * operator never sees it, saving and logging out wipe it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { makeId } from '../kiosk/js/draft.js';
import { get, post } from './api.js';
import { asApiError, noteFailure, noteSuccess } from './outcome.js';
import { loadHome } from './register.js';
import { hrefOf } from './router.js';
import * as s from './state.js';
import { focusSoon } from './steps.js';
import { say, word } from './words.js';

/** @typedef {import('./types/intake.js').Intake} Intake */
/** @typedef {import('./types/intake.js').Door} Door */
/** @typedef {import('./types/intake.js').IntakeFault} IntakeFault */
/** @typedef {import('./types/intake.js').IntakeForm} IntakeForm */

const STORE = 'portiek.intake';
const DESK = '../../melden/api/v1/';
const UNKNOWN = 'WEET-NIET';

/** An answer that was overtaken by a later question is dropped. */
const turn = { verdict: 0, energy: '' };
const wait = { verdict: 0 };

/* ---- the draft ---- */

/** @returns {Intake} */
function blank() {
	return {
		id: makeId(), who: s.me.value ? s.me.value.name : '', door: 'home/repair', home: '', unit: '', room: '', object: '', fault: '',
		suspect: '', answers: {}, words: '', place: '', placeText: '', again: '', trouble: '', slots: [], call: false,
		tenant: '', name: '', phone: '', mail: '', via: '',
	};
}

/** What this tab kept, if it is of whoever is logged in. @returns {Intake} */
function kept() {
	try {
		const draft = JSON.parse(sessionStorage.getItem(STORE) ?? 'null');
		return draft && s.me.value && draft.who === s.me.value.name ? { ...blank(), ...draft } : blank();
	} catch {
		return blank();
	}
}

/** @param {Intake} draft */
function keep(draft) {
	s.intake.value = draft;
	try {
		sessionStorage.setItem(STORE, JSON.stringify(draft));
	} catch { /* a browser without storage keeps it until the reload */ }
}

/** Nothing of the caller stays. */
export function forget() {
	sessionStorage.removeItem(STORE);
	s.intake.value = null;
	s.verdict.value = null;
	s.energy.value = null;
	s.saved.value = null;
}

/** The next caller: an empty form. */
export function startOver() {
	forget();
	s.lookup.value = { q: '', state: 'idle', rows: [], error: '' };
	s.home.value = s.blank(null);
	keep(blank());
	if (location.hash === hrefOf('intake')) focusSoon('#in-address');
	else location.hash = hrefOf('intake');
}

/* ---- arriving ---- */

/** The form is on screen, about an address or none yet. @param {string} home */
export async function fillIn(home) {
	if (!s.intake.value || (s.me.value && s.intake.value.who !== s.me.value.name)) {
		keep(kept());
		s.saved.value = null;
		s.verdict.value = null;
	}
	const draft = /** @type {Intake} */ (s.intake.value);
	if (!home && draft.home) return location.replace(hrefOf('intake', draft.home));
	if (!s.form.value) await loadForm();
	if (!home) return focusSoon('#in-address');
	if (draft.home !== home) keep({ ...draft, home, unit: home, tenant: '', name: '', phone: '', mail: '', room: '', object: '', fault: '', suspect: '', answers: {} });
	await loadHome(home);
	const tenants = s.home.value.data?.tenants ?? [];
	if (s.home.value.data?.key === home && tenants[0] && !s.intake.value?.name) takeCaller(tenants[0].number);
	else judge();
	goOn('address');
}

export async function loadForm() {
	s.formError.value = '';
	try {
		s.form.value = await get('intake');
		noteSuccess();
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		if (!s.form.value) s.formError.value = refusal.code;
	}
}

/* ---- what is asked ---- */

/** @param {Intake} draft @returns {Door|undefined} */
export function doorOf(draft) {
	return s.form.value?.doors.find((one) => `${one.branch}/${one.kind}` === draft.door);
}

/** The rooms of what is rented; everything where they are not known. @param {Intake} draft */
export function areasOf(draft) {
	const home = s.home.value.data;
	const unit = [home?.unit, ...(home?.units ?? [])].find((one) => one?.key === draft.unit);
	const energy = doorOf(draft)?.energy;
	const has = (/** @type {{ code: string, common: boolean }} */ area) => !unit?.rooms?.length
		|| (area.common && unit.kind === 'dwelling') || unit.rooms.includes(area.code);
	return (s.form.value?.areas ?? []).filter((area) => has(area) || energy)
		.map((area) => ({ ...area, objects: area.objects.filter((one) => !energy || one.energy) })).filter((area) => area.objects.length);
}

/** @param {Intake} draft */
export function objectOf(draft) {
	return areasOf(draft).find((one) => one.code === draft.room)?.objects.find((one) => one.code === draft.object);
}

/** What people or things do outside. @param {Intake} draft @returns {IntakeFault[]} */
export function kindsOf(draft) {
	const cause = doorOf(draft)?.cause;
	return cause === 'people' ? s.form.value?.people ?? [] : cause ? s.form.value?.things ?? [] : [];
}

/** @param {Intake} draft @returns {IntakeFault|undefined} */
export function faultOf(draft) {
	const some = doorOf(draft)?.cause ? kindsOf(draft) : objectOf(draft)?.faults;
	return some?.find((one) => one.code === draft.fault);
}

/** Does this kind of report ask for it, given the fault? @param {Intake} draft @param {string} what */
export function asks(draft, what) {
	const asked = doorOf(draft)?.asks.includes(what) ?? false;
	if (what === 'suspect') return asked && Boolean(faultOf(draft)?.suspects.length);
	if (what === 'answers') return asked && Boolean(faultOf(draft)?.questions.length);
	return asked;
}

/** Mail is a choice only for who has it. @param {Intake} draft */
export function viaOf(draft) {
	return s.verdict.value?.urgent || !draft.mail.trim() ? 'phone' : draft.via;
}

/* ---- going on ---- */

const FIRST = 'input:not([type="radio"]):not([tabindex="-1"]), input[type="radio"]:checked, input[type="radio"]:not(:checked), textarea, button';

/** The first question behind this one that is still open, else the button that saves. @param {string} name */
export function goOn(name) {
	requestAnimationFrame(() => {
		const from = document.querySelector(`[data-ask="${name}"]`);
		const now = document.activeElement;
		if (!from || (now !== document.body && !from.contains(now))) return; /* somebody went elsewhere */
		const all = [...document.querySelectorAll('[data-ask]')];
		const next = all.slice(all.indexOf(from) + 1).find((one) => !one.hasAttribute('data-done'));
		/** @type {HTMLElement|null} */ (next?.querySelector(FIRST) ?? document.getElementById('in-save'))?.focus();
	});
}

/* ---- filling in ---- */

/** What hangs below a choice goes with it. */
const BELOW = /** @type {Record<string, Partial<Intake>>} */ ({
	door: { room: '', object: '', fault: '', suspect: '', answers: {}, place: '', placeText: '', again: '', trouble: '' },
	unit: { room: '', object: '', fault: '', suspect: '', answers: {} },
	room: { object: '', fault: '', suspect: '', answers: {} },
	object: { fault: '', suspect: '', answers: {} },
	fault: { suspect: '', answers: {} },
	again: { trouble: '' },
});

/** A choice is made. @param {keyof Intake} name @param {any} value */
export function choose(name, value) {
	const draft = s.intake.value;
	if (!draft || draft[name] === value) return;
	keep({ ...draft, ...BELOW[name], [name]: value });
	judge();
}

/** Letters are typed: kept at once, judged when the field is left. @param {keyof Intake} name @param {string} value */
export function type(name, value) {
	if (s.intake.value) keep({ ...s.intake.value, [name]: value });
}

/** @param {string} code @param {string} value */
export function answer(code, value) {
	if (s.intake.value) choose('answers', { ...s.intake.value.answers, [code]: value });
}

/** Everything at once: "KEU/KRAAN/DRP", or what people or things do outside. @param {string} path */
export function chooseSubject(path) {
	const draft = s.intake.value;
	if (!draft) return;
	const [door = '', room = '', object = '', fault = ''] = path.split(' ');
	keep({ ...draft, ...(door === draft.door ? {} : BELOW['door']), ...BELOW['room'], door, room, object, fault });
	judge();
}

/** @param {string} number */
export function takeCaller(number) {
	const draft = s.intake.value;
	const who = s.home.value.data?.tenants?.find((one) => one.number === number);
	if (!draft) return;
	keep({ ...draft, tenant: number, name: who?.name ?? '', phone: who?.phone ?? '', mail: who?.mail ?? '' });
	judge();
}

/** @param {string} slot */
export function toggleSlot(slot) {
	const slots = s.intake.value?.slots ?? [];
	choose('slots', slots.includes(slot) ? slots.filter((one) => one !== slot) : [...slots, slot].sort());
}

/* ---- the report ---- */

/** R5: was somebody told already, whom, and why do they come back? @param {Intake} draft */
function toldBefore(draft) {
	if (!asks(draft, 'before') || draft.again === 'no' || !draft.again) return { first_contact: true };
	const party = draft.again === 'us' ? 'corporation' : partyOf()?.key || null;
	return { first_contact: false, before: { party, reason: draft.trouble || null } };
}

/** A party of the register, not one of our own departments. */
export function partyOf() {
	const party = s.energy.value?.party;
	return party && !party.department ? party : null;
}

/** @param {Intake} draft */
function suspectOf(draft) {
	if (!doorOf(draft)?.asks.includes('suspect') || !draft.fault) return null;
	if (!asks(draft, 'suspect') || draft.suspect === UNKNOWN) return 'unknown';
	return draft.suspect ? { code: draft.suspect } : null;
}

/** The draft as the report the desk's door takes. @param {Intake} draft */
export function reportOf(draft) {
	const door = doorOf(draft);
	const urgent = Boolean(s.verdict.value?.urgent);
	const outside = Boolean(door?.cause);
	const when = asks(draft, 'when');
	return {
		schema: 1, id: draft.id, catalogue: s.form.value?.version ?? '', lang: 'nl',
		branch: door?.branch === 'home' && when && objectOf(draft)?.energy ? 'energy' : door?.branch,
		kind: door?.kind,
		unit: outside ? null : draft.unit || null,
		place: outside ? { code: draft.place || null, text: draft.placeText.trim() || null } : null,
		cause: door?.cause || null,
		room: draft.room || null, object: draft.object || null, fault: draft.fault || null,
		words: draft.words.trim() || null,
		suspect: suspectOf(draft),
		answers: asks(draft, 'answers') ? draft.answers : {},
		when: { slots: when && !urgent ? draft.slots.map((slot) => slot.split(' ')) : [], call: when && (draft.call || urgent) },
		contact: { name: draft.name.trim(), phone: draft.phone.trim() || null, mail: draft.mail.trim() || null, via: viaOf(draft) || null },
		...toldBefore(draft),
	};
}

/* ---- the verdict ---- */

/** Ask soon; several changes in one breath are one question. */
export function judge() {
	clearTimeout(wait.verdict);
	wait.verdict = window.setTimeout(() => void askVerdict(), 40);
	void askEnergy();
}

/** What central says of the draft as it is now. @returns {Promise<import('./types/intake.js').Verdict|null>} */
async function askVerdict() {
	const mine = ++turn.verdict;
	clearTimeout(wait.verdict);
	const draft = s.intake.value;
	if (!draft || !s.form.value) return null;
	try {
		const query = draft.tenant ? `?${new URLSearchParams({ tenant: draft.tenant })}` : '';
		const told = await post(`${DESK}reports/check${query}`, reportOf(draft));
		noteSuccess();
		if (mine !== turn.verdict) return null;
		const turned = Boolean(told.urgent ?? s.verdict.value?.urgent) !== Boolean(s.verdict.value?.urgent);
		s.verdict.value = { ...s.verdict.value, ...told };
		return turned ? askVerdict() : s.verdict.value; /* urgent asks other things */
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		if (refusal.code === 'old_catalogue') await renew();
		return null;
	}
}

/** A newer catalogue came into force meanwhile: the form again, the codes that still exist stay. */
async function renew() {
	await loadForm();
	s.notice.value = { kind: 'conflict', text: say('intake.renewed') };
}

/** Whom to call first, for what is chosen now. */
async function askEnergy() {
	const draft = s.intake.value;
	if (!draft || !draft.home || !asks(draft, 'before')) return;
	const query = String(new URLSearchParams({ unit: draft.unit || draft.home, object: draft.object }));
	if (query === turn.energy && s.energy.value) return;
	turn.energy = query;
	const told = await get(`${DESK}energy?${query}`).catch(() => null);
	if (query === turn.energy) s.energy.value = told;
}

/* ---- saving ---- */

/** Judged once more, then stored; what is missing gets the focus instead. */
export async function save() {
	const draft = s.intake.value;
	if (!draft || s.busy.value) return;
	s.busy.value = 'intake';
	s.notice.value = null;
	try {
		const told = await askVerdict();
		if (told?.missing) return focusSoon(placeOf(told.missing));
		await store(draft);
	} finally {
		s.busy.value = '';
	}
}

/** @param {Intake} draft */
async function store(draft) {
	const report = reportOf(draft);
	try {
		const told = await post(`${DESK}reports`, report);
		const place = await get(`${DESK}kiosk`).catch(() => null);
		const party = asks(draft, 'before') && report.first_contact && s.energy.value?.first === 'party' && partyOf();
		const saved = { ...told, via: report.contact.via, fitter: asks(draft, 'when'), energy: report.branch === 'energy',
			refer: Boolean(party), promises: place?.promises };
		forget();
		s.saved.value = saved;
		s.heard.value = say('saved.heard', { receipt: told.receipt });
		focusSoon('#in-next');
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		if (refusal.code === 'old_catalogue') return renew();
		s.notice.value = { kind: 'error', text: refusal.detail || word('error', refusal.code, say('error.other')) };
		if (refusal.field) focusSoon(placeOf(refusal.field));
	}
}

/** Where the form asks for a member of the report. */
const PLACES = /** @type {Record<string, string>} */ ({
	unit: 'address', cause: 'fault', 'contact/name': 'name', 'contact/phone': 'phone', 'contact/mail': 'mail', 'contact/via': 'via',
	'before/reason': 'trouble', first_contact: 'again', 'when/slots': 'when', 'place/code': 'place', 'place/text': 'place',
});

/** The word for it: "answers/SPUIT" is the question itself. @param {string} field */
export function nameOf(field) {
	const question = field.startsWith('answers/') && s.form.value?.questions.find((one) => `answers/${one.code}` === field);
	return question ? question.label : say(`intake.${PLACES[field] ?? field}`);
}

/** @param {string} field */
export function placeOf(field) {
	return `#in-${(PLACES[field] ?? field).replace('/', '-')}`;
}

/* ---- from here to a case ---- */

/** Open a case at one of its steps. @param {number} nr @param {string} action */
export function goToStep(nr, action) {
	s.wanted.value = { nr: String(nr), action };
	location.hash = hrefOf('all', nr);
}
