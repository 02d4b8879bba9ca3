/* Phone desk: a new report beside everything about its address. Made of the form and the verdict of
 * central; whole by keyboard: lists filter while one types, answers go by number, Ctrl+Enter saves.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean, phoneText } from '../format.js';
import { icon } from '../icons.js';
import { openScript } from '../emergency.js';
import * as i from '../intake.js';
import { findAddress, openFirst } from '../load.js';
import { hrefOf } from '../router.js';
import * as s from '../state.js';
import { say } from '../words.js';
import { ask, askOne, askPicker, askText } from './ask.js';
import { noticeBox } from './case.js';
import { whenFields } from './intake_when.js';
import { at, bones, button, maybe, own, paneError, phoneLink, urgency } from './parts.js';
import { savedPage } from './saved.js';

/** @typedef {import('../types/intake.js').Intake} Intake */

export function intakePane() {
	return html`<section class="list intake-pane" id="list" aria-labelledby="list-title">
		<div class="list__head"><div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('intake')}</h2>
			<p class="intake__links"><a class="utrecht-link" href="melden/nl/" target="portiek-melden">${say('intake.pictures')}<span
				class="visually-hidden"> ${say('newtab')}</span></a></p></div></div>
		<div class="list__body">${noticeBox()}${body()}</div></section>`;
}

function body() {
	if (s.saved.value) return savedPage(s.saved.value);
	const draft = s.intake.value;
	if (s.formError.value) return paneError(s.formError.value, i.loadForm);
	if (!draft || !s.form.value) return bones(10);
	const submit = (/** @type {Event} */ e) => { e.preventDefault(); void i.save(); };
	const quick = (/** @type {KeyboardEvent} */ e) => {
		if (!e.ctrlKey || e.key !== 'Enter') return;
		e.preventDefault();
		/** @type {HTMLElement|null} */ (document.activeElement)?.blur(); /* what was typed counts */
		void i.save();
	};
	return html`<form class="intake" novalidate @submit=${submit} @keydown=${quick} autocomplete="off">
		${address(draft)}${returning()}${what(draft)}${doubts(draft)}${words(draft)}${before(draft)}${signBox()}${whenFields(draft)}${contact(draft)}${foot()}</form>`;
}

/* ---- where ---- */

/** @param {Intake} draft */
function address(draft) {
	const home = s.home.value.data;
	const rows = s.lookup.value.rows.map((d) => ({
		value: d.key, label: clean(d.label), note: [clean(d.postcode), ...(d.tenants ?? []).map((t) => clean(t.name))].filter(Boolean).join(' · '),
	}));
	const here = home && home.key === draft.home ? [{ value: home.key, label: clean(home.label) }] : [];
	const open = (/** @type {string} */ key) => { if (key) location.hash = hrefOf('intake', key); };
	return html`${askPicker('address', say('intake.address'), draft.home, s.picking.value?.id === 'in-address' ? rows : here, open, {
		search: findAddress, early, hint: say('addresses.hint') })}${units(draft)}`;
}

/** Rows on screen are of fewer letters than were typed: the first of the answer to come. */
function early() {
	if (s.lookup.value.state !== 'loading') return false;
	openFirst('intake');
	return true;
}

/** What is rented there, when that is more than the home itself (R30). @param {Intake} draft */
function units(draft) {
	const home = s.home.value.data;
	const some = home?.unit && home.units?.length && home.key === draft.home && !i.doorOf(draft)?.cause ? [home.unit, ...home.units] : [];
	if (!some.length) return nothing;
	return askOne('unit', say('intake.unit'), some.map((one) => ({ code: one.key, label: `${say(`unit.${one.kind}`)} ${clean(one.label)}` })), draft.unit,
		(key) => i.choose('unit', key));
}

/** Somebody was sent to a party before: whoever comes back goes to the leader (R12, R13, R15). */
function returning() {
	const was = s.home.value.data?.referral;
	if (!was?.open) return nothing;
	return html`<div class="stale intake__back"><p><strong>${say('intake.back', { party: clean(was.party) })}</strong> ${at(was.t)}</p>
		<p>${say('intake.back.text')}</p>
		${button('secondary-action', 'reopened', say('intake.back.go', { nr: was.nr }), () => i.goToStep(was.nr, 'return'))}</div>`;
}

/* ---- what ---- */

