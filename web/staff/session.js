/* Who is here: log in, log out, whose office it is.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { batch } from '@preact/signals-core';
import { get, holdCsrf, post } from './api.js';
import { forget } from './intake.js';
import { asApiError, noteFailure } from './outcome.js';
import { placeOf } from './router.js';
import * as s from './state.js';

export async function start() {
	s.place.value = placeOf(location.hash);
	try {
		const who = await get('me');
		if (who.signed_in === false) s.me.value = false;
		else welcome(who);
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		s.me.value = false;
		if (refusal.code === 'offline') s.login.value = { ...s.login.value, error: 'offline' };
	}
}

/** @param {any} who */
function welcome(who) {
	holdCsrf(who.csrf ?? '');
	batch(() => {
		s.me.value = who;
		s.changing.value = false;
		s.newPassword.value = { field: '', code: '' };
		if (who.corporation) s.corporation.value = who.corporation;
		s.login.value = { busy: false, error: '', retry: 0, expired: false };
	});
}

/** @param {string} name @param {string} password */
export async function logIn(name, password) {
	s.login.value = { ...s.login.value, busy: true, error: '' };
	try {
		welcome(await post('login', { name, password }));
		return true;
	} catch (error) {
		const { code, retry } = asApiError(error);
		s.login.value = { ...s.login.value, busy: false, error: code, retry };
		return false;
	}
}

/** Another password; central answers as it does to a log-in. @param {string} old @param {string} fresh @param {string} again */
export async function choosePassword(old, fresh, again) {
	if (s.busy.value) return;
	if (fresh !== again) {
		s.newPassword.value = { field: 'again', code: 'again' };
		return;
	}
	s.busy.value = 'password';
	s.newPassword.value = { field: '', code: '' };
	try {
		welcome(await post('password', { old, new: fresh }));
	} catch (error) {
		const { code, field } = asApiError(error);
		s.newPassword.value = { field, code: field || code };
	} finally {
		s.busy.value = '';
	}
}

export async function logOut() {
	await post('logout').catch(() => null);
	batch(() => {
		s.me.value = false;
		s.list.value = s.blank({ rows: [], more: false });
		s.tables.value = {};
		s.open.value = s.blank(null);
		s.drafts.value = {};
		s.picked.value = new Set();
		s.alarms.value = [];
		s.admin.value = {};
		s.person.value = { by: 'tenant', value: '', found: null, wrong: false };
		s.gift.value = null;
		forget();
		s.invitation.value = null;
	});
	location.hash = '';
}

/** Whose office this is: the pages of the phone desk know. */
export async function loadCorporation() {
	if (s.corporation.value && s.corporationPhone.value) return;
	const data = await get('../../melden/api/v1/kiosk').catch(() => null);
	s.corporation.value = String(data?.corporation?.name ?? s.corporation.value);
	s.corporationPhone.value = String(data?.corporation?.phone ?? '');
}
