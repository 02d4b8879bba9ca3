/* The receipt: number, code, QR, three dated steps, and "Klaar" that counts down. Nothing of it is
 * left once the page is.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { loadPlace } from './api.js';
import { loadReceipt } from './draft.js';
import { leave } from './idle.js';
import { fill, find, instead, messages, page, row, show } from './page.js';
import { stepsOf } from './promises.js';

/** @import { Receipt } from "./types.js" */

const REST = 90; /* seconds until the receipt closes by itself on a kiosk */

export async function startReceipt() {
	const receipt = loadReceipt();
	if (!receipt) return instead('');
	fill('[data-receipt]', receipt.receipt);
	fill('[data-follow]', receipt.follow ?? '');
	show('[data-follow], [data-follow-label]', Boolean(receipt.follow));
	find('[data-done]')?.addEventListener('click', leave);
	const [words, place] = await Promise.all([messages(), loadPlace(true)]);
	if (place?.channel === 'kiosk' && place.online === false) fill('[data-saved]', words['receipt.offline']);
	const list = /** @type {HTMLElement} */ (find('[data-steps]'));
	list.replaceChildren(...stepsOf(receipt, place?.promises, words, page.lang).map(([date, text]) => {
		const item = row();
		fill('.next__date', date, item);
		fill('.next__text', text, item);
		return item;
	}));
	startCountdown(place?.channel === 'kiosk' || !place);
	drawCode([place?.corporation.name, receipt.receipt, receipt.follow].filter(Boolean).join('\n'));
}

/** "Klaar" that counts down. @param {boolean} kiosk elsewhere the page may stay open */
export function startCountdown(kiosk) {
	show('.count', kiosk);
	if (!kiosk) return;
	let left = REST;
	const again = () => {
		left = REST;
		fill('[data-left]', String(left));
	};
	again();
	addEventListener('pointerdown', again);
	addEventListener('keydown', again);
	const timer = setInterval(() => {
		left -= 1;
		fill('[data-left]', String(Math.max(left, 0)));
		if (left > 0) return;
		clearInterval(timer);
		leave();
	}, 1000);
}

/** A QR code in its box. @param {string} text */
export async function drawCode(text) {
	const box = find('[data-qr]');
	if (!box) return;
	const [{ generate, correction }, { toSvg }] = await Promise.all([import('lean-qr'), import('lean-qr/extras/svg')]);
	const svg = toSvg(generate(text, { minCorrectionLevel: correction.M }), document, { on: '#000000', off: '#ffffff' });
	svg.setAttribute('aria-hidden', 'true');
	box.replaceChildren(svg);
}
