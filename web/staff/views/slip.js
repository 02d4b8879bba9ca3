/* The card a customer takes along when referred (R11): shown first, printed in large type, with whom to
 * call and the number of the report.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { clean, day, phoneText } from '../format.js';
import * as s from '../state.js';
import { say } from '../words.js';
import { button, maybe, own } from './parts.js';

/** @param {Element|undefined} box */
function follow(box) {
	const dialog = /** @type {HTMLDialogElement|undefined} */ (box);
	if (!dialog?.isConnected) return;
	if (s.slip.value && !dialog.open) dialog.showModal();
	if (!s.slip.value && dialog.open) dialog.close();
}

export function slipSheet() {
	const c = s.open.value.data;
	const r = c?.referral;
	if (!c || !r) return nothing;
	const close = () => { s.slip.value = false; };
	const soon = (/** @type {Element|undefined} */ box) => queueMicrotask(() => follow(box));
	return html`<dialog class="sheet slip-sheet" aria-labelledby="slip-title" data-wanted=${s.slip.value ? 'yes' : 'no'} ${ref(soon)} @close=${close}>
		<div class="slip">
			<p class="slip__house">${clean(s.corporation.value)}</p>
			<h2 class="slip__title" id="slip-title">${say('slip.title')}</h2>
			<p class="slip__party">${own(r.party_label)}</p>
			${maybe(r.phone, (phone) => html`<p class="slip__phone">${phoneText(phone)}</p>`)}
			${maybe(r.mail, (mail) => html`<p class="slip__line">${own(mail)}</p>`)}
			${maybe(r.hours, (hours) => html`<p class="slip__line">${say('slip.hours', { hours: clean(hours) })}</p>`)}
			<p class="slip__line">${say('slip.about')} <strong>${own(c.subject || say('row.nosubject'))}</strong></p>
			<p class="slip__number"><span>${say('slip.number')}</span> <strong class="receipt">${clean(c.receipt)}</strong></p>
			${maybe(s.corporationPhone.value, (phone) => html`<p class="slip__line">${say('slip.back')} <strong class="numbers">${phoneText(phone)}</strong></p>`)}
			<p class="slip__date">${day(r.t, s.now.value)}</p>
		</div>
		<div class="buttons slip__buttons">${button('primary-action', 'printer', say('slip.print'), () => print())}
			${button('subtle', 'x', say('close'), close)}</div>
	</dialog>`;
}
