/* The page the display opens when the daemon does not run: a plain file, nothing beside it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, check, lobbyOfThisFile, shot, STANDING } from './lobby.mjs';

const lobby = lobbyOfThisFile();

check('[R51] with the daemon stopped a file shows every emergency number, in every language', async () => {
	const address = `file://${lobby.lobby}/storing.html`;
	const doc = await (await fetch(`${lobby.url}catalogue.json`)).json();
	await lobby.stopKiosk();
	for (const [size, viewport] of Object.entries({ standing: STANDING, lying: { width: 1920, height: 1080 }, phone: { width: 320, height: 640 } })) {
		const context = await lobby.browser.newContext({ viewport });
		const page = await context.newPage();
		const asked = [];
		page.on('request', (request) => asked.push(request.url()));
		await page.goto(address);
		assert.deepEqual(asked, [address], 'nothing beside it');
		const text = await page.locator('body').innerText();
		for (const words of ['Deze zuil werkt even niet', 'This kiosk', '112', '0800-9009', '0900-8844']) assert.ok(text.includes(words), words);
		for (const lang of ['nl', 'en'])
			for (const sign of doc.emergencies) assert.ok(text.includes(doc.texts[lang][`emergency.${sign.code}`]), `${lang} ${sign.code}`);
		await assertReflows(page, `file ${size}`);
		if (size !== 'phone') {
			const over = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
			assert.ok(over <= 0, `${over} px below the screen, ${size}`);
		}
		await assertAccessible(page, `file ${size}`);
		await shot(page, `file-${size}`);
		await context.close();
	}
});