/** Everything there is, to be found by a few letters. @param {Intake} draft */
function subjects(draft) {
	const form = s.form.value;
	if (!form) return [];
	const home = i.doorOf(draft)?.branch === 'surroundings' || i.doorOf(draft)?.energy ? 'home/repair' : draft.door;
	const areas = i.areasOf({ ...draft, door: home });
	const inside = areas.flatMap((area) => area.objects.flatMap((object) => object.faults.map((fault) => ({
		value: `${home} ${area.code} ${object.code} ${fault.code}`, label: `${clean(object.label)}: ${clean(fault.label)}`, note: clean(area.label),
		...(fault.emergency ? { warn: fault.urgency_label } : {}),
	}))));
	const outside = form.doors.filter((door) => door.cause).flatMap((door) => i.kindsOf({ ...draft, door: `${door.branch}/${door.kind}` }).map((kind) => ({
		value: `${door.branch}/${door.kind}   ${kind.code}`, label: clean(kind.label), note: clean(door.label) })));
	return [...inside, ...outside];
}

/** @param {{ code: string, label: string }[]} some */
const choices = (some) => some.map((one) => ({ value: one.code, label: clean(one.label) }));

/** @param {Intake} draft */
function what(draft) {
	const doors = (s.form.value?.doors ?? []).map((one) => ({ value: `${one.branch}/${one.kind}`, label: clean(one.label) }));
	const subject = draft.fault ? `${draft.door} ${draft.room} ${draft.object} ${draft.fault}` : '';
	return html`${askPicker('what', say('intake.what'), subject, subjects(draft), i.chooseSubject, { hint: say('intake.what.hint'), extra: 'ask--big' })}
		<div class="intake__detail">${askPicker('door', say('intake.door'), draft.door, doors, (door) => i.choose('door', door), { extra: 'ask--wide' })}${
		i.doorOf(draft)?.cause ? outside(draft) : i.asks(draft, 'subject') ? inside(draft) : nothing}</div>`;
}

/** @param {Intake} draft */
function inside(draft) {
	const areas = i.areasOf(draft);
	const objects = areas.find((one) => one.code === draft.room)?.objects ?? [];
	return html`${askPicker('room', say('intake.room'), draft.room, choices(areas), (code) => i.choose('room', code))}
		${askPicker('object', say('intake.object'), draft.object, choices(objects), (code) => i.choose('object', code))}
		${askPicker('fault', say('intake.fault'), draft.fault, choices(i.objectOf(draft)?.faults ?? []), (code) => i.choose('fault', code))}`;
}

/** @param {Intake} draft */
function outside(draft) {
	return html`${askPicker('fault', say('intake.kind'), draft.fault, choices(i.kindsOf(draft)), (code) => i.choose('fault', code))}
		${askPicker('place', say('intake.place'), draft.place, choices(s.form.value?.places ?? []), (code) => i.choose('place', code))}
		${askText('placeText', say('intake.placeText'), draft.placeText, (text) => i.type('placeText', text), i.judge, { cap: 399, optional: Boolean(draft.place) })}`;
}

/** Where it may come from, and what decides how urgent it is. @param {Intake} draft */
function doubts(draft) {
	const fault = i.faultOf(draft);
	if (!fault) return nothing;
	const some = fault.suspects.some((one) => one.code === 'WEET-NIET') ? fault.suspects : [...fault.suspects, { code: 'WEET-NIET', label: say('intake.unknown') }];
	const questions = i.asks(draft, 'answers') ? fault.questions : [];
	return html`${i.asks(draft, 'suspect') ? askOne('suspect', say('intake.suspect'), some, draft.suspect, (code) => i.choose('suspect', code)) : nothing}
		${questions.map((code) => maybe(s.form.value?.questions.find((one) => one.code === code), (question) => askOne(`answers-${code}`,
			clean(question.label), question.answers, draft.answers[code] ?? '', (value) => i.answer(code, value))))}`;
}

/** @param {Intake} draft */
function words(draft) {
	const label = say(i.asks(draft, 'words') || (!draft.fault && draft.object) ? 'intake.words' : 'intake.words.also');
	return ask('words', label, Boolean(draft.words), html`<textarea class="utrecht-textarea" id="in-words" rows="2" maxlength="2000" .value=${draft.words}
		@input=${(/** @type {Event} */ e) => i.type('words', /** @type {HTMLTextAreaElement} */ (e.target).value)} @change=${i.judge}></textarea>`);
}

/* ---- told before (R5, R12, R13), and whom to call first (R3) ---- */

