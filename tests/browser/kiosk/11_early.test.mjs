/* Somebody taps before the page's module is there: on a slow machine nothing chosen may be lost.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { arrive, check, draftOf, leave, lobbyOfThisFile, shot, visitor, where } from './lobby.mjs';

const lobby = lobbyOfThisFile();
const MODULE = /assets\/kiosk\.[^/]*\.js$/;

/** Somebody before a start page whose module does not come until it is let go. */
async function beforeItStands() {
	const page = await visitor(lobby);
	let letGo = () => {};
	const gate = new Promise((go) => { letGo = () => go(undefined); });
	await page.route(MODULE, async (route) => { await gate; await route.continue().catch(() => {}); });
	await page.goto(`${lobby.url}nl/`, { waitUntil: 'commit' });
	return { page, letGo };
}

check('[R26] a tap that comes before the page stands is kept and done', async () => {
	const { page, letGo } = await beforeItStands();
	await page.locator('.door[href^="omgeving/"]').tap();
	await page.locator('.door[href^="woning/"]').tap();
	assert.equal(await page.locator('[data-kept]').count(), 1, 'it is seen which tap was taken: the last');
	assert.equal(where(page), 'nl/');
	await shot(page, 'early');
	letGo();
	await arrive(page, /woning\/$/);
	await page.locator('a[href="adres/"]').tap();
	await arrive(page, /adres\/$/);
	assert.equal((await draftOf(page)).branch, 'home');
	await leave(page);
});

check('[R26] keys count as taps', async () => {
	const { page, letGo } = await beforeItStands();
	await page.locator('.door[href^="omgeving/"]').focus();
	await page.keyboard.press('Enter');
	await page.locator('.door[data-kept]').waitFor();
	letGo();
	await arrive(page, /omgeving\/$/);
	await leave(page);
});

check('[R51] emergency waits for nothing', async () => {
	const { page } = await beforeItStands();
	await page.locator('.door--danger').tap();
	await page.waitForURL(/noodgeval\/$/, { waitUntil: 'commit' });
	await leave(page);
});

check('[R26] when the module does not come at all, links are links again', async () => {
	const { page } = await beforeItStands();
	await page.locator('.door[href^="woning/"]').tap();
	await page.waitForURL(/woning\/$/, { waitUntil: 'commit' });
	await leave(page);
});
