/* Emergencies told by phone: the script is fetched before anybody logs in and kept, so that it is there
 * when the line or the log-in is not; one key leaves the alarm.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { get, post } from './api.js';
import { loadAlarms } from './load.js';
import { asApiError, noteFailure } from './outcome.js';
import * as s from './state.js';

export async function loadSigns() {
	const told = await get('emergencies').catch(() => null);
	if (told) s.signs.value = told.emergencies ?? [];
}

/** From any screen, at a sign or at the first. @param {string} [sign] */
export function openScript(sign = '') {
	if (!s.signs.value.length) void loadSigns();
	s.script.value = { open: true, sign: sign || s.script.value.sign, here: true, state: 'idle', t: 0 };
}

export function closeScript() {
	s.script.value = { open: false, sign: '', here: true, state: 'idle', t: 0 };
}

/** @param {string} sign */
export function chooseSign(sign) {
	s.script.value = { ...s.script.value, sign, state: 'idle' };
	requestAnimationFrame(() => document.querySelector('.emergency__script')?.scrollIntoView({ block: 'nearest' }));
}

/** The address on screen, which an alarm may be about. */
export function addressHere() {
	return ['intake', 'addresses'].includes(s.place.value.page) ? s.home.value.data : null;
}

/** One key: the office knows. */
export async function tellAlarm() {
	const { sign, here, state } = s.script.value;
	if (!sign || state === 'busy' || state === 'told') return;
	s.script.value = { ...s.script.value, state: 'busy' };
	const unit = here ? addressHere()?.key ?? '' : '';
	try {
		await post(`../../melden/api/v1/alarms/${encodeURIComponent(sign)}`, unit ? { unit } : {});
		s.script.value = { ...s.script.value, state: 'told', t: Date.now() };
		void loadAlarms();
	} catch (error) {
		noteFailure(asApiError(error));
		s.script.value = { ...s.script.value, state: 'failed' };
	}
}
