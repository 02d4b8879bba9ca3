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
	const text = (/** @type {string} */ key) => words[`receipt.${key}`] ?? '';
	/** @type {[string, string]} */
	const now = [momentName(receipt.t, lang), text('now')];
	if (!promises) return [now];
	const after = (/** @type {number} */ days) => dayName(workingDays(today(receipt.t), days).at(-1) ?? '', lang, 'short');
	if (receipt.urgency === 'urgent' || receipt.urgency === 'emergency') {
		const called = receipt.t + promises.urgent_hours * HOUR;
		return [now, [momentName(called, lang), text('confirm_urgent')],
			[dayName(today(called), lang, 'short'), text(receipt.fitter ? 'fitter_urgent' : 'outside')]];
	}
	/** @type {[string, string]} */
	const confirm = [after(promises.confirm_days), text(receipt.via === 'mail' ? 'confirm_mail' : 'confirm_phone')];
	if (!receipt.fitter) return [now, confirm, [after(promises.outside_days), text(receipt.energy ? 'energy' : 'outside')]];
	return receipt.urgency === 'planned'
		? [now, confirm, [after(promises.planned_days), text('planned')]]
		: [now, confirm, [after(promises.fitter_days), text('fitter')]];
}
