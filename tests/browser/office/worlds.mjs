/* The two worlds an office test can stand in: real daemons, or the design tool.
 *
 * Both offer: url, name, password, file(changes) -> receipt of a report that is on its way from a
 * kiosk, fileLate() the same of twenty days ago, alarm(sign), cut() and mend() the line to the office,
 * close().
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { reportOf } from './report.mjs';

/** A stack of our own, or the running one the environment names. */
export async function realOffice() {
	if (process.env.CENTRAL_URL && process.env.KIOSK_URL) {
		return over({ central: process.env.CENTRAL_URL, kiosk: process.env.KIOSK_URL, close: async () => {} },
			process.env.OFFICE_NAME ?? '', process.env.OFFICE_PASSWORD ?? '');
	}
	const path = new URL('../stack.mjs', import.meta.url);
	if (!existsSync(fileURLToPath(path))) throw new Error('tests/browser/stack.mjs is missing');
	const { startStack, until } = await import(path.href);
	const stack = { ...await startStack(), until };
	return over(stack, stack.login.name, stack.login.password);
}

/** @param {any} stack @param {string} name @param {string} password */
function over(stack, name, password) {
	const kiosk = stack.kiosk.replace(/\/$/, '');
	const send = async (/** @type {string} */ path, /** @type {unknown} */ body) => {
		const reply = await fetch(`${kiosk}${path}`, {
			method: 'POST', headers: { 'content-type': 'application/json', origin: kiosk }, body: JSON.stringify(body ?? {}),
		});
		const data = await reply.json().catch(() => ({}));
		if (!reply.ok) throw new Error(`${path}: ${reply.status} ${JSON.stringify(data)}`);
		return data;
	};
	return {
		url: `${stack.central.replace(/\/$/, '')}/`, name, password, stack,
		as: (/** @type {string} */ who) => stack.logins?.[who],
		file: async (/** @type {object} */ changes) => (await send('/api/v1/reports', await reportOf(kiosk, changes))).receipt,
		fileLate: () => fileLate(stack, async () => (await send('/api/v1/reports', await reportOf(kiosk, {}))).receipt),
		alarm: (/** @type {string} */ sign) => send(`/api/v1/alarms/${sign}`, {}),
		settled: () => settled(stack),
		cut: () => stack.stopCentral?.(), mend: () => stack.startCentral?.(),
		close: () => stack.close(),
	};
}

/** Everything filed has left the kiosk. @param {any} stack */
function settled(stack) {
	return stack.until(async () => (await (await fetch(`${stack.kiosk}api/v1/status`)).json()).queue.pending === 0, 'the reports to leave the kiosk');
}

/** A report of twenty days ago: central's clock, not the report, is moved.
 * @param {any} stack @param {() => Promise<string>} file */
async function fileLate(stack, file) {
	const receipt = await file();
	await settled(stack);
	await stack.stopCentral();
	process.env.PORTIEK_CLOCK_OFFSET_MS = String(20 * 86_400_000);
	await stack.startCentral();
	delete process.env.PORTIEK_CLOCK_OFFSET_MS;
	return receipt;
}

/** The design tool: the same doors, nothing behind them. */
export async function sampleOffice() {
	const { serveSample } = await import('../../../web/staff/dev.mjs');
	const { makeCase } = await import('../../../web/staff/sample.mjs');
	const served = await serveSample(0);
	const { world } = served;
	const office = {
		url: served.url, name: 'samira', password: 'goed', as: () => undefined,
		fileLate: () => office.file({ t: Date.now() - 20 * 86_400_000 }),
		file: async (/** @type {any} */ changes = {}) => {
			const made = makeCase(world, ++world.newest, { urgency: changes.fault === 'LEK' ? 'urgent' : 'normal', age: 0.01 });
			Object.assign(made, { unread: true, state: 'new', lang: changes.lang ?? 'nl', words: changes.words ?? '' });
			made.confirmation = { id: made.nr, kind: 'call', why: 'confirmation', state: 'waiting', due: Date.now() + 86_400_000, attempts: 0, done: 0, note: '', by: '' };
			if (changes.contact) Object.assign(made.contact, changes.contact);
			if (changes.t) Object.assign(made, { captured: changes.t, due: changes.t + 86_400_000 });
			world.cases.unshift(made);
			served.tell();
			return made.receipt;
		},
		alarm: async () => { await fetch(`${served.url}dev/alarm`); },
		cut: async () => { await fetch(`${served.url}dev/down`); },
		mend: async () => { await fetch(`${served.url}dev/up`); },
		close: async () => served.close(),
	};
	return office;
}
