/* The maintainers' page: how this kiosk is doing, in words, renewed every few seconds.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ask } from './api.js';
import { momentName } from './calendar.js';
import { hideProblem, showProblem } from './fields.js';
import { fill, find, messages, page, row } from './page.js';

const AGAIN = 5000; /* ms */

export async function startStatus() {
	const words = await messages();
	const look = async () => {
		const answer = await ask('GET', 'status');
		if (!answer.ok) return showProblem(answer.problem ?? { code: 'internal' });
		hideProblem();
		find('[data-rows]')?.replaceChildren(...linesOf(answer.data, words).map(([key, value]) => {
			const item = row();
			fill('.check__key', words[key], item);
			fill('.check__value', value, item);
			return item;
		}));
	};
	await look();
	setInterval(look, AGAIN);
}

/** @param {any} status @param {Record<string, string>} words @returns {[string, string][]} */
function linesOf(status, words) {
	const { queue = {}, sync = {}, versions = {}, device = {} } = status;
	const contact = sync.last_contact ? momentName(sync.last_contact, page.lang) : words['status.never'];
	return [
		['status.enrolled', words[status.enrolled ? 'status.yes' : 'status.no']],
		['status.online', words[sync.online ? 'status.online_yes' : 'status.online_no']],
		['status.contact', contact],
		['status.pending', String(queue.pending ?? 0)],
		['status.oldest', `${Math.round((queue.oldest_s ?? 0) / 60)} ${words['status.minutes']}`],
		['status.dead', String(queue.dead ?? 0)],
		['status.error', String(sync.last_error || '-')],
		['status.disk', `${Math.round((status.disk_free ?? 0) / 1e6)} MB`],
		['status.device', [device.id, device.prefix, device.state].filter(Boolean).join(' · ')],
		['status.program', String(versions.program ?? '')],
		['status.site', String(versions.site ?? '')],
		['status.catalogue', String(versions.catalogue ?? '')],
	];
}
