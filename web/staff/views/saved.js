/* Saved: the number as large as it is read out, what happens next as the kiosk says it, and the next
 * caller under the Enter key.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { stepsOf } from '../../kiosk/js/promises.js';
import { clean } from '../format.js';
import { icon } from '../icons.js';
import { goToStep, startOver } from '../intake.js';
import { hrefOf } from '../router.js';
import { say } from '../words.js';
import { button } from './parts.js';

const NEXT = ['now', 'confirm_urgent', 'fitter_urgent', 'confirm_mail', 'confirm_phone', 'energy', 'outside', 'planned', 'fitter'];

/** @param {import('../types/intake.js').Saved} told */
export function savedPage(told) {
	const words = Object.fromEntries(NEXT.map((key) => [`receipt.${key}`, say(`next.${key}`)]));
	const steps = stepsOf(told, told.promises, words, 'nl');
	return html`<div class="saved"><p class="saved__tick">${icon('check', 'icon--large')}${say('saved.title')}</p>
		<p class="saved__label" id="saved-label">${say('saved.number')}</p>
		<p class="saved__number receipt" aria-describedby="saved-label">${clean(told.receipt)}</p>
		${told.follow ? html`<p class="saved__code">${say('saved.code')} <strong class="receipt">${clean(told.follow)}</strong></p>` : nothing}
		<h3 class="card__title">${say('saved.next')}</h3>
		<ol class="saved__steps">${steps.map(([date, text]) => html`<li><span class="quiet">${date}</span><span>${text}</span></li>`)}</ol>
		<div class="buttons"><button type="button" id="in-next" class="utrecht-button utrecht-button--primary-action" @click=${startOver}>${
			icon('phone')}${say('saved.again')} <kbd aria-hidden="true">Enter</kbd></button>
		${told.refer ? button('secondary-action', 'printer', say('saved.refer'), () => goToStep(told.nr, 'refer')) : nothing}
		<a class="utrecht-button utrecht-button--subtle" href=${hrefOf('all', told.nr)}>${icon('arrowRight')}${say('saved.case', { nr: told.nr })}</a></div></div>`;
}
