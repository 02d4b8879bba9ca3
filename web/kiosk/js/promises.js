/* "Wat gebeurt er nu?": the corporation's promises as dated steps. What it promises comes with its
 * name; without that only what already happened is said.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { dayName, momentName, today, workingDays } from './calendar.js';

/** @import { Promises, Receipt } from "./types.js" */

const HOUR = 3_600_000;

/**
 * @param {Receipt} receipt @param {Promises|undefined} promises @param {Record<string, string>} words
 * @param {string} lang @returns {[string, string][]} date and what happens
 */
export function stepsOf(receipt, promises, words, lang) {
	/** @type {[string, string]} */
	const now = [momentName(receipt.t, lang), words['receipt.now']];
	if (!promises) return [now];
	const after = (/** @type {number} */ days) => dayName(workingDays(today(receipt.t), days)[days - 1], lang, 'short');
	if (receipt.urgency === 'urgent' || receipt.urgency === 'emergency') {
		const called = receipt.t + promises.urgent_hours * HOUR;
		return [now, [momentName(called, lang), words['receipt.confirm_urgent']],
			[dayName(today(called), lang, 'short'), words[receipt.fitter ? 'receipt.fitter_urgent' : 'receipt.outside']]];
	}
	/** @type {[string, string]} */
	const confirm = [after(promises.confirm_days), words[receipt.via === 'mail' ? 'receipt.confirm_mail' : 'receipt.confirm_phone']];
	if (!receipt.fitter) return [now, confirm, [after(promises.outside_days), words[receipt.energy ? 'receipt.energy' : 'receipt.outside']]];
	return receipt.urgency === 'planned'
		? [now, confirm, [after(promises.planned_days), words['receipt.planned']]]
		: [now, confirm, [after(promises.fitter_days), words['receipt.fitter']]];
}
