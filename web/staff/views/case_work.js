/* Cards beside the story that are about working on the case: what must be done, whom the customer was
 * sent to, deadlines, what was suspected and found, other cases of the address.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean, moment } from '../format.js';
import { icon } from '../icons.js';
import { hrefOf } from '../router.js';
import { busy, now, place, slip } from '../state.js';
import { finishTask, openStep } from '../steps.js';
import { say } from '../words.js';
import { card } from './case_facts.js';
import { at, badge, button, fact, left, maybe, own, phoneLink, quiet, warn } from './parts.js';

/** @typedef {import('../types/case.js').Case} Case */

/* ---- tasks ---- */

/** @param {Case} c */
export function tasksCard(c) {
	const tasks = c.tasks ?? [];
	const may = (c.steps ?? []).some((step) => step.action === 'task_done');
	const add = (c.steps ?? []).find((step) => step.action === 'task');
	if (!tasks.length) return nothing;
	return card('tasks', 'list', say('tasks.title'), html`<ul class="tasks">${tasks.map((t) => taskRow(c, t, may))}</ul>
		${maybe(add, (step) => html`<p>${button('subtle', 'plus', clean(step.label), () => openStep(c, step))}</p>`)}`);
}

/** @param {Case} c @param {import('../types/case.js').Task} t @param {boolean} may */
function taskRow(c, t, may) {
	if (t.done) {
		return html`<li class="task task--done"><span>${icon('check')}</span><p><s>${own(t.what)}</s><br>${
			quiet(html`${own(t.done_by ?? '')} ${at(t.done)}`)}</p></li>`;
	}
	const done = html`<button type="button" class="utrecht-button utrecht-button--secondary-action" aria-disabled=${busy.value ? 'true' : nothing}
		@click=${() => void finishTask(c, t)}>${icon('check')}${say('tasks.done')}<span class="visually-hidden">: ${clean(t.what)}</span></button>`;
	return html`<li class="task"><p><strong>${own(t.what)}</strong><br>${own(t.owner ?? '')} · ${at(t.due)} ${left(t.due, t.due < now.value)}</p>${
		may ? done : nothing}</li>`;
}

/* ---- referral ---- */

/** @param {Case} c */
export function referralCard(c) {
	const r = c.referral;
	if (!r) return nothing;
	const back = r.returned ? say('referral.back', { at: moment(r.returned, now.value) }) : say('referral.open');
	return card('referral', 'route', say('referral.title'), html`
		<p>${say('referral.text', { party: clean(r.party_label), at: moment(r.t, now.value) })} ${r.returned ? html`<strong>${back}</strong>` : warn(back)}</p>
		<dl class="facts">${fact(say('caller.phone'), maybe(r.phone, phoneLink))}${fact(say('referral.hours'), r.hours ? own(r.hours) : '')}
			${fact(say('referral.how'), clean(r.medium_label))}${fact(say('referral.why'), r.why ? own(r.why) : '')}${fact(say('confirm.by'), r.who ? own(r.who) : '')}
			${fact(say('referral.case'), r.nr === c.nr ? '' : html`<a class="utrecht-link" href=${hrefOf(place.value.view || 'all', r.nr)}>${say('case.title', { nr: r.nr })}</a>`)}</dl>
		<p>${button('secondary-action', 'printer', say('referral.print'), () => { slip.value = true; })}</p>`);
}

/* ---- deadlines ---- */

/** Every running clock with its reason. @param {Case} c */
export function clocksCard(c) {
	const clocks = c.clocks ?? [];
	if (!clocks.length) return nothing;
	const late = clocks.some((one) => one.late || one.due < now.value);
	return card('clocks', 'clock', say('clocks.title'), html`<ul class="clocks">${clocks.map((one) => {
		const past = Boolean(one.late) || one.due < now.value;
		return html`<li><p><strong>${own(one.label)}</strong> ${at(one.due)} ${left(one.due, past)}</p>${
			maybe(one.explain, (text) => html`<p>${quiet(own(text))}</p>`)}</li>`;
	})}</ul>`, late ? 'card--late' : '');
}

/* ---- suspicion and finding ---- */

/** @param {Case} c */
export function findingCard(c) {
	if (!c.suspicion && !c.found_label) return nothing;
	const both = Boolean(c.suspicion && c.found_label);
	const right = both && c.suspicion === c.found_label;
	return card('finding', 'search', say('finding.title'), html`<dl class="facts">${fact(say('finding.suspicion'), c.suspicion ? own(c.suspicion) : '')}
		${fact(say('finding.found'), c.found_label ? html`<strong>${own(c.found_label)}</strong>` : quiet(say('finding.none')))}</dl>
		${both ? html`<p>${badge(right ? 'success' : 'neutral', say(right ? 'finding.right' : 'finding.other'))}</p>` : nothing}`);
}

/* ---- other cases ---- */

/** @param {Case} c */
export function othersCard(c) {
	const links = c.links ?? [], earlier = (c.earlier ?? []).filter((row) => !links.some((link) => link.nr === row.nr));
	if (!links.length && !earlier.length) return nothing;
	return card('others', 'inbox', say('others.title'), html`${otherList('links', links)}${otherList('earlier', earlier)}`);
}

/** @param {"links"|"earlier"} name @param {import('../types/case.js').Row[]} rows */
function otherList(name, rows) {
	if (!rows.length) return nothing;
	return html`<h4 class="others__title" id="others-${name}">${say(`others.${name}`)}</h4>
		<ul class="others" aria-labelledby="others-${name}">${rows.map((row) => html`<li>
			<a class="utrecht-link" href=${hrefOf(place.value.view || 'all', row.nr)}>${own(row.subject || say('row.nosubject'))}</a>
			<p>${quiet(html`${at(row.captured)} · ${clean(row.state_label)}${maybe(row.why, (why) => html` · ${clean(why)}`)}`)}</p></li>`)}</ul>`;
}