/** @param {Intake} draft */
function before(draft) {
	if (!i.asks(draft, 'before')) return nothing;
	const party = i.partyOf();
	const us = s.energy.value?.corporation.name ?? s.corporation.value;
	const whom = [{ code: 'no', label: say('intake.again.no') }, ...(party ? [{ code: 'party', label: say('intake.again.at', { name: clean(party.name) }) }] : []),
		{ code: 'us', label: say('intake.again.at', { name: clean(us) }) }];
	const why = ['not_taken_up', 'dissatisfied'].map((code) => ({ code, label: say(`trouble.${code}`) }));
	return html`${askOne('again', say('intake.again'), whom, draft.again, (code) => i.choose('again', code))}
		${draft.again && draft.again !== 'no' ? askOne('trouble', say('intake.trouble'), why, draft.trouble, (code) => i.choose('trouble', code)) : nothing}${firstParty()}`;
}

function firstParty() {
	const told = s.energy.value;
	const first = told && (told.first === 'party' && i.partyOf() ? told.party : told.corporation);
	if (!first) return nothing;
	const hours = /** @type {{ hours?: string }} */ (first).hours;
	return html`<p class="intake__first">${icon('phone')}<span>${say('intake.first')} <strong>${own(first.name)}</strong> ${maybe(first.phone, phoneLink)}
		${maybe(hours, (text) => html`<span class="quiet">${own(text)}</span>`)}</span></p>`;
}

/* ---- what central says ---- */

/** This is no form at all (R51). */
function signBox() {
	return html`<div role="status" class="intake__alert">${maybe(s.verdict.value?.emergency, (sign) => html`<div class="problem intake__sign"><p><strong>${
		say('intake.sign')}</strong></p>${button('primary-action', 'siren', say('intake.sign.go'), () => openScript(sign))}</div>`)}</div>`;
}

/** How urgent, who pays and on what ground: in sight until it is saved (R34). */
function verdictBox() {
	const v = s.verdict.value;
	return html`<div class="intake__verdict" role="status">${v?.payer ? html`<p class="intake__payer">${urgency(v)}<span><strong>${own(v.payer.sentence)}</strong> <span class="quiet">${own(v.payer.ground)}</span></span></p>`
			: v?.urgent ? html`<p class="intake__payer">${urgency(v)}</p>` : nothing}</div>`;
}

/* ---- who ---- */

/** @param {Intake} draft */
function contact(draft) {
	const tenants = s.home.value.data?.key === draft.home ? s.home.value.data?.tenants ?? [] : [];
	const callers = [...tenants.map((t) => ({ code: t.number, label: clean(t.name) })), { code: '', label: say('intake.other') }];
	const urgent = s.verdict.value?.urgent;
	const ways = [{ code: 'phone', label: say('intake.via.phone') }, { code: 'mail', label: say('intake.via.mail') }];
	return html`<div class="intake__contact">
		${tenants.length ? askOne('caller', say('intake.caller'), callers, draft.name || draft.tenant ? draft.tenant : '-', i.takeCaller) : nothing}
		${askText('name', say('intake.name'), draft.name, (text) => i.type('name', text), i.judge)}
		${askText('phone', say('intake.phone'), draft.phone, (text) => i.type('phone', text), i.judge, { type: 'tel', cap: 24 })}
		${askText('mail', say('intake.mail'), draft.mail, (text) => i.type('mail', text), i.judge, { type: 'email', cap: 199, optional: true })}
		${urgent || !draft.mail.trim() ? html`<p class="intake__via" id="in-via" tabindex="-1" data-done>${icon('phone')}${
			say(urgent ? 'intake.via.urgent' : 'intake.via.nomail', { phone: phoneText(draft.phone) })}</p>`
			: askOne('via', say('intake.via'), ways, draft.via, (code) => i.choose('via', code))}</div>`;
}

function foot() {
	const missing = s.verdict.value?.missing;
	return html`<div class="intake__foot">${verdictBox()}<button class="utrecht-button utrecht-button--primary-action" id="in-save"
			aria-disabled=${s.busy.value ? 'true' : nothing}>${icon('check')}${say('intake.save')} <kbd aria-hidden="true">Ctrl+Enter</kbd></button>
		${button('subtle', 'x', say('intake.clear'), i.startOver)}
		<p class="quiet" role="status">${missing ? say('intake.missing', { what: i.nameOf(missing) }) : s.verdict.value ? say('intake.whole') : ''}</p></div>`;
}
