/* The reporter says somebody was told before: whom, what went wrong, which referral that was, and the way
 * to the project leader with that reason (R12, R13, R15).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean, moment } from '../format.js';
import { icon } from '../icons.js';
import { hrefOf } from '../router.js';
import { now, place } from '../state.js';
import { openStep, openStepOf } from '../steps.js';
import { say } from '../words.js';
import { button, fact, maybe, own } from './parts.js';

/** @param {import('../types/case.js').Case} c */
export function beforeCard(c) {
	const b = c.before;
	if (!b) return nothing;
	const step = (c.steps ?? []).find((one) => ['escalate', 'return'].includes(one.action) && one.ready);
	const open = openStepOf(c).draft.action === step?.action;
	const link = maybe(b.referral, (r) => html`<a class="utrecht-link" href=${hrefOf(place.value.view || 'all', r.nr)}>${
		say('before.referral', { party: clean(r.party_label), at: moment(r.t, now.value) })}</a>`);
	return html`<section class="card card--do" aria-labelledby="before-title">
		<h3 class="card__title" id="before-title">${icon('reopened')}${say('before.title')}</h3>
		<dl class="facts">${fact(say('before.party'), b.party_label ? own(b.party_label) : say('before.party.unknown'))}
			${fact(say('before.reason'), own(b.reason_label))}${fact(say('before.earlier'), b.referral ? link : say('before.none'))}</dl>
		${step && !open ? html`<p>${button('secondary-action', 'arrowRight', clean(step.label), () => openStep(c, step))}</p>` : nothing}</section>`;
}
