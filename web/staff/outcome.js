/* What an answer or a refusal of central means for the page as a whole: the line, the log-in.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ApiError } from './api.js';
import * as s from './state.js';

/** @param {unknown} error @returns {ApiError} */
export function asApiError(error) {
	return error instanceof ApiError ? error : new ApiError(0, 'bug', String(error));
}

/** What every refusal means for the page as a whole. @param {ApiError} error */
export function noteFailure(error) {
	if (error.status === 401 && s.me.value) {
		s.me.value = false;
		s.login.value = { busy: false, error: '', retry: 0, expired: true };
	}
	if (error.code === 'offline') s.line.value = { ...s.line.value, http: false };
}

export function noteSuccess() {
	s.line.value = { ...s.line.value, http: true, stamp: Date.now() };
}
