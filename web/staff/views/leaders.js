/* Beheer: who leads each department, who stands in, and when (R14).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean, wishDay } from '../format.js';
import { icon } from '../icons.js';
import { editLeader, edited, loadLeaders, saveLeader } from '../leaders.js';
import { busy, leaders, notice, now } from '../state.js';
import { say } from '../words.js';
import { badge, bones, maybe, own, paneError, quiet, warn } from './parts.js';

/** @typedef {import('../types/sets.js').Lead} Lead */

export function leadersPane() {
	const { state, error, rows } = leaders.value;
	const body = state === 'error' ? paneError(error, () => void loadLeaders()) : state !== 'ready' && !rows.length ? bones(8)
		: html`<div class="leaders">${rows.map(department)}</div>`;
	return html`<section class="list list--wide" id="list" aria-labelledby="list-title">
		<div class="list__head"><div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.leaders')}</h2></div>
			<p class="list__lead">${say('lead.leaders')}</p></div>
		<div class="list__body"><div role="status" class="notice-slot">${maybe(notice.value, (n) => html`<p class="notice notice--${n.kind}">${
			icon('check')}<span>${clean(n.text)}</span></p>`)}</div>${body}</div></section>`;
}

/** @param {Lead} row */
function department(row) {
	const now_ = edited(row);
	const problem = leaders.value.problems[row.department];
	const submit = (/** @type {Event} */ e) => {
		e.preventDefault();
		void saveLeader(row);
	};
	return html`<form class="card leader" novalidate @submit=${submit} aria-labelledby="dept-${row.department}">
		<h3 class="card__title" id="dept-${row.department}">${icon('user')}${own(row.label)}</h3>
		<p>${who(row)}</p>
		<div class="leader__fields">${person(row, 'leader', now_.leader, false)}${person(row, 'deputy', now_.deputy, true)}
			${date(row, 'away_from', now_.away_from)}${date(row, 'away_until', now_.away_until)}</div>
		${maybe(problem, (p) => html`<p class="step__error" role="alert" id="problem-${row.department}">${p.text}</p>`)}
		<div class="buttons"><button class="utrecht-button utrecht-button--${leaders.value.forms[row.department] ? 'primary' : 'secondary'}-action"
			aria-disabled=${busy.value ? 'true' : nothing}>${icon('check')}${say('leaders.save')}<span class="visually-hidden">: ${clean(row.label)}</span></button></div>
	</form>`;
}

/** Who gets a case today, and until when that is somebody else. @param {Lead} row */
function who(row) {
	if (!row.leader) return warn(say('leaders.nobody'));
	if (row.now !== row.leader) return html`${badge('warning', say('leaders.away', { who: clean(row.now), until: wishDay(row.away_until, now.value) }))}`;
	const soon = row.away_from && row.away_from > new Date(now.value).toISOString().slice(0, 10);
	return html`${badge('success', say('leaders.now', { who: clean(row.leader) }))} ${soon
		? quiet(say('leaders.soon', { from: wishDay(row.away_from, now.value), until: wishDay(row.away_until, now.value) })) : nothing}`;
}

/** @param {Lead} row @param {"leader"|"deputy"|"away_from"|"away_until"} name */
function marks(row, name) {
	const wrong = leaders.value.problems[row.department]?.field === name;
	return { id: `${name}-${row.department}`, invalid: wrong ? 'true' : nothing, about: wrong ? `problem-${row.department}` : nothing };
}

/** @param {Lead} row @param {"leader"|"deputy"} name @param {string} value @param {boolean} mayBeNobody */
function person(row, name, value, mayBeNobody) {
	const { id, invalid, about } = marks(row, name);
	const names = [...new Set([...leaders.value.choices, value].filter(Boolean))];
	const changed = (/** @type {Event} */ e) => editLeader(row, { [name]: /** @type {HTMLSelectElement} */ (e.target).value });
	return html`<div class="field"><label class="utrecht-form-label" for=${id}>${say(`leaders.${name}`)}</label>
		<select class="utrecht-select" id=${id} aria-invalid=${invalid} aria-describedby=${about} @change=${changed}>
			<option value="" ?selected=${!value}>${say(mayBeNobody ? 'leaders.none' : 'field.choose')}</option>${
			names.map((one) => html`<option value=${one} ?selected=${one === value}>${clean(one)}</option>`)}</select></div>`;
}

/** @param {Lead} row @param {"away_from"|"away_until"} name @param {string} value */
function date(row, name, value) {
	const { id, invalid, about } = marks(row, name);
	const changed = (/** @type {Event} */ e) => editLeader(row, { [name]: /** @type {HTMLInputElement} */ (e.target).value });
	return html`<div class="field"><label class="utrecht-form-label" for=${id}>${say(`leaders.${name}`)}</label>
		<input class="utrecht-textbox" type="date" id=${id} .value=${value} aria-invalid=${invalid} aria-describedby=${about} @input=${changed}></div>`;
}
