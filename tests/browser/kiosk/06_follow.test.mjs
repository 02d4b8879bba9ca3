/* Following a report at the kiosk, and the maintainers' page.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { until } from '../stack.mjs';
import {
	arrive, asGuest, check, leave, lobbyOfThisFile, press, send, shot, someAddress, tellOwnWords, type, visitor,
} from './lobby.mjs';

const lobby = lobbyOfThisFile();

async function report(page) {
	await asGuest(page, await someAddress(lobby));
	await tellOwnWords(page);
	return send(page);
}

/** Number and code, as a tenant would. */
async function follow(page, { receipt, follow: code }, keys = false) {
	await page.goto(`${lobby.url}nl/`);
	await press(page, '.door[href^="volgen/"]');
	await arrive(page, /volgen\/$/);
	await type(page, receipt, { keys });
	await arrive(page, /#code$/);
	await type(page, code, { keys });
}

check('[R64 R62] number and code tell where the report is; a wrong code tells nothing', async () => {
	const page = await visitor(lobby);
	const mine = await report(page);
	await follow(page, mine, true);
	await page.locator('[data-state]').waitFor({ state: 'visible' });
	assert.equal(await page.locator('.road__step').count(), 3, 'three states');
	assert.ok(await page.locator('.road__step--now').count());
	await shot(page, 'follow');
	await follow(page, { receipt: mine.receipt, follow: 'ZZZZZZ' });
	await page.locator('[data-error]').waitFor({ state: 'visible' });
	await leave(page);
});

check('[R64 R62] once at the office the kiosk says so', async () => {
	const page = await visitor(lobby);
	const mine = await report(page);
	await until(async () => {
		const reply = await fetch(`${lobby.url}api/v1/cases`, {
			method: 'POST', headers: { 'content-type': 'application/json', origin: lobby.url.replace(/\/$/, '') },
			body: JSON.stringify({ receipt: mine.receipt, code: mine.follow }),
		});
		return (await reply.json()).state === 'office';
	}, 'the report to reach the office');
	await follow(page, mine);
	await page.locator('.road__step--now[data-stop-at="office"]').waitFor();
	assert.match(await page.locator('[data-state-text]').innerText(), /ontvangen|bezig|zoeken/);
	await shot(page, 'follow-office');
	await leave(page);
}, process.env.LOBBY_SAMPLE ? 'needs an office' : false);

check('[R60 R61 R62] with the line down it is saved here, says so, and goes on by itself later', async () => {
	await lobby.stopCentral();
	const page = await visitor(lobby);
	let mine;
	try {
		await until(async () => !(await (await fetch(`${lobby.url}api/v1/kiosk`)).json()).online, 'the kiosk to notice');
		mine = await report(page);
		await page.waitForFunction(() => document.querySelector('[data-saved]')?.textContent?.includes('Opgeslagen op deze zuil'));
		await shot(page, 'receipt-offline');
		await follow(page, mine);
		await page.locator('.road__step--now:is([data-stop-at="kiosk"], [data-stop-at="underway"])').waitFor();
	} finally {
		await lobby.startCentral();
	}
	await until(async () => {
		const reply = await fetch(`${lobby.url}api/v1/cases`, {
			method: 'POST', headers: { 'content-type': 'application/json', origin: lobby.url.replace(/\/$/, '') },
			body: JSON.stringify({ receipt: mine.receipt, code: mine.follow }),
		});
		return (await reply.json()).state === 'office';
	}, 'the report to reach the office', 120_000);
	await leave(page);
}, process.env.KIOSK_URL ? 'needs an office of its own' : false);

check('[R62] the maintainers see queue, contact and versions', async () => {
	const page = await visitor(lobby, { path: 'beheer/' });
	await page.locator('.check__row').nth(8).waitFor();
	assert.match(await page.locator('.check--status').innerText(), /Wacht op verzending/);
	await shot(page, 'status');
	await leave(page);
});
