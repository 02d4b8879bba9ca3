/* The page of a kiosk whose daemon does not answer: looks now and then whether it does again.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ask } from './api.js';
import { page } from './page.js';

const AGAIN = 10_000; /* ms */

export function startStoring() {
	setInterval(async () => {
		const answer = await ask('GET', 'kiosk');
		if (answer.ok) location.replace(page.home);
	}, AGAIN);
}
